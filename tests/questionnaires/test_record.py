"""What is kept of a check that was filled in, from whatever a file or a form brings along."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omwagtail.questionnaires import (
    MAX_RECORD_BYTES,
    RecordError,
    clean_answers,
    clean_record,
    read_record,
)
from tests.questionnaires.chance import random_body, random_record
from tests.questionnaires.vectors import vectors_of

RECORD = {"v": "om-answers/1", "answers": {"a": "bad"}, "notes": {"a": "ü"}}

NAMES = [
    *("check", "edition", "date", "name", "topics", "answers", "notes", "plan"),
    *("measures", "id", "text", "who", "until", "more", "title", "number"),
]
members = st.sampled_from(NAMES) | st.text(max_size=3)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(members, inner, max_size=6),
    max_leaves=20,
)


@given(st.integers(0, 10**6), anything)
def test_cleaning_takes_anything_and_never_changes_what_is_clean(seed, raw):
    body = random_body(random.Random(seed))
    clean = clean_record(body, raw)
    assert clean_record(body, clean) == clean


@settings(max_examples=50)
@given(st.integers(0, 10**6))
def test_what_is_clean_can_be_written_and_read_again(seed):
    chance = random.Random(seed)
    body = random_body(chance)
    clean = clean_record(body, random_record(chance, body))
    text = json.dumps(clean, ensure_ascii=False).encode()
    if len(text) <= MAX_RECORD_BYTES:
        assert clean_record(body, read_record(text)) == clean


def test_a_record_that_is_read_for_another_definition_keeps_what_it_knows():
    vector = vectors_of("record")["whole"]
    body, record = vector["arguments"]
    other = body | {"sections": body["sections"][:1]}
    clean = clean_record(other, record)
    assert clean["answers"] == clean_answers(other, record["answers"]) == {"a1": "red"}
    assert clean["plan"] == record["plan"]


def test_cleaning_changes_nothing_of_what_came():
    body, record = vectors_of("record")["measures-get-an-id"]["arguments"]
    before = json.dumps(record)
    clean_record(body, record)
    assert json.dumps(record) == before


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORD),
        json.dumps(RECORD, indent=4).replace("\n", "\r\n"),
        json.dumps(RECORD, ensure_ascii=False).encode(),
        b"\xef\xbb\xbf" + json.dumps(RECORD).encode(),
        "\ufeff" + json.dumps(RECORD),
    ],
    ids=["text", "with-line-ends-of-windows", "bytes", "bytes-with-mark", "text-with-mark"],
)
def test_a_file_is_read_as_it_was_saved(text):
    assert read_record(text) == RECORD


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"[" + b" " * MAX_RECORD_BYTES + b"]", "too-large"),
        ("ü" * (MAX_RECORD_BYTES // 2 + 1), "too-large"),
        ("", "not-json"),
        ("z1;viel", "not-json"),
        (b"\xff\xfe{", "not-json"),
        ("[" * 100_000, "not-json"),
        ('{"v": NaN}', "not-json"),
        ("[]", "not-a-record"),
        ("null", "not-a-record"),
        ("{}", "not-a-record"),
        ('{"v": 1}', "not-a-record"),
        ('{"v": ["om-answers/1"]}', "not-a-record"),
        ('{"v": "om/1", "type": "check"}', "not-a-record"),
        ('{"v": "om-answers/2"}', "other-version"),
        ('{"v": "om-answers/1.1"}', "other-version"),
    ],
)
def test_what_is_no_record_is_refused_with_a_code(text, code):
    with pytest.raises(RecordError) as caught:
        read_record(text)
    assert caught.value.code == code
