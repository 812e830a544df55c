"""Who bears, gets, pays and receives what: the terms add up to the game, and transfers are what they should be."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.model.instrument import LEVEL
from tvet_games.model.library import shipped_instruments
from tvet_games.policy.levers import available
from tvet_games.study.mechanisms.responsibilities import THE_PUBLIC, responsibilities
from tvet_games.study.mechanisms.responsibilities_words import PHRASES
from tvet_games.symbolic.payoff_terms import PUBLIC, instrument_terms, payoff_terms

MANY = 64
"""Of a game with more profiles than this only some are looked at where instruments act."""

CALIBRATIONS = tg.calibrations()
DYADS = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]


def shipped(name: str) -> list[tg.Conflict]:
    covered = tg.load_calibration(name).covers
    return [tg.load_conflict(conflict) for conflict in tg.conflicts() if conflict in covered]


def third(conflict: tg.Conflict, calibration: tg.Calibration) -> tg.Policy:
    """Every instrument that acts here at the level 1/3."""
    acting = available([conflict], calibration, list(shipped_instruments().values()))
    return tg.Policy(**{i.name: Fraction(1, 3) for i in acting})


@pytest.mark.parametrize("name", CALIBRATIONS)
def test_terms_add_up_to_every_payoff(name) -> None:
    at = tg.load_calibration(name)
    for conflict in shipped(name):
        payoffs = conflict.payoffs(at, exact=True)
        for profile in np.ndindex(*conflict.shape):
            sums = dict.fromkeys(range(len(conflict.shape)), Fraction(0))
            for term in payoff_terms(conflict, at, profile):
                sums[term.player] += term.amount
            assert [sums[i] for i in sums] == [payoffs[(i, *profile)] for i in sums]


@pytest.mark.slow
@pytest.mark.parametrize("name", CALIBRATIONS)
def test_terms_add_up_under_a_policy_and_the_bill_is_the_public_cost(name) -> None:
    at, known = tg.load_calibration(name), shipped_instruments()
    for conflict in shipped(name):
        policy = third(conflict, at)
        payoffs = conflict.payoffs(at, policy, exact=True)
        problem = tg.question(conflict, at, list(policy)).problem()
        profiles = list(np.ndindex(*conflict.shape))
        for profile in profiles[:: 1 if len(profiles) <= MANY else 29]:
            terms = list(payoff_terms(conflict, at, profile))
            for instrument in policy:
                amounts = {LEVEL: policy[instrument]} | {o: policy[o] for o in known[instrument].interacts}
                terms += instrument_terms(conflict, known[instrument], at, amounts, profile)
            for i in range(len(conflict.shape)):
                assert sum((t.amount for t in terms if t.player == i), Fraction(0)) == payoffs[(i, *profile)]
            bill = sum((t.amount for t in terms if t.player == PUBLIC), Fraction(0))
            assert bill == -sum(problem.public_cost(0, profile)) / 3


@pytest.mark.slow
@pytest.mark.parametrize("name", CALIBRATIONS)
def test_the_balance_is_the_game_and_transfers_cancel(name) -> None:
    at = tg.load_calibration(name)
    for conflict in shipped(name):
        policy = third(conflict, at)
        found = responsibilities(conflict, at, policy)
        game = conflict.game(at, policy, exact=True)
        balance = found.balance().loc[conflict.name]
        target = (0,) * len(conflict.shape)
        for i, player in enumerate(game.players):
            row = balance.loc[player]
            assert row["net"] == game.payoffs[(i, *target)]
            assert row["net"] == row["benefits"] - row["costs"] + row["received"] - row["paid"]
        assert balance["received"].sum() == balance["paid"].sum() == sum(t.amount for t in found.transfers)
        assert all(t.amount > 0 and t.payer != t.payee for t in found.transfers)


def test_pay_goes_from_the_firm_to_the_student() -> None:
    found = responsibilities("enterprise_student", "germany_2022")
    (pay,) = found.transfers
    assert (pay.payer, pay.payee, pay.what, pay.amount) == ("enterprise", "student", "pay_fair", 12_792)
    assert pay.unit == "EUR per trainee-year"
    (entry,) = [e for e in found.entries if e.kind == "paid"]
    assert [(i.name, i.provenance, i.source) for i in entry.inputs] == [("pay_fair", "derived", "12*1066, de_pay_2023")]
    assert entry.inputs[0].meaning == "pay where the firm trains"
    assert not found.in_force


def test_at_another_profile_other_sums_are_paid() -> None:
    profile = {"enterprise": "exploit", "student": "withdraw"}
    found = responsibilities("enterprise_student", "germany_2022", tg.Policy(pay_floor=1000), profile=profile)
    paid = {(t.what, t.instrument): t.amount for t in found.transfers}
    low = tg.load_calibration("germany_2022").numbers["pay_low"]
    share = Fraction(85, 100)
    assert paid == {("attendance*pay_low", ""): share * low, ("attendance*level", "pay_floor"): share * 1000}
    (force,) = found.in_force
    assert force.gains == {"enterprise": -850, "student": 850}
    assert (force.payers, force.public_cost) == ((THE_PUBLIC,), 50)


def test_a_levy_goes_to_the_public_and_a_grant_comes_from_it() -> None:
    levels = tg.Policy(training_subsidy=100, free_riding_levy=200)
    paid = responsibilities("school_enterprise", "germany_2022", levels)
    assert [(t.payer, t.payee, t.amount) for t in paid.transfers] == [(THE_PUBLIC, "enterprise", 100)]
    away = {"school": "co_train", "enterprise": "free_ride"}
    taken = responsibilities("school_enterprise", "germany_2022", levels, profile={"school_enterprise": away})
    assert [(t.payer, t.payee, t.amount) for t in taken.transfers] == [("enterprise", THE_PUBLIC, 200)]


def test_where_the_government_is_a_player_it_pays() -> None:
    found = responsibilities("government_school_enterprise", "germany_2022", tg.Policy(training_subsidy=100))
    paid = {(t.payer, t.payee, t.what) for t in found.transfers}
    assert paid == {
        ("government", "school", "grant_to_school"),
        ("government", "enterprise", "grant_to_enterprise"),
        ("government", "enterprise", "level"),
    }
    assert found.in_force[0].payers == ("government",)
    assert THE_PUBLIC not in found.balance().index.get_level_values("stakeholder")


def test_what_is_no_payment_is_no_transfer() -> None:
    """Recognition is worth more than it costs, a cultural programme removes friction: neither is paid to anybody."""
    levels = tg.Policy(public_recognition=100, cultural_programme=1)
    found = responsibilities("school_enterprise", "germany_2022", levels)
    assert not found.transfers
    recognition, programme = found.in_force
    assert recognition.gains == {"school": 100, "enterprise": 100}
    assert recognition.public_cost == 100
    assert programme.gains["school"] == 240
    assert programme.public_cost == 500


def test_a_community_counts_everything_once() -> None:
    found = responsibilities("community", "germany_2022")
    assert {(t.payer, t.payee, t.edge) for t in found.transfers} == {
        ("enterprise", "student", "enterprise_student"),
        ("school", "teacher", "school_teacher"),
    }
    practice = next(t for t in found.transfers if t.edge == "school_teacher")
    assert practice.amount == Fraction(500, 20)
    firm = [(e.edge, e.term) for e in found.entries if e.holder == "enterprise"]
    assert ("enterprise_student", "retention*hiring_saving") not in firm
    (rest,) = [e for e in found.entries if e.term == "training_cost"]
    at = tg.load_calibration("germany_2022").numbers
    assert -rest.amount == at["training_cost"] - at["pay_fair"] - at["guidance_cost"]
    assert rest.inputs[0].source == "training_cost - pay_fair - guidance_cost on the edge school_enterprise"


def test_a_solution_brings_its_levels_and_contracts() -> None:
    solution = tg.cheapest_policy(DYADS[:2], "austria_2016", contracts=["enterprise_student"])
    found = responsibilities(DYADS[:2], "austria_2016", solution)
    active = set(solution.levels.active)
    assert {force.instrument for force in found.in_force} == active
    agreed = [lever.name for lever in solution.problem.levers if lever.instrument.between and lever.name in active]
    assert {t.instrument for t in found.transfers if THE_PUBLIC not in (t.payer, t.payee)} - {""} == set(agreed)
    balance = found.balance()
    for outcome in solution.outcomes:
        for i, player in enumerate(outcome.game.players):
            assert balance.loc[(outcome.name, player), "net"] == outcome.game.payoffs[i, 0, 0]


def test_the_records_stand_beside() -> None:
    found = responsibilities("community_of_eight", "germany_2022")
    assert [party.name for party in found.parties] == list(tg.load_conflict("community_of_eight").player_names)
    duties = found.duties()
    assert duties.loc["school", "class"] == "core"
    assert "lead the training programme" in duties.loc["school", "responsibilities"]
    assert duties.loc["government", "interests"].startswith("skilled labour")
    assert found.duties("zh").loc["student", "responsibilities"] == "努力学习; 遵守学校与企业规章"


def test_a_player_without_record_has_none(data) -> None:
    conflict, at = (str(data / kind / "author_reviewer.toml") for kind in ("conflicts", "calibrations"))
    found = responsibilities(conflict, at)
    assert all(party.stakeholder is None for party in found.parties)
    assert found.duties()["class"].isna().all()
    assert "no stakeholder of the paper" in " ".join(found.describe())


def test_frames_and_sentences_in_both_languages() -> None:
    solution = tg.cheapest_policy("school_enterprise", "germany_2022")
    found = responsibilities(["school_enterprise", "community"], "germany_2022", solution)
    frame = found.to_frame()
    assert len(frame) == len(found.entries)
    assert set(frame["kind"]) <= {"benefit", "cost", "received", "paid", "none"}
    assert frame["unit"].eq("EUR per trainee-year").all()
    english, chinese = found.describe(), found.describe("zh")
    assert len(english) == len(chinese)
    assert "training cost - pay fair - guidance cost 7,382" in " ".join(english)
    assert any(s.startswith("The public pays enterprise ") and "training subsidy" in s for s in english)
    assert all(not any("{" in s for s in said) for said in (english, chinese))
    assert all(en and zh for en, zh in PHRASES.values())
    with pytest.raises(InputError, match="is not a known language"):
        found.describe("fr")
    with pytest.raises(InputError, match="is not a known language"):
        found.duties("fr")


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((["school_enterprise"] * 2, "germany_2022"), {}, "stands twice"),
        (([], "germany_2022"), {}, "is empty"),
        ((3, "germany_2022"), {}, "expected one or several"),
        (("school_enterprize", "germany_2022"), {}, "did you mean 'school_enterprise'"),
        (("school_enterprise", 3), {}, "expected a calibration"),
        (("school_enterprise", "germany_2022", {"training_subsidy": 1}), {}, "expected a Policy"),
        (("school_enterprise", "germany_2022", tg.Policy(training_subsidi=1)), {}, "did you mean 'training_subsidy'"),
        (("school_student", "germany_2022", tg.Policy(training_subsidy=1)), {}, "does nothing in school_student"),
        (
            ("school_enterprise", "germany_2022", tg.Policy(training_subsidy=np.array([1.0, 2.0]))),
            {},
            "is an array; expected one level",
        ),
        (("school_enterprise", "germany_2022"), {"profile": {"school": "co_train"}}, "has no action"),
        (("school_enterprise", "germany_2022"), {"profile": 3}, "expected actions by player"),
        (("school_enterprise", "germany_2022"), {"profile": {"community": {}}}, "is not a known conflict"),
        ((DYADS, "germany_2022"), {"profile": {"school": "co_train"}}, "for several conflicts"),
        (
            ("school_enterprise", "germany_2022"),
            {"profile": {"school_enterprise": {}, "school": "co_train"}},
            "is not a known conflict",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, options, message) -> None:
    with pytest.raises(InputError, match=message):
        responsibilities(*arguments, **options)


def test_arrays_and_searches_without_answer_are_refused() -> None:
    at = tg.load_calibration("germany_2022").replace(training_cost=np.array([1.0, 2.0]))
    with pytest.raises(InputError, match="expected single values"):
        responsibilities("school_enterprise", at)
    nothing = tg.cheapest_policy("school_enterprise", "germany_2022", budget=1)
    with pytest.raises(InputError, match="found no policy"):
        responsibilities("school_enterprise", "germany_2022", nothing)
