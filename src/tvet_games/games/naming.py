"""Names and numbers of a game as people read them, for cards: labels in a language, short fractions, infinity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tvet_games.games.strategy_words import SHORT, strategy_words
from tvet_games.numerics import Array
from tvet_games.tables.frame import as_python, cell_text
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import listed


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of one thing in one language.

    Examples
    --------
    >>> names = Naming(Labels(zh={"train": "培训"}), "zh")
    >>> names("train"), names.profile(["train", "free_ride"]), names.word("payoff")
    ('培训', '培训，free ride', '收益')
    """

    labels: Labels
    language: Language
    unit: str = ""

    def __call__(self, name: str) -> str:
        """The label of a name."""
        return self.labels.of(name, self.language)

    def all(self, names: Iterable[str]) -> tuple[str, ...]:
        """The labels of some names."""
        return tuple(map(self, names))

    def profile(self, actions: Iterable[str]) -> str:
        """Actions, one a player."""
        return self.join(self.all(actions))

    def at(self, actions: Sequence[Sequence[str]], profile: Iterable[Any]) -> str:
        """The actions of a profile of indices."""
        return self.profile(own[int(a)] for own, a in zip(actions, profile, strict=True))

    def share(self, name: str) -> str:
        """Name of a share of a population: the population, or ``population: action``."""
        colon = "：" if self.language == "zh" else ": "
        return colon.join(self(part) for part in name.split(": "))

    def join(self, texts: Iterable[str]) -> str:
        """Texts with a comma between them."""
        return ("，" if self.language == "zh" else ", ").join(texts)

    def said(self, *sentences: str) -> str:
        """Sentences one after another."""
        return ("" if self.language == "zh" else " ").join(filter(None, sentences))

    def each(self, texts: Iterable[str]) -> str:
        """Texts with a semicolon between them."""
        return ("；" if self.language == "zh" else "; ").join(texts)

    def in_brackets(self, text: str) -> str:
        """A text in the brackets of the language."""
        return f"（{text}）" if self.language == "zh" else f"({text})"

    def listed(self, names: Iterable[str]) -> str:
        """Labels joined as people do."""
        return listed(list(self.all(names)), self.language)

    def word(self, key: str) -> str:
        """A word of tables."""
        return word(key, self.language)

    def words(self, *keys: str) -> tuple[str, ...]:
        """Words of tables, such as headers."""
        return tuple(map(self.word, keys))

    def number(self, value: Any) -> str:
        """A payoff: money where it has a unit, else a short fraction as it is."""
        return number_text(value, fractions=not self.unit)

    def numbers(self, values: Iterable[Any] | Array) -> tuple[str, ...]:
        """Some payoffs."""
        return tuple(map(self.number, values))

    def strategy(self, strategy: Array, actions: Iterable[str]) -> str:
        """A strategy: in percent where payoffs are money, else in short fractions where it is."""
        return strategy_words(strategy, self.all(actions), self.language, fractions=not self.unit)

    def payoff_of(self, player: str) -> str:
        """The header of a player's payoffs."""
        return f"{self(player)}的收益" if self.language == "zh" else f"payoff of {self(player)}"


def naming(thing: Any, language: Language) -> Naming:
    """The names of what carries labels, and perhaps a unit."""
    return Naming(thing.labels, language, getattr(thing, "unit", ""))


def number_text(value: Any, *, fractions: bool = True) -> str:
    """Write a number for people: short fractions that no two decimals say, else as money is written.

    Examples
    --------
    >>> [number_text(v) for v in (Fraction(10, 3), Fraction(1, 4), Fraction(26201, 7), 1e-15, float("inf"))]
    ['10/3', '0.25', '3,743', '0', '∞']
    """
    number = as_python(value)
    if fractions and isinstance(number, Fraction) and max(abs(number.numerator), number.denominator) < SHORT:
        return cell_text(number, Labels(), "en") if SHORT % number.denominator == 0 else str(number)
    return cell_text(number, Labels(), "en")
