"""Rule 22: statements by which a site's old key names its successor."""

import dataclasses
import itertools
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import (
    MAX_SUCCESSIONS,
    DocumentError,
    SigningKey,
    Succession,
    b64url_decode,
    b64url_encode,
    dump_json,
    follow_successions,
    parse_succession,
    parse_successions,
    sign,
    sign_succession,
    verify_succession,
)
from tests.documents.factories import KEY, OTHER_KEY, rich_network

VECTOR = Path(__file__).parents[1] / "vectors" / "documents" / "succession.json"
OLD, NEW = "https://alt.example", "https://neu.example"
KEYS = [SigningKey.from_private_bytes(bytes([number]) * 32) for number in range(6)]
PUBLIC = {key.kid: key.public for key in KEYS}
STATEMENT = sign_succession(KEY, old_origin=OLD, new_origin=NEW, new_kid=OTHER_KEY.kid)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(DocumentError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def follow(statements, start, end, keys=PUBLIC):
    """From (origin, key) to (origin, key)."""
    return follow_successions(
        statements,
        keys,
        origin=start[0],
        kid=start[1].kid,
        public=start[1].public,
        to_origin=end[0],
        to_kid=end[1].kid,
    )


def step(start, end):
    """The statement by which one (origin, key) names the next."""
    return sign_succession(start[1], old_origin=start[0], new_origin=end[0], new_kid=end[1].kid)


def test_rule_22_the_old_key_signs_five_lines():
    text = f"om/1 succession\n{OLD}\n{KEY.kid}\n{NEW}\n{OTHER_KEY.kid}"
    public = Ed25519PublicKey.from_public_bytes(KEY.public)
    public.verify(b64url_decode(STATEMENT.sig), text.encode())


def test_rule_22_what_was_signed_is_read_and_verifies():
    again = parse_succession(json.loads(json.dumps(STATEMENT.as_dict())))
    assert again == STATEMENT
    verify_succession(again, KEY.public)


def test_rule_22_the_vector_can_be_made_again():
    vector = json.loads(VECTOR.read_text())
    statement = parse_succession(vector["statement"])
    old_key = SigningKey.from_text(vector["private"])
    verify_succession(statement, old_key.public)
    again = sign_succession(
        old_key,
        old_origin=statement.old_origin,
        new_origin=statement.new_origin,
        new_kid=SigningKey.from_text(vector["new_private"]).kid,
    )
    assert again.as_dict() == vector["statement"]


@pytest.mark.parametrize("name", ["old_origin", "old_kid", "new_origin", "new_kid"])
def test_rule_22_each_line_is_covered_by_the_signature(name):
    other = "https://fremd.example" if name.endswith("origin") else KEYS[0].kid
    changed = dataclasses.replace(STATEMENT, **{name: other})
    expected = "wrong-key" if name == "old_kid" else "bad-signature"
    assert refused(verify_succession, changed, KEY.public) == expected


@given(st.integers(0, 64 * 8 - 1))
def test_any_flipped_bit_of_the_signature_is_noticed(bit):
    raw = bytearray(b64url_decode(STATEMENT.sig))
    raw[bit // 8] ^= 1 << bit % 8
    changed = dataclasses.replace(STATEMENT, sig=b64url_encode(bytes(raw)))
    assert refused(verify_succession, changed, KEY.public) == "bad-signature"


def test_only_the_old_key_can_name_its_successor():
    assert refused(verify_succession, STATEMENT, OTHER_KEY.public) == "wrong-key"
    forged = sign_succession(OTHER_KEY, old_origin=OLD, new_origin=NEW, new_kid=KEYS[0].kid)
    pretended = dataclasses.replace(forged, old_kid=KEY.kid)
    assert refused(verify_succession, pretended, KEY.public) == "bad-signature"


def test_a_documents_signature_is_no_statement():
    envelope = sign(dump_json(rich_network()), KEY)
    changed = dataclasses.replace(STATEMENT, sig=envelope.sig)
    assert refused(verify_succession, changed, KEY.public) == "bad-signature"


GOOD = STATEMENT.as_dict()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "schema"),
        ([], "schema"),
        ("statement", "schema"),
        ({}, "schema"),
        *(({**GOOD, name: None}, "schema") for name in GOOD),
        *(({**GOOD, name: 1}, "schema") for name in GOOD),
        ({**GOOD, "old_origin": OLD + "/"}, "bad-origin"),
        ({**GOOD, "new_origin": "http://127.0.0.1:8000"}, "bad-origin"),
        ({**GOOD, "new_origin": f"{NEW}\n{OLD}"}, "bad-origin"),
        ({**GOOD, "old_kid": KEY.kid + "="}, "bad-encoding"),
        ({**GOOD, "new_kid": KEY.kid[:-1]}, "bad-encoding"),
        ({**GOOD, "sig": ""}, "bad-encoding"),
        ({**GOOD, "new_origin": OLD, "new_kid": KEY.kid}, "schema"),
    ],
)
def test_a_wrong_statement_is_refused(data, code):
    assert refused(parse_succession, data) == code


def test_nothing_is_signed_that_could_not_be_read():
    named = {"old_origin": OLD, "new_origin": NEW, "new_kid": OTHER_KEY.kid}
    assert refused(sign_succession, KEY, **{**named, "new_origin": NEW + "/"}) == "bad-origin"
    assert refused(sign_succession, KEY, **{**named, "new_kid": "short"}) == "bad-encoding"
    same = {"old_origin": OLD, "new_origin": OLD, "new_kid": KEY.kid}
    assert refused(sign_succession, KEY, **same) == "schema"


def test_unknown_members_are_passed_over_and_loopback_is_for_demo_mode():
    assert parse_succession({**GOOD, "later": 1}) == STATEMENT
    local = {**GOOD, "new_origin": "http://localhost:8001"}
    assert parse_succession(local, allow_loopback_http=True).new_origin == local["new_origin"]


@pytest.mark.parametrize("data", [None, {}, "x", [], [None, 5, {}]])
def test_what_is_no_list_of_statements_holds_none(data):
    assert parse_successions(data) == []


def test_a_broken_statement_hides_no_other_and_the_newest_count():
    assert parse_successions([{}, GOOD, None]) == [STATEMENT]
    many = [{} for _ in range(MAX_SUCCESSIONS)]
    assert parse_successions([*many, GOOD]) == [STATEMENT]
    assert parse_successions([GOOD, *many]) == []


def test_rule_22_a_chain_over_keys_and_addresses_is_followed():
    places = [(OLD, KEYS[0]), (OLD, KEYS[1]), (NEW, KEYS[1]), (NEW, KEYS[2])]
    chain = [step(start, end) for start, end in itertools.pairwise(places)]
    for start in range(len(places)):
        assert follow(chain[::-1], places[start], places[-1]) == KEYS[2].public
    assert follow(chain, places[-1], places[0]) is None


def test_rule_22_a_missing_link_ends_the_way():
    places = [(OLD, KEYS[0]), (OLD, KEYS[1]), (OLD, KEYS[2])]
    chain = [step(start, end) for start, end in itertools.pairwise(places)]
    assert follow(chain[:1], places[0], places[2]) is None
    assert follow(chain[1:], places[0], places[2]) is None
    without = {kid: public for kid, public in PUBLIC.items() if kid != KEYS[1].kid}
    assert follow(chain, places[0], places[2], without) is None


def test_rule_22_a_key_under_a_foreign_id_counts_as_absent():
    chain = [step((OLD, KEYS[0]), (OLD, KEYS[1]))]
    for public in (KEYS[2].public, b"", bytes([1]) + bytes(31)):
        assert follow(chain, (OLD, KEYS[0]), (OLD, KEYS[1]), {KEYS[1].kid: public}) is None


def test_rule_22_the_pinned_key_is_not_taken_from_the_sites_own_words():
    """An attacker with a new key names it under the pinned id, and signs with it."""
    forged = dataclasses.replace(step((OLD, KEYS[1]), (OLD, KEYS[2])), old_kid=KEYS[0].kid)
    keys = {**PUBLIC, KEYS[0].kid: KEYS[1].public}
    assert follow([forged], (OLD, KEYS[0]), (OLD, KEYS[2]), keys) is None
    genuine = step((OLD, KEYS[0]), (OLD, KEYS[2]))
    assert follow([genuine], (OLD, KEYS[0]), (OLD, KEYS[2]), keys) == KEYS[2].public


def test_rule_22_a_statement_of_another_origin_says_nothing_about_this_one():
    chain = [step((NEW, KEYS[0]), (NEW, KEYS[1]))]
    assert follow(chain, (OLD, KEYS[0]), (OLD, KEYS[1])) is None


def test_rule_22_a_key_that_came_back_makes_a_circle_which_ends():
    circle = [
        step((OLD, KEYS[0]), (OLD, KEYS[1])),
        step((OLD, KEYS[1]), (OLD, KEYS[0])),
    ]
    assert follow(circle, (OLD, KEYS[1]), (OLD, KEYS[0])) == KEYS[0].public
    assert follow(circle, (OLD, KEYS[0]), (OLD, KEYS[0])) == KEYS[0].public
    assert follow(circle, (OLD, KEYS[0]), (NEW, KEYS[0])) is None


def test_no_more_statements_are_looked_at_than_the_limit():
    first = step((OLD, KEYS[0]), (OLD, KEYS[1]))
    others = [step((NEW, KEYS[0]), (NEW, KEYS[1]))] * MAX_SUCCESSIONS
    assert follow([*others, first], (OLD, KEYS[0]), (OLD, KEYS[1])) == KEYS[1].public
    assert follow([first, *others], (OLD, KEYS[0]), (OLD, KEYS[1])) is None


places = st.tuples(st.sampled_from([OLD, NEW]), st.sampled_from(KEYS))
steps = st.lists(st.tuples(places, places, st.booleans()), max_size=20)


@given(steps, places, places)
def test_rule_22_a_way_is_found_exactly_where_genuine_statements_make_one(pairs, start, end):
    statements, genuine = [], set()
    for one, other, is_genuine in pairs:
        if one == other:
            continue
        statement = step(one, other)
        if not is_genuine:
            statement = dataclasses.replace(statement, sig=step(other, one).sig)
        else:
            genuine.add((one, other))
        statements.append(statement)
    reached, size = {start}, 0
    while size != len(reached):
        size = len(reached)
        reached |= {other for one, other in genuine if one in reached}
    expected = end[1].public if end in reached else None
    assert follow(statements, start, end) == expected


anything = st.none() | st.booleans() | st.integers() | st.text(max_size=50) | st.binary()


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(GOOD, anything)))
def test_hostile_statements_are_errors_and_nothing_else(data):
    try:
        result = parse_succession(data)
    except DocumentError as error:
        assert 0 < len(error.message) <= 300  # noqa: PT017 - both outcomes are right
    else:
        assert isinstance(result, Succession)
