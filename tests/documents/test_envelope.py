import dataclasses

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import (
    MAX_DOCUMENT_BYTES,
    MAX_REV,
    SIGNED_PREFIX,
    DocumentError,
    Envelope,
    Gone,
    b64url_decode,
    b64url_encode,
    dump_json,
    parse_entry,
    sign,
    verify,
)
from tests.documents.factories import (
    KEY,
    ORIGIN,
    OTHER_KEY,
    RICH,
    document_id,
    entry,
    rich_network,
    signed,
)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(DocumentError) as caught:
        call(*args, **kwargs)
    return caught.value.code


@pytest.mark.parametrize("type", RICH)
def test_signing_is_ed25519_over_the_prefix_and_the_exact_text(type):
    text = dump_json(RICH[type]())
    envelope = sign(text, KEY)
    assert SIGNED_PREFIX == b"om/1\n"
    public = Ed25519PublicKey.from_public_bytes(KEY.public)
    public.verify(b64url_decode(envelope.sig), b"om/1\n" + text.encode("utf-8"))
    with pytest.raises(InvalidSignature):
        public.verify(b64url_decode(envelope.sig), text.encode("utf-8"))


@pytest.mark.parametrize("type", RICH)
def test_what_was_signed_verifies(type):
    envelope = signed(RICH[type]())
    assert (len(envelope.kid), len(envelope.sig)) == (43, 86)
    verify(envelope, KEY.public)


TEXT = dump_json(rich_network())
ENVELOPE = sign(TEXT, KEY)


@given(st.integers(0, len(TEXT.encode()) * 8 - 1))
def test_any_flipped_bit_of_the_text_is_noticed(bit):
    raw = flip(TEXT.encode(), bit)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return  # no text at all
    changed = dataclasses.replace(ENVELOPE, doc=text)
    assert refused(verify, changed, KEY.public) == "bad-signature"


@given(st.integers(0, 64 * 8 - 1))
def test_any_flipped_bit_of_the_signature_is_noticed(bit):
    signature = flip(b64url_decode(ENVELOPE.sig), bit)
    changed = dataclasses.replace(ENVELOPE, sig=b64url_encode(signature))
    assert refused(verify, changed, KEY.public) == "bad-signature"


@given(st.integers(0, 32 * 8 - 1))
def test_any_flipped_bit_of_the_key_is_noticed(bit):
    public = flip(KEY.public, bit)
    assert refused(verify, ENVELOPE, public) == "wrong-key"


def flip(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_another_key_is_named_as_such():
    assert refused(verify, ENVELOPE, OTHER_KEY.public) == "wrong-key"
    pretended = dataclasses.replace(ENVELOPE, kid=OTHER_KEY.kid)
    assert refused(verify, pretended, OTHER_KEY.public) == "bad-signature"


@pytest.mark.parametrize("sig", ["", "A", ENVELOPE.sig + "==", ENVELOPE.sig[:-1], "*" * 86])
def test_a_signature_in_another_form_is_refused(sig):
    assert refused(verify, dataclasses.replace(ENVELOPE, sig=sig), KEY.public) == "bad-encoding"


def test_an_oversized_text_is_neither_signed_nor_read():
    text = "ä" * (MAX_DOCUMENT_BYTES // 2) + "x"
    assert refused(sign, text, KEY) == "too-large"
    assert refused(parse_entry, {**entry(rich_network(), 1), "doc": text}) == "too-large"


def test_an_entry_is_read():
    data = entry(rich_network(), 48213)
    envelope = parse_entry(data)
    assert envelope == Envelope(doc=data["doc"], kid=KEY.kid, sig=data["sig"], seq=48213)
    verify(envelope, KEY.public)


def test_a_relayed_entry_names_the_relay():
    envelope = parse_entry({**entry(rich_network(), 1), "via": "https://hub.example"})
    assert isinstance(envelope, Envelope)
    assert envelope.via == "https://hub.example"


def test_an_entry_without_number_and_with_unknown_members_is_read():
    data = entry(rich_network(), 1)
    del data["seq"]
    assert parse_entry({**data, "later": 1}) == sign(data["doc"], KEY)


def test_gone_is_read():
    id = document_id("gone")
    data = {"seq": 3, "gone": {"origin": ORIGIN, "id": id}}
    assert parse_entry(data) == Gone(origin=ORIGIN, id=id, seq=3)


def test_loopback_origins_are_for_demo_mode():
    data = {"gone": {"origin": "http://localhost:8001", "id": document_id("gone")}}
    assert refused(parse_entry, data) == "bad-origin"
    assert parse_entry(data, allow_loopback_http=True)


GOOD = entry(rich_network(), 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "schema"),
        ([], "schema"),
        ("doc", "schema"),
        ({}, "schema"),
        ({**GOOD, "doc": 1}, "schema"),
        ({**GOOD, "doc": {"v": "om/1"}}, "schema"),
        ({**GOOD, "doc": "\ud800"}, "bad-json"),
        ({**GOOD, "kid": None}, "schema"),
        ({**GOOD, "kid": GOOD["kid"][:-1]}, "bad-encoding"),
        ({**GOOD, "kid": GOOD["kid"] + "="}, "bad-encoding"),
        ({**GOOD, "sig": GOOD["sig"] + "A"}, "bad-encoding"),
        ({**GOOD, "seq": "1"}, "schema"),
        ({**GOOD, "seq": True}, "schema"),
        ({**GOOD, "seq": 1.0}, "schema"),
        ({**GOOD, "seq": -1}, "schema"),
        ({**GOOD, "seq": MAX_REV + 1}, "schema"),
        ({**GOOD, "seq": None}, "schema"),
        ({**GOOD, "via": "https://hub.example/"}, "bad-origin"),
        ({**GOOD, "via": None}, "schema"),
        ({**GOOD, "gone": {"origin": ORIGIN, "id": document_id("x")}}, "schema"),
        ({"gone": None}, "schema"),
        ({"gone": {"origin": ORIGIN}}, "schema"),
        ({"gone": {"origin": ORIGIN, "id": "x"}}, "schema"),
        ({"gone": {"origin": ORIGIN + "/", "id": document_id("x")}}, "bad-origin"),
    ],
)
def test_a_wrong_entry_is_refused(data, code):
    assert refused(parse_entry, data) == code


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys([*GOOD, "gone", "via"], anything)))
def test_hostile_entries_are_errors_and_nothing_else(data):
    try:
        result = parse_entry(data)
    except DocumentError as error:
        assert 0 < len(error.message) <= 300  # noqa: PT017 - both outcomes are right
    else:
        assert isinstance(result, Envelope | Gone)
