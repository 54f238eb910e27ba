import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from omwagtail.questionnaires import NOT_APPLICABLE, result_as_json, score
from tests.questionnaires.definitions import bodies, bodies_with_answers, checkpoint_ids
from tests.questionnaires.vectors import VECTORS


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name):
    vector = VECTORS[name]
    assert result_as_json(score(vector["body"], vector["answers"])) == vector["result"]


def test_there_are_at_least_60_vectors_named_as_their_file():
    assert len(VECTORS) >= 60
    assert [vector["name"] for vector in VECTORS.values()] == list(VECTORS)


def test_levels_are_counted_in_the_order_of_the_scale():
    vector = VECTORS["scale-from-bad-to-good"]
    result = score(vector["body"], vector["answers"])
    assert list(result.whole.levels) == ["red", "yellow", "green"]


def test_scoring_changes_neither_definition_nor_answers():
    vector = VECTORS["unknown-level-dropped"]
    before = json.dumps(vector)
    score(vector["body"], vector["answers"])
    assert json.dumps(vector) == before


def tallies(result):
    return [*result.sections, result.whole]


@given(bodies_with_answers())
def test_need_is_between_0_and_100_or_absent(case):
    for tally in tallies(score(*case)):
        assert tally.need_percent is None or 0 <= tally.need_percent <= 100
        assert sum(tally.levels.values()) == tally.rated <= tally.applicable <= tally.total


@given(bodies_with_answers(), st.data())
def test_raising_one_need_never_lowers_the_percentage(case, data):
    body, answers = case
    needs = {level["key"]: level["need"] for level in body["scale"]["levels"]}
    rated = [id for id, level in answers.items() if level in needs]
    assume(rated)
    raised = data.draw(st.sampled_from(rated))
    higher = [key for key, need in needs.items() if need >= needs[answers[raised]]]
    before = score(body, answers)
    after = score(body, answers | {raised: data.draw(st.sampled_from(higher))})
    for old, new in zip(tallies(before), tallies(after), strict=True):
        assert (old.need_percent is None) == (new.need_percent is None)
        assert old.need_percent is None or old.need_percent <= new.need_percent


@given(bodies_with_answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(case, random):
    body, answers = case
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(body, dict(shuffled)) == score(body, answers)


@given(bodies_with_answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_definition_changes_no_number(case, random):
    body, answers = case
    turned = body | {
        "sections": [
            section | {"checkpoints": random.sample(points, len(points))}
            for section in body["sections"]
            for points in [section["checkpoints"]]
        ]
    }
    before, after = score(body, answers), score(turned, answers)
    assert (before.sections, before.whole) == (after.sections, after.whole)
    assert set(before.urgent) == set(after.urgent)
    assert set(before.strengths) == set(after.strengths)


@given(bodies())
def test_all_not_applicable_is_no_result_but_complete(body):
    body["scale"]["not_applicable"] = {"label": "Trifft nicht zu"}
    result = score(body, dict.fromkeys(checkpoint_ids(body), NOT_APPLICABLE))
    for tally in tallies(result):
        assert tally.need_percent is None
        assert tally.band is None
        assert tally.complete
    assert result.urgent == result.strengths == ()


@settings(max_examples=50)
@given(bodies_with_answers())
def test_no_checkpoint_is_urgent_and_a_strength(case):
    result = score(*case)
    assert not set(result.urgent) & set(result.strengths)
