"""How populations move: the dynamics to choose from.

- replicator: actions that do better than average spread (imitation, Taylor and Jonker 1978);
- logit: at each moment some reconsider and choose with probabilities that grow with the payoff (Fudenberg and Levine
  1998); its rest points are quantal-response equilibria, near the equilibria for little noise;
- best response: some reconsider and take what is best now (Gilboa and Matsui 1991).

References
----------
Sandholm (2010), Population Games and Evolutionary Dynamics, chapters 5 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass

from tvet_games.errors import positive


@dataclass(frozen=True, slots=True)
class Replicator:
    """x_ia' = x_ia (u_i(a) - average); time in units of 1 / payoff."""

    @property
    def name(self) -> str:
        """Its name."""
        return "replicator"


@dataclass(frozen=True, slots=True)
class Logit:
    """x_ia' = (choice probability of a) - x_ia, probabilities proportional to exp(payoff / (noise x payoff span)).

    Parameters
    ----------
    noise : float
        [share of the population's payoff span] More than 0.

    Raises
    ------
    InputError
        If the noise is not more than 0.
    """

    noise: float = 0.1

    def __post_init__(self) -> None:
        object.__setattr__(self, "noise", positive(self.noise, "Logit", "noise"))

    @property
    def name(self) -> str:
        """Its name."""
        return "logit"


@dataclass(frozen=True, slots=True)
class BestResponse:
    """x_i' = (best reply) - x_i; time in units in which everybody reconsiders once."""

    @property
    def name(self) -> str:
        """Its name."""
        return "best response"


Dynamic = Replicator | Logit | BestResponse

REPLICATOR = Replicator()
