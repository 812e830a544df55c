"""Names as people read them, in English and Chinese, and the language that is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tvet_games.errors import unknown

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def check_language(language: str) -> Language:
    """Return a language after checking that there is one of this name.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    if language not in LANGUAGES:
        raise unknown("language", str(language), LANGUAGES)
    return language


_SET: list[Language] = ["en"]


def set_language(language: Language) -> None:
    """Set the language in which notebooks and plots show objects; at first English.

    Parameters
    ----------
    language : {"en", "zh"}

    Raises
    ------
    UnknownNameError
        If there is no such language.

    Examples
    --------
    >>> set_language("zh")
    >>> spoken()
    'zh'
    >>> set_language("en")
    """
    _SET[0] = check_language(language)


def spoken(language: Language | None = None) -> Language:
    """Return the language that was asked for, or the one that is set."""
    return _SET[0] if language is None else check_language(language)


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one file; a name without one is shown as it is written, with spaces for underscores.

    Examples
    --------
    >>> Labels(zh={"school": "学校"}).of("school", "zh"), Labels().of("free_ride")
    ('学校', 'free ride')
    """

    en: Mapping[str, str] = field(default_factory=dict)
    zh: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str, language: Language = "en") -> str:
        """Return the label of a name."""
        table = self.zh if check_language(language) == "zh" else self.en
        return table.get(name) or name.replace("_", " ")

    def over(self, other: Labels) -> Labels:
        """Return these labels, completed by those of another file."""
        return Labels({**other.en, **self.en}, {**other.zh, **self.zh})


@dataclass(frozen=True, slots=True)
class Text:
    """A text in two languages; the other language stands in for one that is missing."""

    en: str = ""
    zh: str = ""

    def of(self, language: Language = "en") -> str:
        """Return the text in a language."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)
