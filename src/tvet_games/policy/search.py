"""The cheapest policy that makes cooperation the equilibrium: exact, with its proof.

Least expected public cost such that the target satisfies every criterion in every conflict; among the cheapest the one
of least liability, then the least intrusive (sum of levels relative to their bounds); where there is a choice (an order
of elimination, whole steps), within the branch that was found. All numbers are fractions.

References
----------
Monderer and Tennenholtz (2004), k-Implementation, JAIR 21, 37-62. doi:10.1613/jair.1231
Segal (2003), Coordination and discrimination in contracting with externalities, J. Economic Theory 113, 147-181.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tvet_games.errors import NotAffineError
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import Number
from tvet_games.policy.assembly import baselines, fixed_rows, infeasible, least_cost, refined, solution
from tvet_games.policy.choices.branching import search
from tvet_games.policy.criteria import Basin, Criterion, Nash
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question, question
from tvet_games.policy.requirements import Requirements, Today, choices_of
from tvet_games.policy.solution import PolicySolution


def cheapest_policy(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    instruments: Sequence[Instrument | str] | None = None,
    *,
    criterion: Criterion | Sequence[Criterion] = Nash(),
    participation: bool = True,
    no_one_worse_off: bool = False,
    budget: Number | None = None,
    liability: Number | None = None,
    at_most: int | None = None,
    bounds: Mapping[str, tuple[Number | None, Number | None]] | None = None,
    steps: Mapping[str, Number] | None = None,
    heads: Mapping[str, Number] | None = None,
    today: Today | None = None,
    status_quo: Mapping[str, Number] | None = None,
    public_funds: Number = 0,
    contracts: bool | Sequence[str] = False,
) -> PolicySolution:
    """Find the levels of least expected public cost such that cooperation satisfies the criteria.

    Parameters
    ----------
    conflicts : Conflict, name, or a sequence of them
        Several conflicts share the instruments: each is billed once per head.
    calibration : Calibration or name
        Of single values.
    instruments : sequence of Instrument or name, optional
        The levers; by default every shipped one that acts here and for which the calibration has values.
    criterion : Criterion or sequence of them
        Each must hold: :class:`Nash`, :class:`Dominant`, :class:`PDominant`, :class:`RiskDominant`, :class:`Unique`,
        :class:`Sustainable`, :class:`Basin`, :class:`Aligned`.
    participation : bool
        Nobody at the target below the outside option.
    no_one_worse_off : bool
        Nobody at the target below where things stand.
    budget, liability : number, optional
        [money, all heads, per period] Limits on the expected cost (beyond what the status quo costs today) and on the
        most that can fall due.
    at_most : int, optional
        Most instruments with a level above 0.
    bounds : mapping of str to (low, high), optional
        Narrower bounds of a level; None keeps the instrument's own.
    steps : mapping of str to number, optional
        Levels that come in whole multiples of a step; a step as large as the upper bound makes an instrument on or off.
    heads : mapping of str to number, optional
        How many trainees, teachers, sites; by default one trainee (or the calibration's first kind).
    today : mapping of conflict to {player: action}, optional
        Where things stand; by default the equilibrium of least welfare.
    status_quo : mapping of str to number, optional
        Levels in force today. What is not among the levers stays as it is.
    public_funds : number
        [share] What raising one unit of public money costs society beyond that unit, for welfare and ``Aligned``.
    contracts : bool or sequence of str
        True: players may also pay each other where everybody cooperates, in every conflict, at no cost to the public;
        or in the conflicts named (:mod:`~tvet_games.policy.contract`). Such a payment is a lever as any other, and
        counts for ``at_most``.

    Returns
    -------
    PolicySolution
        Also where no policy will do: then it says why.

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or an instrument does nothing here.

    Notes
    -----
    A question with a term that is not affine in the levels, and the criterion :class:`Basin`, go to a seeded global
    search; the result then has the status ``bound``, with the value of a relaxation beside it.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration
    >>> at = load_calibration("austria_2016").replace(
    ...     retention=1, spillover=0, standing=0, school_service=0, cultural_distance=0)
    >>> found = cheapest_policy("school_enterprise", at, ["training_subsidy"], criterion=Nash(margin=0))
    >>> found.levels, found.status
    (Policy(training_subsidy=3900), 'optimal')
    """
    return answer(
        question(
            conflicts,
            calibration,
            instruments,
            criterion=criterion,
            participation=participation,
            no_one_worse_off=no_one_worse_off,
            budget=budget,
            liability=liability,
            at_most=at_most,
            bounds=bounds,
            steps=steps,
            heads=heads,
            today=today,
            status_quo=status_quo,
            public_funds=public_funds,
            contracts=contracts,
        )
    )


def answer(asked: Question) -> PolicySolution:
    """Answer a policy question; see :func:`cheapest_policy`.

    Parameters
    ----------
    asked : Question

    Returns
    -------
    PolicySolution
    """
    try:
        problem = asked.problem()
    except NotAffineError as error:
        from tvet_games.policy.products.products import answer_with_products

        return answer_with_products(asked, str(error))
    return solve_problem(problem, asked.requirements, unavailable=asked.unavailable)


def solve_problem(
    problem: PolicyProblem,
    wanted: Requirements,
    *,
    unavailable: Mapping[str, tuple[str, ...]] | None = None,
) -> PolicySolution:
    """Answer a policy question that is already in arrays; see :func:`cheapest_policy`.

    Parameters
    ----------
    problem : PolicyProblem
    wanted : Requirements
    unavailable : mapping of str to tuple of str, optional
        Instruments that were left out, with the values that they lack; passed on to the result.

    Returns
    -------
    PolicySolution
    """
    if any(isinstance(c, Basin) for c in wanted.criteria):
        from tvet_games.policy.basin.search import solve_basin

        return solve_basin(problem, wanted, unavailable or {})
    stand = baselines(problem, wanted.today)
    rows = fixed_rows(problem, wanted, stand)
    found = search(choices_of(problem, wanted), least_cost(problem, rows))
    if found is None:
        return infeasible(problem, wanted, rows, stand, unavailable or {})
    x = found.certificate.x
    if all(row.constraint.slack(x) >= 0 for row in found.settled):
        levels, tied = refined(problem, [*rows, *found.settled], found.certificate)
    else:  # a choice that can only be settled near its vertex, such as a split of beliefs
        levels, tied = list(x), ()
    return solution(problem, wanted, [*rows, *found.rows], found, levels, tied, stand, unavailable or {})
