"""Checking a file's tables against its format, with every mistake told in the package's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from tvet_games.errors import InputError, Problem, nearest, shorten
from tvet_games.model.toml import without_controls

Model = TypeVar("Model", bound=BaseModel)
Built = TypeVar("Built")


def validated(model: type[Model], data: dict[str, Any], source: str) -> Model:
    """Check a file's tables against its format.

    Raises
    ------
    InputError
        With every mistake of the file, each with its field, its value and what was expected.
    """
    return built(model, data, source, lambda table, _: table)


def built(model: type[Model], data: dict[str, Any], source: str, build: Callable[[Model, str], Built]) -> Built:
    """Check a file's tables against its format, and make of them what they stand for.

    Parameters
    ----------
    model : type
        The format.
    data : dict
        As :func:`~tvet_games.model.toml.read_toml` gives it.
    source : str
        The file, for messages.
    build : callable
        Makes it of the checked tables and the source.

    Raises
    ------
    InputError
        With every mistake of the file: control characters hide no other one.
    """
    plain, found = without_controls(data)
    try:
        try:
            made = build(model.model_validate(plain), source)
        except ValidationError as error:
            raise InputError(source, list(_problems(model, error))) from None
    except InputError as error:
        if not found or error.source != source:
            raise
        raise InputError(source, [*found, *error.problems]) from None
    if found:
        raise InputError(source, found)
    return made


def _problems(model: type[BaseModel], error: ValidationError) -> Iterator[Problem]:
    for mistake in error.errors(include_url=False):
        field = _field(mistake["loc"])
        kind, value = mistake["type"], mistake.get("input")
        shown = "" if isinstance(value, dict | list) else str(value)
        if kind == "extra_forbidden":
            key = str(mistake["loc"][-1])
            keys = _keys(model, mistake["loc"])
            valid = ", ".join(sorted(keys))
            yield Problem(field, f"is not a key of the format; the keys are {valid}", nearest=nearest(key, keys))
        elif kind == "missing":
            yield Problem(field, "is missing")
        elif kind == "value_error":
            yield Problem(field, mistake["msg"].removeprefix("Value error, "), value=shown)
        elif kind == "literal_error":
            expected = str(mistake["ctx"]["expected"])
            options = [option.strip(" '") for option in expected.replace(" or ", ", ").split(",")]
            yield Problem(field, f"is not allowed, expected {expected}", value=shown, nearest=nearest(shown, options))
        else:
            what = mistake["msg"].replace("Input should be", "expected").replace("Decimal", "number")
            yield Problem(field, shorten(what[0].lower() + what[1:]), value=shown)


def _field(location: tuple[int | str, ...]) -> str:
    """Write a location as people count: payoff[2].when."""
    out = ""
    for part in location:
        if isinstance(part, int):
            out += f"[{part + 1}]"
        elif part != "[key]" and not part.startswith(("literal", "dict[", "list[")):
            out += f".{part}" if out else part
    return out


def _keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Names of the keys that are allowed at the place of an unknown one."""
    current: Any = model
    for part in location[:-1]:
        if isinstance(part, int) or current is None:
            continue
        fields = current.model_fields
        annotation = fields[part].annotation if part in fields else None
        current = _table_in(annotation) if annotation is not None else current
    return [field.alias or name for name, field in current.model_fields.items()] if current else []


def _table_in(annotation: Any) -> Any:
    """The table class inside an annotation such as ``dict[str, Table]`` or ``Table | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for found in map(_table_in, get_args(annotation)) if found), None)
