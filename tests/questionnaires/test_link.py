"""Answers in the fragment of a link."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.questionnaires import clean_answers, fingerprint, mark_of, pack, unpack
from tests.questionnaires.chance import random_answers, random_body
from tests.questionnaires.definitions import bodies_with_answers

MARK = "0123456789ab" + "cd" * 26


@given(bodies_with_answers())
def test_what_was_packed_is_read_again(case):
    body, answers = case
    text = pack(body, answers, fingerprint(body))
    assert re.fullmatch(r"[A-Za-z0-9_-]+", text)
    assert unpack(body, text, fingerprint(body)) == clean_answers(body, answers)
    assert mark_of(text) == fingerprint(body)[:12]


@given(bodies_with_answers(), st.data())
def test_a_link_that_was_cut_off_or_went_on_is_noticed(case, data):
    body, answers = case
    text = pack(body, answers, MARK)
    assert unpack(body, text[: data.draw(st.integers(0, len(text) - 1))], MARK) is None
    assert unpack(body, text + data.draw(st.text(min_size=1, max_size=3)), MARK) is None


@given(st.integers(0, 10**6), st.text(max_size=12))
def test_whatever_comes_as_a_fragment_is_answers_or_nothing(seed, text):
    body = random_body(random.Random(seed))
    for each in (text, "ASNFZ4mr" + text):
        found = unpack(body, each, MARK)
        assert found is None or pack(body, found, MARK) == each


def test_two_links_with_different_answers_differ():
    chance = random.Random(1)
    body = random_body(chance)
    links = {}
    for _ in range(300):
        answers = clean_answers(body, random_answers(chance, body))
        assert links.setdefault(pack(body, answers, MARK), answers) == answers


@pytest.mark.parametrize(("count", "length"), [(15, 14), (30, 20), (45, 26), (60, 32)])
def test_thirty_answers_of_three_levels_are_twenty_characters(count, length):
    levels = [{"key": key, "need": need} for need, key in enumerate(["low", "middle", "high"])]
    points = [{"id": f"c{number}"} for number in range(count)]
    body = {"scale": {"levels": levels}, "sections": [{"id": "s", "checkpoints": points}]}
    answers = {point["id"]: "high" for point in points}
    assert len(pack(body, answers, MARK)) == length
