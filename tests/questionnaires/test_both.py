"""The ES modules give what Python gives: on every vector, and on many random definitions."""

import random

import pytest

from omwagtail.questionnaires import NOT_APPLICABLE
from tests.questionnaires.javascript import call_javascript
from tests.questionnaires.vectors import ALL, call_python


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


def test_random_definitions_score_alike():
    chance = random.Random(1)
    cases = [random_case(chance) for _ in range(500)]
    calls = [{"function": "score", "arguments": [case["body"], case["answers"]]} for case in cases]
    assert call_javascript(calls) == [call_python(call) for call in calls]


def random_case(chance):
    greatest = chance.choice([1, 3, 100, 2**53 - 1])
    levels = [
        {"key": f"level-{i}", "need": chance.randint(0, greatest)}
        for i in range(chance.randint(1, 5))
    ]
    sections = [
        {
            "id": f"s{place}",
            "checkpoints": [
                {"id": f"s{place}c{i}", "weight": chance.choice([None, 0, 1, 2, greatest])}
                for i in range(chance.randint(0, 5))
            ],
        }
        for place in range(chance.randint(0, 4))
    ]
    bands = [
        {"scope": chance.choice(["section", "whole"]), "from": start, "to": start + 30}
        for start in chance.sample(range(90), 5)
    ]
    answers = {
        checkpoint["id"]: chance.choice([NOT_APPLICABLE, "other", *(key["key"] for key in levels)])
        for section in sections
        for checkpoint in section["checkpoints"]
        if chance.random() < 0.8
    }
    scale = {"levels": levels} | ({"not_applicable": {}} if chance.random() < 0.5 else {})
    return {"body": {"scale": scale, "sections": sections, "bands": bands}, "answers": answers}
