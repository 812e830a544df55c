"""A dossier holds the studies of a question, each as it is by itself."""

import pytest

import tvet_games as tg


@pytest.fixture(scope="module")
def found() -> tg.Dossier:
    return tg.dossier("germany_apprenticeship", draws=512, rng=1)


def test_each_part_is_the_study_itself(found: tg.Dossier) -> None:
    question = found.question
    assert found.solution.levels == tg.search("germany_apprenticeship").levels
    assert found.resilient is not None
    assert found.resilient.cost == tg.robust(question).cost
    assert found.frontier is not None
    assert [p.cost for p in found.frontier.points] == [p.cost for p in tg.frontier(question).points]
    drawn = tg.cooperation_probability(
        question.conflicts,
        question.calibration,
        {"today": tg.Policy(), "package": found.solution},
        draws=512,
        rng=1,
        instruments=question.instruments,
    )
    assert found.probability is not None
    assert [p.probability for p in found.probability.policies] == [p.probability for p in drawn.policies]


def test_the_summary_tells_today_answer_and_doubt(found: tg.Dossier) -> None:
    said = found.describe()
    assert said[0] == "Today school and enterprise do not both cooperate: nominal, free-ride."
    assert said[1].startswith("The cheapest package: ")
    assert "of 512 drawn worlds cooperation is an equilibrium in 0 % as things stand" in " ".join(said)
    assert "78.9 % assumed" in said[-1]
    assert len(found.describe("zh")) == len(said)


def test_what_cannot_be_asked_is_told() -> None:
    """No package holds in every world for a criterion that is no set of rows."""
    found = tg.dossier("switzerland_it_patience", draws=64)
    assert found.resilient is None
    assert "cannot be asked for in every world" in found.absent["resilient"]
    assert found.take_up is None


def test_progress_counts_the_studies() -> None:
    seen: list[tuple[int, int]] = []
    tg.dossier("germany_apprenticeship", draws=64, progress=lambda done, of: seen.append((done, of)))
    assert [done for done, _ in seen] == list(range(seen[0][1]))


def test_sharing_comes_with_three_and_more() -> None:
    found = tg.dossier("sharing_community", draws=64)
    assert found.sharing is not None
    assert tuple(found.sharing.game.players) == ("school", "enterprise", "student", "teacher")
