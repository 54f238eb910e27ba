import json
from pathlib import Path

import pytest

from omwagtail.documents import (
    DocumentError,
    SigningKey,
    b64url_decode,
    b64url_encode,
    derive_signing_key,
    document_key,
    parse_document,
    parse_entry,
    sign,
    verify,
)

VECTORS = Path(__file__).parents[1] / "vectors" / "documents"
VALID = sorted(VECTORS.glob("valid/*.json"))
INVALID = sorted(VECTORS.glob("invalid/*/*.json"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def test_the_vectors_are_there():
    assert len(VALID) > 15
    assert len(INVALID) > 100


@pytest.mark.parametrize("path", VALID, ids=name_of)
def test_a_valid_document_is_read_whole(path):
    document = parse_document(path.read_bytes())
    assert document.model_dump(by_alias=True, exclude_unset=True) == json.loads(path.read_bytes())


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_an_invalid_document_is_refused_with_its_code(path):
    with pytest.raises(DocumentError) as caught:
        parse_document(path.read_bytes())
    assert caught.value.code == path.parent.name
    assert 0 < len(caught.value.message) <= 300


def test_the_envelope_can_be_made_again():
    vector = json.loads((VECTORS / "envelope.json").read_text())
    key = SigningKey.from_text(vector["private"])
    envelope = parse_entry(vector["entry"])
    verify(envelope, b64url_decode(vector["public"], 32))
    again = sign(envelope.doc, key)
    assert (again.sig, again.kid) == (vector["entry"]["sig"], vector["kid"])
    document = parse_document(envelope.doc)
    assert document_key(document.origin, document.id) == vector["key"]
    derived = derive_signing_key(vector["secret"])
    assert b64url_encode(derived.public) == vector["public_of_secret"]
