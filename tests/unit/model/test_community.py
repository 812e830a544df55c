"""Communities: every named benefit and cost counts once over the edges at the target."""

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.model.algebra import FRACTIONS, Affine, AffineAlgebra
from tvet_games.model.conflict import Conflict, Edge
from tvet_games.model.formula import evaluate, parse
from tvet_games.model.instrument import LEVEL

COMMUNITIES = ("school_enterprise_student", "school_enterprise_teacher", "community", "community_of_eight")

WITHIN_GROSS_COST = {"pay_fair", "guidance_cost"}
"""Parts of the firm's gross training cost: one edge carries them, the other carries the rest."""

IN_HALVES = {"social_benefit", "regulation_cost"}
"""What the government has once, in halves on its edges with the school and the firm."""


def target_terms(conflict: Conflict, edge: Edge, calibration: tg.Calibration) -> dict[tuple[str, str], Fraction]:
    """How much of each money value each player of an edge gets at the target, per unit of the community."""
    numbers = dict(calibration.numbers)
    money = [n for n, p in conflict.parameters.items() if p.dimension == "money" and n in numbers]
    symbols = {n: Affine(Fraction(0), {n: Fraction(1)}) for n in money}
    algebra = AffineAlgebra(FRACTIONS)
    values = {**numbers, **symbols}
    values |= {name: evaluate(formula, values, algebra) for name, formula in edge.values.items()}
    weight = evaluate(edge.weight, numbers, FRACTIONS)
    terms: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in edge.conflict.rows:
        if all(action in (None, 0) for action in row.when):
            for i, formula in row.formulas.items():
                form = evaluate(formula, values, algebra)
                if isinstance(form, Affine):
                    for name, slope in form.slopes.items():
                        terms[edge.conflict.player_names[i], name] += weight * slope
    return terms


def whole_terms(calibration: tg.Calibration) -> dict[tuple[str, str], Fraction]:
    """What the government has at the target in the conflict of three."""
    conflict = tg.load_conflict("government_school_enterprise")
    return target_terms(conflict, Edge(conflict, (0, 1), parse(1), {}, frozenset(), ""), calibration)


@pytest.mark.parametrize("name", COMMUNITIES)
def test_every_named_item_counts_once_at_the_target(name: str) -> None:
    """Summed over the edges, an item has the weight that it has in the one dyad where the paper puts it."""
    conflict = tg.load_conflict(name)
    calibration = tg.load_calibration("germany_2022").replace(output_trained=18_100)
    total: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    alone: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for edge in conflict.edges:
        for key, amount in target_terms(conflict, edge, calibration).items():
            total[key] += amount
        bare = Edge(edge.conflict, edge.players, edge.weight, {}, edge.without, "")
        for key, amount in target_terms(conflict, bare, calibration).items():
            if amount:
                alone[key].append(amount)
    assert alone
    for (player, item), amounts in alone.items():
        if item == "trainee_output" and name != "school_enterprise_teacher":
            assert total[player, item] == 0, "output is carried by the enterprise_student edge"
            continue
        assert len(set(amounts)) == 1, (player, item, amounts)
        if player == "enterprise" and item in WITHIN_GROSS_COST:
            assert total[player, item] == 0, "counted within the gross training cost"
            continue
        if item in IN_HALVES:
            assert total[player, item] == 2 * amounts[0] == whole_terms(calibration)[player, item]
            continue
        assert total[player, item] == amounts[0], (player, item)


@pytest.mark.parametrize("name", ["school_enterprise_student", "community", "community_of_eight"])
def test_output_and_pay_enter_once(name: str) -> None:
    conflict = tg.load_conflict(name)
    calibration = tg.load_calibration("germany_2022")
    game = conflict.game(calibration, exact=True)
    v = calibration.numbers
    friction = v["cultural_distance"] * v["enterprise_friction"]
    firm = v["output_trained"] + v["retention"] * v["hiring_saving"] + v["standing"] - v["training_cost"] - friction
    firm -= v["risk_trained"] * v["accident_loss"]
    if name != "school_enterprise_student":
        hosting = v["service_value"] - v["hosting_cost"] - v["cultural_distance"] * v["hosting_friction"]
        firm += hosting / v["trainees_per_teacher"]
    if name == "community_of_eight":
        firm += v["grant_to_enterprise"] + v["adoption_gain"] - v["adoption_cost"]
    target = (0,) * len(game.players)
    assert game.payoffs[(game.players.index("enterprise"), *target)] == firm
    assert game.payoffs[(game.players.index("student"), *target)] == v["pay_fair"] + v["skill_gain"] - v["effort"]


@pytest.mark.parametrize("name", COMMUNITIES)
@pytest.mark.parametrize("calibration", tg.calibrations())
def test_a_payment_reaches_a_stakeholder_once(name: str, calibration: str) -> None:
    """A unit of a subsidy is worth one unit at the target, however many dyads mention it, and is billed once."""
    conflict, values = tg.load_conflict(name), tg.load_calibration(calibration)
    target = (0,) * len(conflict.players)
    numbers = {**conflict.values(values, exact=True), LEVEL: Fraction(1)}
    single = {"training_subsidy": "enterprise", "student_stipend": "student", "school_grant": "school"}
    for instrument, player in single.items():
        lever = tg.load_instrument(instrument)
        if player in conflict.player_names and conflict.touched_by(lever):
            effect, cost = conflict.effect(lever, numbers, FRACTIONS)
            assert effect[(conflict.player_names.index(player), *target)] == 1
            assert cost[target] == 1


def test_polymatrix_equals_normal_form() -> None:
    conflict, calibration = tg.load_conflict("community"), tg.load_calibration("china_2021")
    graph = conflict.polymatrix(calibration, exact=True)
    assert (graph.to_normal_form().payoffs == conflict.game(calibration, exact=True).payoffs).all()
    assert len(graph.edges) == 5


def test_a_community_broadcasts_over_worlds() -> None:
    conflict = tg.load_conflict("community")
    worlds = tg.load_calibration("china_2021").sample(7, np.random.default_rng(0))
    game = conflict.game(worlds, tg.Policy(training_subsidy=np.linspace(0, 1, 7), cultural_programme=0.5))
    assert game.payoffs.shape == (7, 4, 2, 2, 2, 2)
    one = tg.load_calibration("china_2021").replace(**{n: float(v[3]) for n, v in worlds.values_drawn().items()})
    alone = conflict.game(one, tg.Policy(training_subsidy=0.5, cultural_programme=0.5))
    assert np.allclose(game.payoffs[3], alone.payoffs)


def test_dyads_are_no_polymatrix_games() -> None:
    with pytest.raises(tg.InputError, match="only a community"):
        tg.load_conflict("school_enterprise").polymatrix(tg.load_calibration("china_2021"))
