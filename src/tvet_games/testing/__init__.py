"""Hypothesis strategies and assertions, for tests of one's own (the extra ``testing``).

Games come in families in which theorems and programs fail first: with ties, almost with ties, badly scaled, or with an
equilibrium known by construction. Values are small and simple first, so that failing examples shrink to readable ones.

>>> from hypothesis import given
>>> from tvet_games.testing import assert_complete, degenerate_games
>>> @given(degenerate_games())
... def test_every_set_is_complete(game):
...     import tvet_games as tg
...     assert_complete(tg.equilibria(game))
>>> test_every_set_is_complete()

numbers     payoffs and mixed strategies: whole numbers, fractions, arrays of them
games       games of two and more players: any, degenerate, nearly so, badly scaled, with a known equilibrium
families    games that theorems speak of: zero-sum, symmetric, supermodular, ...
coalitions  coalitional games, by family
questions   policies, calibrations, and questions after the cheapest policy
files       texts of files, and the same with one mistake
assertions  what results must satisfy, with sentences that say who gains what
"""

try:
    import hypothesis as _hypothesis  # noqa: F401
except ImportError as error:
    raise ImportError("tvet_games.testing needs hypothesis: pip install 'tvet_games[testing]'") from error

from tvet_games.testing.assertions import (
    assert_certified,
    assert_complete,
    assert_equilibrium,
    assert_in_core,
    assert_same_equilibria,
)
from tvet_games.testing.coalitions import (
    balanced_games,
    coalitional_games,
    convex_games,
    games_with_empty_core,
    simple_games,
    superadditive_games,
    weighted_majority_games,
)
from tvet_games.testing.families import (
    coordination_games,
    cyclic_games,
    dominance_solvable_games,
    polymatrix_games,
    potential_games,
    supermodular_games,
    symmetric_games,
    zero_sum_games,
)
from tvet_games.testing.files import broken_files, valid_files
from tvet_games.testing.games import (
    badly_scaled_games,
    bimatrix_games,
    degenerate_games,
    games_with_continuum,
    games_with_equilibrium,
    near_degenerate_games,
    normal_form_games,
)
from tvet_games.testing.numbers import fraction_arrays, fractions, mixed_strategies, small_fractions, small_integers
from tvet_games.testing.questions import calibrations, policies, questions

__all__ = [
    "assert_certified",
    "assert_complete",
    "assert_equilibrium",
    "assert_in_core",
    "assert_same_equilibria",
    "badly_scaled_games",
    "balanced_games",
    "bimatrix_games",
    "broken_files",
    "calibrations",
    "coalitional_games",
    "convex_games",
    "coordination_games",
    "cyclic_games",
    "degenerate_games",
    "dominance_solvable_games",
    "fraction_arrays",
    "fractions",
    "games_with_continuum",
    "games_with_empty_core",
    "games_with_equilibrium",
    "mixed_strategies",
    "near_degenerate_games",
    "normal_form_games",
    "policies",
    "polymatrix_games",
    "potential_games",
    "questions",
    "simple_games",
    "small_fractions",
    "small_integers",
    "superadditive_games",
    "supermodular_games",
    "symmetric_games",
    "valid_files",
    "weighted_majority_games",
    "zero_sum_games",
]
