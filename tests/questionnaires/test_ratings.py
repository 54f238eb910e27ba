import pytest

from omwagtail.questionnaires import NOT_APPLICABLE, clean_answers


@pytest.fixture
def body():
    return {
        "scale": {
            "levels": [{"key": "good", "need": 0}, {"key": "bad", "need": 1}],
            "not_applicable": {"label": "Trifft nicht zu"},
        },
        "sections": [
            {"id": "one", "checkpoints": [{"id": "a"}, {"id": "b"}]},
            {"id": "two", "checkpoints": [{"id": "c"}]},
        ],
    }


def test_answers_come_in_the_order_of_the_definition(body):
    answers = clean_answers(body, {"c": NOT_APPLICABLE, "a": "bad", "b": "good"})
    assert list(answers.items()) == [("a", "bad"), ("b", "good"), ("c", NOT_APPLICABLE)]


def test_unknown_checkpoints_and_levels_are_dropped(body):
    assert clean_answers(body, {"a": "purple", "x": "bad", "b": "good"}) == {"b": "good"}


def test_not_applicable_is_dropped_where_the_scale_does_not_offer_it(body):
    del body["scale"]["not_applicable"]
    assert clean_answers(body, {"a": NOT_APPLICABLE, "b": "good"}) == {"b": "good"}


@pytest.mark.parametrize("raw", [None, [], "a", 7, {"a": None}, {"a": ["bad"]}, {1: "bad"}])
def test_what_is_no_answer_is_dropped(body, raw):
    assert clean_answers(body, raw) == {}


def test_a_draft_without_anything_takes_no_answers():
    assert clean_answers({}, {"a": "bad"}) == {}
