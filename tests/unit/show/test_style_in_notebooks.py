"""The style leaves alone what a notebook's backend sets while its first figure is drawn."""

import pytest
from matplotlib import rc_context, rcParams

from tvet_games.show.style import paper_style


@pytest.mark.parametrize("before", [False, True])
def test_interactive_mode_that_a_backend_turns_on_stays_on(before: bool) -> None:
    with rc_context():
        rcParams["interactive"] = before
        with paper_style():
            rcParams["interactive"] = True
        assert rcParams["interactive"]


def test_it_is_not_turned_on_by_the_style() -> None:
    with rc_context({"interactive": False}):
        with paper_style():
            pass
        assert not rcParams["interactive"]
