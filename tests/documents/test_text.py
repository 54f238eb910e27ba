import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import (
    MAX_DEPTH,
    MAX_DOCUMENT_BYTES,
    MAX_REV,
    DocumentError,
    dump_json,
    parse_json,
)

REFUSED = {
    "byte order mark": ("\ufeff{}", "bad-json"),
    "byte order mark in bytes": (b"\xef\xbb\xbf{}", "bad-json"),
    "latin-1": ('{"a":"ä"}'.encode("latin-1"), "bad-json"),
    "utf-16": ('{"a":1}'.encode("utf-16"), "bad-json"),
    "overlong encoding": (b'"\xc0\x80"', "bad-json"),
    "raw NUL": ('"\0"', "bad-json"),
    "raw line break": ('"a\nb"', "bad-json"),
    "escaped NUL": (r'"a\u0000b"', "bad-json"),
    "escaped NUL in a name": (r'{"\u0000":1}', "bad-json"),
    "escaped NUL deep inside": (r'{"a":[{"b":["\u0000"]}]}', "bad-json"),
    "raw lone surrogate": ('"\ud800"', "bad-json"),
    "raw lone surrogate in bytes": (b'"\xed\xa0\x80"', "bad-json"),
    "escaped high surrogate": (r'"\ud800"', "bad-json"),
    "escaped low surrogate": (r'"\udfff"', "bad-json"),
    "surrogates in wrong order": (r'"\ude00\ud83d"', "bad-json"),
    "surrogates in two texts": (r'["\ud83d","\ude00"]', "bad-json"),
    "escaped lone surrogate in a name": (r'{"\ud800":1}', "bad-json"),
    "duplicate name": ('{"a":1,"a":1}', "duplicate-key"),
    "duplicate name deep inside": ('[{"b":{"a":1,"c":2,"a":3}}]', "duplicate-key"),
    "duplicate name, once escaped": (r'{"a":1,"\u0061":1}', "duplicate-key"),
    "NaN": ("[NaN]", "bad-json"),
    "Infinity": ("[Infinity]", "bad-json"),
    "-Infinity": ("[-Infinity]", "bad-json"),
    "a fraction beyond floats": ("[1e400]", "bad-json"),
    "2^53": ("9007199254740992", "bad-json"),
    "-2^53": ("-9007199254740992", "bad-json"),
    "an integer of 5,000 digits": ("9" * 5000, "bad-json"),
    "leading zero": ("[01]", "bad-json"),
    "plus sign": ("[+1]", "bad-json"),
    "hexadecimal": ("[0x1]", "bad-json"),
    "trailing comma": ("[1,]", "bad-json"),
    "single quotes": ("{'a':1}", "bad-json"),
    "comment": ("[1] // one", "bad-json"),
    "two values": ("{} {}", "bad-json"),
    "nothing": ("", "bad-json"),
    "cut off": ('{"a":', "bad-json"),
    "no-break space between": ("[1,\u00a02]", "bad-json"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_strict_reading_refuses(text, code):
    with pytest.raises(DocumentError) as caught:
        parse_json(text)
    assert caught.value.code == code
    assert len(caught.value.message) <= 300


@pytest.mark.parametrize("text", [r'"\\u0000"', r'"\ud83d\ude00"', r'"\u0001"'])
def test_escapes_that_are_characters_are_read(text):
    assert parse_json(text) == json.loads(text)


def test_the_largest_integer_is_read():
    assert parse_json(f"[{MAX_REV},-{MAX_REV}]") == [MAX_REV, -MAX_REV]


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def test_depth_is_counted_to_the_limit():
    assert parse_json(nested(MAX_DEPTH))
    with pytest.raises(DocumentError) as caught:
        parse_json(nested(MAX_DEPTH + 1))
    assert caught.value.code == "too-deep"


def test_depth_counts_objects_and_lists_alike():
    text = '{"a":[' * (MAX_DEPTH // 2) + "{}" + "]}" * (MAX_DEPTH // 2)
    with pytest.raises(DocumentError, match="32 deep"):
        parse_json(text)


def test_brackets_in_texts_and_side_by_side_are_not_depth():
    assert parse_json(json.dumps(["[" * 1000, [[]] * 1000]))


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_hundred_thousand_levels_are_an_error_and_no_crash(opening):
    with pytest.raises(DocumentError) as caught:
        parse_json(opening * (500_000 // len(opening)))
    assert caught.value.code in {"too-deep", "bad-json"}


def test_size_is_counted_in_bytes_of_utf_8():
    characters = (MAX_DOCUMENT_BYTES - 2) // 2
    fitting = '"' + "ä" * characters + '"'
    assert parse_json(fitting) == "ä" * characters
    for text in (fitting + " ", (fitting + " ").encode()):
        with pytest.raises(DocumentError) as caught:
            parse_json(text)
        assert caught.value.code == "too-large"


def test_another_size_can_be_asked_for():
    with pytest.raises(DocumentError) as caught:
        parse_json("[1,2]", max_bytes=4)
    assert caught.value.code == "too-large"


def test_messages_do_not_repeat_hostile_names():
    name = "<script>\u202e" + "x" * 10_000
    with pytest.raises(DocumentError) as caught:
        parse_json(json.dumps({name: 1})[:-1] + "," + json.dumps({name: 1})[1:])
    assert caught.value.code == "duplicate-key"
    assert caught.value.message.isascii()
    assert len(caught.value.message) < 100


def test_writing_is_compact_readable_and_keeps_the_order():
    assert dump_json({"b": "Größe", "a": [1, None, True]}) == '{"b":"Größe","a":[1,null,true]}'


def test_writing_normalises_names_and_values():
    assert dump_json({"u\u0308": "\n\u0303o\u0308"}) == '{"ü":"\\n\u0303ö"}'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"a": "\0"}, "bad-json"),
        ({"a": "\ud800"}, "bad-json"),
        ({"a": float("nan")}, "bad-json"),
        ({"a": float("inf")}, "bad-json"),
        ({"a": 2**53}, "bad-json"),
        ({1: "a"}, "bad-json"),
        ({"a": b"bytes"}, "bad-json"),
        ({"ü": 1, "u\u0308": 2}, "duplicate-key"),
        ({"a": "x" * MAX_DOCUMENT_BYTES}, "too-large"),
    ],
    ids=["NUL", "surrogate", "NaN", "Infinity", "2^53", "number as name", "bytes", "NFC", "size"],
)
def test_writing_refuses_what_reading_refuses(data, code):
    with pytest.raises(DocumentError) as caught:
        dump_json(data)
    assert caught.value.code == code


def test_writing_refuses_a_list_within_itself():
    endless: list = []
    endless.append(endless)
    with pytest.raises(DocumentError) as caught:
        dump_json(endless)
    assert caught.value.code == "too-deep"


def test_a_value_that_is_not_json_is_named_by_its_path():
    with pytest.raises(DocumentError, match=r"body\.facts\.1\.value: complex"):
        dump_json({"body": {"facts": [{}, {"value": 1j}]}})


# In NFC already: two names that become one are a case of their own, above.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30).map(
    lambda text: unicodedata.normalize("NFC", text)
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_REV, MAX_REV)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(texts, inner, max_size=5),
    max_leaves=20,
)


@given(values)
def test_what_was_written_is_read_and_written_again_alike(data):
    text = dump_json(data)
    assert parse_json(text) == parse_json(text.encode()) == data
    assert dump_json(parse_json(text)) == text


@given(st.binary(max_size=60) | st.text('[]{}",:0123456789eE.-+truefalsn\\ud8', max_size=60))
def test_reading_gives_a_value_or_a_document_error(text):
    try:
        data = parse_json(text)
    except DocumentError:
        return
    assert json.loads(text) == data
