"""The order of moves in shipped conflicts: dyads, policies, words, what is refused."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.games.polymatrix import PairwiseGame, add_edges
from tvet_games.solve.bargaining.disagreement import worst_equilibrium
from tvet_games.study.mechanisms.leadership import leadership

POLICY = tg.Policy(training_subsidy=3000, inspection="1/4", cultural_programme="1/2", release_funding=500)


@pytest.mark.parametrize("policy", [None, POLICY])
@pytest.mark.parametrize("name", ["community", "school_enterprise_student"])
def test_the_dyads_of_a_community_add_up_to_it(name, policy) -> None:
    levels = None if policy is None else tg.Policy(**{n: x for n, x in policy.items() if n != "release_funding"})
    given = policy if name == "community" else levels
    found = leadership(name, "china_2021", given)
    conflict = found.conflict
    edges = [PairwiseGame(e.players, d.game.payoffs) for e, d in zip(conflict.edges, found.dyads, strict=True)]
    whole = conflict.game(found.calibration, given, exact=True).payoffs
    assert (add_edges(conflict.actions, edges) == whole).all()


def test_a_conflict_of_two_is_its_own_dyad() -> None:
    policy = tg.Policy(release_funding=835)
    found = leadership("school_teacher", "china_2021", policy)
    (dyad,) = found.dyads
    game = found.conflict.game(found.calibration, policy, exact=True)
    assert (dyad.game.payoffs == game.payoffs).all()
    assert found.unit == "CNY per teacher-year"
    assert (dyad.at_once == worst_equilibrium(game)).all()
    for i, lead in enumerate(dyad.leads):
        assert lead.leader == game.players[i] == game.players[lead.pure.leader]
        assert dyad.gain(i) == lead.pure.leader_payoff - dyad.at_once[i]
        assert dyad.gain(i, mixed=True) - dyad.gain(i) == lead.mixing_gain


def test_moving_first_settles_what_is_a_matter_of_trust() -> None:
    (dyad,) = leadership("agency_coordination", "germany_2022").dyads
    assert all(lead.pure.is_target and lead.secure and not lead.mixing_gain for lead in dyad.leads)
    assert [dyad.gain(i) for i in (0, 1)] == [350, 350]
    assert [dyad.prefers(i) for i in (0, 1)] == ["", ""]


def test_but_not_free_riding() -> None:
    found = leadership("school_enterprise", "germany_2022")
    (dyad,) = found.dyads
    assert not any(lead.pure.is_target for lead in dyad.leads)
    assert "it does not come to cooperation" in found.describe()[-1]


def test_who_leads_may_hold_back_by_a_mixture() -> None:
    """In China both would have the school lead; by a rule for half of the cases it gets more, at the teacher's cost."""
    found = leadership("school_teacher", "china_2021")
    (dyad,) = found.dyads
    school, teacher = dyad.leads
    assert (bool(school.pure.is_target), bool(teacher.pure.is_target)) == (True, False)
    assert [dyad.prefers(i) for i in (0, 1)] == ["school", "school"]
    assert school.mixing_gain > 0
    assert school.mixed.strategy.tolist() == [Fraction(11, 20), Fraction(9, 20)]
    assert school.mixed.payoffs[1] < school.pure.payoffs[1]
    english = found.describe()
    assert "Both would rather have school move first." in english
    assert any("55.0% support and 45.0% neglect" in sentence for sentence in english)
    frame = found.to_frame()
    assert frame.loc[("school_teacher", "school", "mixed"), "leader does"] == "0.55 support + 0.45 neglect"
    assert frame["gain on worst equilibrium"].min() == 0


def test_goodwill_is_told() -> None:
    found = leadership("community", "china_2021")
    by_name = {dyad.conflict.name: dyad for dyad in found.dyads}
    lead = by_name["enterprise_teacher"].leads[0]
    assert not lead.secure
    assert not lead.mixed_secure
    said = " ".join(found.describe())
    assert "takes the goodwill of teacher" in said
    assert "hold only their part" in said
    assert len(found.to_frame()) == 20


def test_the_bill_of_a_player_is_in_no_dyad() -> None:
    found = leadership("community_of_eight", "austria_2016", tg.Policy(training_subsidy=3000))
    assert found.uncharged == ("government",)
    assert found.describe()[-1].startswith("What government pays")
    assert leadership("community_of_eight", "austria_2016").uncharged == ()


@pytest.mark.parametrize("name", [n for n in tg.conflicts() if n != "government_school_enterprise"])
def test_every_conflict_in_both_languages(name) -> None:
    for calibration in ("germany_2022", "china_2021"):
        found = leadership(name, calibration)
        english, chinese = found.describe(), found.describe("zh")
        assert len(english) == len(chinese) >= 2
        assert all(sentence[-1] == "。" for sentence in chinese)
        for dyad in found.dyads:
            for i, lead in enumerate(dyad.leads):
                assert lead.mixing_gain >= 0
                assert np.isnan(float(lead.pure.gain)) or lead.pure.gain >= 0
                assert lead.pure.payoffs.shape == (2,)
                assert dyad.prefers(i) in ("", *dyad.game.players)


def test_what_is_refused() -> None:
    with pytest.raises(InputError, match="3 players who do not meet in pairs"):
        leadership("government_school_enterprise", "germany_2022")
    with pytest.raises(InputError, match="did you mean 'school_teacher'"):
        leadership("school_teachr", "germany_2022")
    with pytest.raises(InputError, match="policy"):
        leadership("school_teacher", "germany_2022", {"release_funding": 1})
    with pytest.raises(InputError, match="does nothing"):
        leadership("school_teacher", "germany_2022", tg.Policy(training_subsidy=1))
    with pytest.raises(InputError, match="language"):
        leadership("school_teacher", "germany_2022").describe("fr")
