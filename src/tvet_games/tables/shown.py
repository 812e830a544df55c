"""The base of everything that shows itself: HTML in a notebook, LaTeX for a paper, text in a shell.

A class says what it shows in one method, :meth:`Shown.card`; the others follow. Without one of its own an object shows
the name of its class, what ``describe`` says of it and the table of ``to_frame``.
"""

from __future__ import annotations

import re
from typing import Any

from tvet_games.tables.card import Card
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.vocabulary import word


class Shown:
    """An object that shows itself in notebooks, papers and shells."""

    __slots__ = ()

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows: a title, sentences and tables.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one that :func:`~tvet_games.tables.labels.set_language` has set.

        Returns
        -------
        Card
        """
        tongue = spoken(language)
        thing: Any = self
        said = thing.describe(tongue) if hasattr(thing, "describe") else ()
        tables = (frame_table(thing.to_frame(), "", labels_of(thing), tongue),) if hasattr(thing, "to_frame") else ()
        return Card(kind_name(type(self), tongue), parts=(*said, *tables))

    def to_html(self, language: Language | None = None) -> str:
        """Return it as HTML, for a page; needs nothing from the network."""
        from tvet_games.tables.html import html_of

        return html_of(self.card(language))

    def to_latex(self, language: Language | None = None) -> str:
        """Return its tables as LaTeX, for a paper: tabulars; long ones need longtable, Chinese ones ctex."""
        from tvet_games.tables.latex import latex_of

        return latex_of(self.card(language))

    def to_text(self, language: Language | None = None) -> str:
        """Return it as text, for a shell."""
        from tvet_games.tables.text import text_of

        return text_of(self.card(language))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()


def kind_name(kind: type, language: Language) -> str:
    """The name of a class in words.

    Examples
    --------
    >>> kind_name(Shown, "en")
    'Shown'
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__)
    return word(words.capitalize(), language)


def labels_of(thing: Any) -> Labels:
    """Labels of the names in an object: its own, or those of its conflict."""
    own = getattr(thing, "labels", None)
    if isinstance(own, Labels):
        return own
    found = getattr(getattr(thing, "conflict", None), "labels", None)
    return found if isinstance(found, Labels) else Labels()
