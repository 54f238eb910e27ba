import hashlib
import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import (
    DocumentError,
    SigningKey,
    b64url_decode,
    b64url_encode,
    check_public_key,
    check_signature,
    derive_signing_key,
    document_key,
    kid_of,
)

# RFC 8032, 7.1, test 2
PRIVATE = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)
ORDER = 2**252 + 27742317777372353535851937790883648493


def test_signatures_are_ed25519_of_rfc_8032():
    key = SigningKey.from_private_bytes(PRIVATE)
    assert key.public == PUBLIC
    assert key.sign(b"\x72") == SIGNATURE
    check_signature(PUBLIC, SIGNATURE, b"\x72")


def test_a_second_spelling_of_a_signature_is_refused():
    scalar = int.from_bytes(SIGNATURE[32:], "little") + ORDER
    with pytest.raises(DocumentError) as caught:
        check_signature(PUBLIC, SIGNATURE[:32] + scalar.to_bytes(32, "little"), b"\x72")
    assert caught.value.code == "bad-signature"


def test_the_key_id_is_43_characters_of_sha_256():
    kid = kid_of(PUBLIC)
    assert len(kid) == 43
    assert b64url_decode(kid) == hashlib.sha256(PUBLIC).digest()
    assert SigningKey.from_private_bytes(PRIVATE).kid == kid


def test_a_key_can_be_written_as_text():
    assert SigningKey.from_text(b64url_encode(PRIVATE)).public == PUBLIC


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33)])
def test_keys_have_32_bytes(raw):
    for read in (SigningKey.from_private_bytes, kid_of, check_public_key):
        with pytest.raises(DocumentError) as caught:
            read(raw)
        assert caught.value.code == "bad-key"


def test_a_key_does_not_show_or_hand_on_its_secret():
    key = SigningKey.from_private_bytes(PRIVATE)
    assert repr(key) == f"<SigningKey {key.kid}>"
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_a_secret_gives_one_key_for_ever():
    # RFC 5869 written out: salt "omwagtail", info "om/1 signing key", one block.
    prk = _hmac(b"omwagtail", b"a secret of a site")
    seed = _hmac(prk, b"om/1 signing key\x01")
    expected = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    assert derive_signing_key("a secret of a site").public == expected
    assert derive_signing_key("another secret").public != expected


def test_an_empty_secret_gives_no_key():
    with pytest.raises(DocumentError):
        derive_signing_key("")


def _hmac(key: bytes, message: bytes) -> bytes:
    key = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()


# A small Edwards25519, to find the points of small order instead of believing a list.
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def add(a: Point, b: Point) -> Point:
    product = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P) % P
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P) % P
    return x, y


def multiply(factor: int, point: Point) -> Point:
    result = (0, 1)
    while factor:
        if factor & 1:
            result = add(result, point)
        point, factor = add(point, point), factor >> 1
    return result


def point_with_y(y: int) -> Point | None:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (x, y) if x * x % P == square else None


def small_order_points() -> set[Point]:
    y = 2
    while True:
        point = point_with_y(y)
        torsion = multiply(ORDER, point) if point else (0, 1)
        if multiply(4, torsion) != (0, 1):
            return {multiply(factor, torsion) for factor in range(8)}
        y += 1


def spellings(point: Point) -> list[bytes]:
    """Every 32 bytes that a lenient reader takes for this point."""
    return [
        (y | sign << 255).to_bytes(32, "little")
        for y in (point[1], point[1] + P)
        if y < 2**255
        for sign in (0, 1)
    ]


def test_keys_of_small_order_are_refused_in_every_spelling():
    points = small_order_points()
    assert len(points) == 8
    for point in points:
        for public in spellings(point):
            with pytest.raises(DocumentError) as caught:
                check_public_key(public)
            assert caught.value.code == "bad-key"


def test_a_small_order_key_verifies_nothing():
    forged = bytes([1]) + bytes(31) + bytes(32)  # holds for any text under the neutral point
    with pytest.raises(DocumentError) as caught:
        check_signature(bytes([1]) + bytes(31), forged, b"any text")
    assert caught.value.code == "bad-key"


@pytest.mark.parametrize("excess", range(19))
def test_a_coordinate_beyond_the_field_is_refused(excess):
    with pytest.raises(DocumentError):
        check_public_key((P + excess).to_bytes(32, "little"))


@given(st.binary(min_size=32, max_size=32))
def test_ordinary_keys_are_taken(private):
    check_public_key(SigningKey.from_private_bytes(private).public)


@given(st.binary(max_size=70))
def test_base64url_goes_there_and_back(raw):
    text = b64url_encode(raw)
    assert "=" not in text
    assert b64url_decode(text) == raw
    assert b64url_decode(text, len(raw)) == raw


@given(st.text("AQgwZz019-_=+/ \n", max_size=12))
def test_base64url_is_read_in_its_one_form_only(text):
    try:
        raw = b64url_decode(text)
    except DocumentError:
        return
    assert b64url_encode(raw) == text


@pytest.mark.parametrize("text", ["A", "QQ==", "QR", "Q Q", "QQ\n", "+A", "/A", "ÄÄ", "QUE=", "="])
def test_loose_base64url_is_refused(text):
    with pytest.raises(DocumentError):
        b64url_decode(text)


def test_base64url_must_have_the_length_asked_for():
    with pytest.raises(DocumentError, match="32 bytes, not 31"):
        b64url_decode(b64url_encode(bytes(31)), 32)


def test_a_documents_key_comes_from_origin_and_id():
    origin, id = "https://hwk.example", "urn:uuid:00000000-0000-4000-8000-000000000001"
    digest = hashlib.sha256(b"https://hwk.example\n" + id.encode()).digest()
    assert document_key(origin, id) == digest[:16].hex()
    assert document_key("https://other.example", id) != document_key(origin, id)
