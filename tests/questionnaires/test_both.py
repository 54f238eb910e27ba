"""The ES modules give what Python gives: on every vector, and on many random definitions."""

import random

import pytest

from omwagtail.questionnaires import MAX_RECORD_BYTES, clean_record, pack
from tests.questionnaires.chance import (
    COLUMNS,
    DAYS,
    random_answers,
    random_body,
    random_record,
)
from tests.questionnaires.javascript import call_javascript
from tests.questionnaires.vectors import ALL, call_python

MARK = "0123456789ab" + "cd" * 26


@pytest.fixture(scope="module")
def javascript():
    return dict(zip(ALL, call_javascript(list(ALL.values())), strict=True))


@pytest.mark.parametrize("name", ALL)
def test_vector_in_python(name):
    assert call_python(ALL[name]) == ALL[name]["result"]


@pytest.mark.parametrize("name", ALL)
def test_vector_in_javascript(name, javascript):
    assert javascript[name] == ALL[name]["result"]


def test_vectors_are_named_as_their_file_and_say_why():
    assert [vector["name"] for vector in ALL.values()] == [name.split("/")[1] for name in ALL]
    assert all(vector["why"] for vector in ALL.values())


def test_a_file_is_measured_in_bytes_of_utf_8():
    fits = '{"v": "om-answers/1", "x": "%s"}' % ("ü" * (MAX_RECORD_BYTES // 2 - 20))
    call = {"function": "read_record", "arguments": [fits + " " * 20]}
    too_large = {"function": "read_record", "arguments": [fits.replace("ü", "üü", 20)]}
    assert call_javascript([call, too_large]) == [call_python(call), {"raised": "too-large"}]
    assert call_python(too_large) == {"raised": "too-large"}


def test_random_definitions_score_alike():
    chance = random.Random(1)
    bodies = [random_body(chance) for _ in range(500)]
    assert_alike("score", [[body, random_answers(chance, body)] for body in bodies])


def test_random_records_are_cleaned_alike():
    chance = random.Random(2)
    bodies = [random_body(chance) for _ in range(200)]
    assert_alike("clean_record", [[body, random_record(chance, body)] for body in bodies])


def test_random_plans_are_told_alike():
    chance = random.Random(3)
    calls = []
    for _ in range(100):
        body = random_body(chance)
        answers = random_answers(chance, body)
        measures = clean_record(body, random_record(chance, body))["plan"]["measures"]
        calls += [
            ["completion", body, answers, measures],
            ["suggestions", body, answers, measures],
            ["plan_columns", body],
            ["plan_progress", measures, chance.choice(DAYS)],
            *(["sort_measures", measures, by] for by in ("priority", "until", "who", "order")),
            *(["is_filled", measure, key] for measure in measures[:2] for key in COLUMNS),
        ]
    assert_calls_alike(calls)


def test_random_links_are_packed_and_read_alike():
    chance = random.Random(4)
    calls = []
    for _ in range(300):
        body = random_body(chance)
        text = pack(body, random_answers(chance, body), MARK)
        place = chance.randrange(len(text))
        broken = text[:place] + chance.choice("Aa-_+/=é ") + text[place + 1 :]
        calls += [
            ["pack", body, random_answers(chance, body), MARK],
            *(["unpack", body, each, MARK] for each in (text, broken, text[:-1])),
            *(["mark_of", each] for each in (text, broken, text[:8])),
        ]
    assert_calls_alike(calls)


def test_random_results_are_compared_alike():
    chance = random.Random(5)
    calls = []
    for _ in range(200):
        before, now = random_body(chance), random_body(chance)
        for section, other in zip(before["sections"], now["sections"], strict=False):
            if chance.random() < 0.5:
                section["checkpoints"], other["checkpoints"] = (
                    other["checkpoints"],
                    section["checkpoints"],
                )
        sides = [before, random_answers(chance, before), now, random_answers(chance, now)]
        people = [random_answers(chance, now) for _ in range(chance.randint(0, 4))]
        calls += [["compare", *sides], ["side_by_side", *sides], ["differences", now, people]]
    assert_calls_alike(calls)


def assert_alike(function, arguments):
    assert_calls_alike([[function, *each] for each in arguments])


def assert_calls_alike(calls):
    calls = [{"function": function, "arguments": arguments} for function, *arguments in calls]
    results = call_javascript(calls)
    for call, result in zip(calls, results, strict=True):
        assert call_python(call) == result, call["function"]
