"""The layout of codes: what documents them decodes every one of them."""

import numpy as np
import pytest
from game_batches import batch

from tvet_games.errors import UnknownNameError
from tvet_games.solve.verdict_codes.flags import CLASSES, class_names, flag_attributes, flags_of, has_flag
from tvet_games.solve.verdict_codes.front import write_verdicts

SHAPES = ((2, 2), (2, 2, 2), (2, 3), (9, 9), (3,), (2,) * 4)


def codes_of(shape: tuple[int, ...]) -> np.ndarray:
    payoffs = batch(shape, "integers", 200)
    payoffs[..., 0] = np.nan
    code = np.empty(200, dtype=np.uint16)
    write_verdicts(payoffs, {"code": code})
    return code


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_attributes_decode_every_code(shape) -> None:
    """What the meanings say, put together again, is the code: no bit without a meaning, none with two."""
    codes = codes_of(shape)
    table = flag_attributes(shape)
    again = np.zeros_like(codes)
    for mask, value, name in zip(
        table["flag_masks"], table["flag_values"], table["flag_meanings"].split(), strict=True
    ):
        holds = codes & mask == value
        assert (has_flag(codes, name, shape) == holds).all()
        again |= np.where(holds, value, 0).astype(np.uint16)
    assert (again == codes).all()


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_attributes_are_those_of_the_convention(shape) -> None:
    table = flag_attributes(shape)
    assert table["flag_masks"].dtype == table["flag_values"].dtype == np.uint16
    assert (table["flag_values"] & ~table["flag_masks"] == 0).all()
    assert len(set(table["flag_meanings"].split())) == len(table["flag_masks"])
    assert all(bit & (bit - 1) == 0 for bit in flags_of(shape).values())


def test_an_undefined_game_is_nothing_else() -> None:
    for shape in SHAPES:
        assert codes_of(shape)[0] == flags_of(shape)["undefined"]


@pytest.mark.parametrize(
    ("shape", "wrong", "nearest"),
    [
        ((2, 2), "target_uniqe", "target_unique"),
        ((2, 2), "class_dilema", "class_dilemma"),
        ((2, 3), "equilibrium_01", "mixed_equilibrium"),
        ((2, 2, 2), "target_risk_dominant", "target_dominant"),
    ],
)
def test_an_unknown_flag_names_the_nearest(shape, wrong: str, nearest: str) -> None:
    with pytest.raises(UnknownNameError, match=f"did you mean '{nearest}'"):
        has_flag(np.zeros(1, dtype=np.uint16), wrong, shape)


def test_what_is_not_computed_is_not_offered() -> None:
    assert "continuum" in flags_of((8, 8))
    assert "continuum" not in flags_of((9, 9))
    assert "continuum" not in flags_of((2, 2, 2))


def test_classes_by_name() -> None:
    codes = np.arange(len(CLASSES), dtype=np.uint16).reshape(1, -1) << 11 | 1
    assert class_names(codes).tolist() == [list(CLASSES)]
