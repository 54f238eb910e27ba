import pytest

from omwagtail.questionnaires import Missing, completion


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


FIRST = {"a": "good", "b": "not-applicable"}
ALL = FIRST | {"c": "bad"}
MEASURE = [{"id": "m1", "text": "Ask the bank"}]


def test_without_rules_nothing_is_missing(body):
    assert completion(body, {}, measures=[]) == []


def test_all_sections_names_the_open_ones(body):
    body["completion"] = [{"rule": "all-sections"}]
    assert completion(body, FIRST, []) == [
        Missing(rule="all-sections", done=1, required=2, sections=("two",))
    ]
    assert completion(body, ALL, []) == []


def test_a_half_answered_section_is_open(body):
    body["completion"] = [{"rule": "all-sections"}]
    (missing,) = completion(body, {"a": "good", "c": "good"}, [])
    assert missing.sections == ("one",)


def test_some_sections_are_enough_where_the_rule_says_so(body):
    body["completion"] = [{"rule": "sections", "count": 1}]
    assert completion(body, {}, []) == [
        Missing(rule="sections", done=0, required=1, sections=("one", "two"))
    ]
    assert completion(body, FIRST, []) == []


@pytest.mark.parametrize(("measures", "missing"), [(0, 10), (7, 3), (9, 1)])
def test_measures_say_how_many_are_missing(body, measures, missing):
    body["completion"] = [{"rule": "measures", "count": 10}]
    assert [rule.missing for rule in completion(body, ALL, MEASURE * measures)] == [missing]


@pytest.mark.parametrize("measures", [10, 11])
def test_enough_measures_are_enough(body, measures):
    body["completion"] = [{"rule": "measures", "count": 10}]
    assert completion(body, {}, MEASURE * measures) == []


def test_every_rule_must_be_met(body):
    body["completion"] = [{"rule": "all-sections"}, {"rule": "measures", "count": 1}]
    assert [rule.rule for rule in completion(body, {}, [])] == ["all-sections", "measures"]
    assert [rule.rule for rule in completion(body, ALL, [])] == ["measures"]


def test_an_unknown_rule_is_never_met(body):
    body["completion"] = [{"rule": "signed-by-adviser"}]
    assert [rule.rule for rule in completion(body, ALL, MEASURE * 99)] == ["signed-by-adviser"]


def test_a_measure_counts_when_the_named_columns_are_filled(body):
    body["completion"] = [{"rule": "measures", "count": 2, "columns": ["who", "budget"]}]
    full = MEASURE[0] | {"who": "Ayşe", "more": {"budget": "500 €"}}
    without_text = full | {"text": ""}
    measures = [full, MEASURE[0] | {"who": "Ayşe"}, without_text]
    (missing,) = completion(body, {}, measures)
    assert (missing.done, missing.missing) == (1, 1)
    assert missing.columns == ("who", "budget")
    assert completion(body, {}, [*measures, full]) == []
