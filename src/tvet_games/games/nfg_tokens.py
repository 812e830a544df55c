"""One cursor over the text of a .nfg file, one token at a time, and errors that name the place."""

from __future__ import annotations

import re

from tvet_games.errors import SHOWN, InputError, Problem

_BLANK = re.compile(r"[ \t\r\n\v\f]*")
_WORD = re.compile(r'[^ \t\r\n\v\f{},"]+')

STRING, END = "string", "end"


class Cursor:
    """A place in the text, and the token that stands there.

    ``kind`` is ``{``, ``}`` or ``,``, ``"string"``, ``"end"``, or empty for a word: a run of other characters.
    """

    __slots__ = ("end", "kind", "source", "start", "text")

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        self.start = self.end = 0
        self.kind = ""
        self.advance()

    def advance(self) -> None:
        """Go on to the next token."""
        blank = _BLANK.match(self.text, self.end)
        self.start = blank.end() if blank else self.end
        word = _WORD.match(self.text, self.start)
        if word:
            self.kind, self.end = "", word.end()
        elif self.start == len(self.text):
            self.kind, self.end = END, self.start
        elif self.text[self.start] == '"':
            self.kind, self.end = STRING, self._string_end()
        else:
            self.kind, self.end = self.text[self.start], self.start + 1

    def _string_end(self) -> int:
        """Place after the closing quote, which has an even number of backslashes before it."""
        quote = self.text.find('"', self.start + 1)
        while quote >= 0:
            slash = quote
            while self.text[slash - 1] == "\\":
                slash -= 1
            if (quote - slash) % 2 == 0:
                return quote + 1
            quote = self.text.find('"', quote + 1)
        raise self.wrong(
            "begins a string that never ends, expected a closing quote",
            value=self.text[self.start : self.start + SHOWN + 1],
        )

    @property
    def token(self) -> str:
        """The token as it stands in the text."""
        return self.text[self.start : self.end]

    @property
    def is_word(self) -> bool:
        """Whether the token is a word."""
        return not self.kind

    def take(self, kind: str, expected: str) -> None:
        """Go past a brace, or fail."""
        if self.kind != kind:
            raise self.unexpected(expected)
        self.advance()

    def take_string(self, expected: str) -> str:
        """Go past a string and return what it says, or fail."""
        if self.kind != STRING:
            raise self.unexpected(expected)
        said = re.sub(r'\\(["\\])', r"\1", self.token[1:-1])
        self.advance()
        return said

    def wrong(self, what: str, *, value: str = "") -> InputError:
        """Build the error for this place."""
        return error_at(self.source, place_of(self.text, self.start), what, value)

    def unexpected(self, expected: str) -> InputError:
        """Build the error for a token that should be something else."""
        if self.kind == END:
            return self.wrong(f"the file ends, expected {expected}")
        return self.wrong(f"found, expected {expected}", value=self.token)


def place_of(text: str, index: int) -> str:
    """Name a place in a text, counted from 1."""
    return f"line {text.count(chr(10), 0, index) + 1}, column {index - text.rfind(chr(10), 0, index)}"


def error_at(source: str, field: str, what: str, value: str = "") -> InputError:
    """Build the error for one mistake of a file."""
    return InputError(source, [Problem(field, what, value=value)])
