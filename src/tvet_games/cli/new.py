"""tvet-games new: templates to start from."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration_file import build_calibration
from tvet_games.model.calibration_write import format_calibration
from tvet_games.model.formula import is_name
from tvet_games.model.library import KINDS
from tvet_games.model.schema import CalibrationFile
from tvet_games.model.toml import parse_toml
from tvet_games.model.validation import validated

ENDINGS = {"calibration": (".toml", ".csv")}
"""What files of a kind may end in, if not in .toml only."""


def run(*, kind: str, file: str) -> None:
    """Write a commented template that already passes ``check``, a calibration also as a table; never over a file."""
    if kind not in KINDS:
        raise unknown("kind of file", kind, KINDS)
    path = Path(file)
    name = path.stem
    if path.suffix not in ENDINGS.get(kind, (".toml",)) or not is_name(name):
        what = "expected a file name such as my_conflict.toml: a letter, then letters, digits or _"
        raise InputError("", [Problem("FILE", what, value=path.name)])
    template = files("tvet_games").joinpath(f"cli/templates/{kind}.toml").read_text(encoding="utf-8")
    text = template.replace("NAME", name)
    if path.suffix == ".csv":
        text = format_calibration(build_calibration(validated(CalibrationFile, parse_toml(text, file), file), file))
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise InputError("", [Problem("FILE", "is there already, and is left as it is", value=file)]) from None
    except OSError as error:
        raise InputError("", [Problem("FILE", f"cannot be written: {error.strerror}", value=file)]) from None
    print(f"wrote {file}; edit it, then: tvet-games check {file}")
