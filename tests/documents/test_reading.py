"""Documents as a whole: what is required, what is kept, and how a fault is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omwagtail.documents import (
    DOCUMENT_TYPES,
    MAX_DOCUMENT_BYTES,
    Check,
    Document,
    DocumentError,
    Network,
    Organisation,
    PracticeExample,
    Withdrawal,
    check_document,
    dump_json,
    parse_document,
)
from tests.documents.factories import (
    MINIMAL,
    RICH,
    document_id,
    image,
    minimal_check,
    minimal_practice_example,
    rich_check,
    rich_practice_example,
    withdrawal,
)

MODELS = {
    "practice-example": PracticeExample,
    "check": Check,
    "network": Network,
    "organisation": Organisation,
}


def fault(data) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        check_document(data)
    return caught.value


def test_there_are_four_types():
    assert set(DOCUMENT_TYPES) == set(MODELS) == set(RICH)


@pytest.mark.parametrize("type", RICH)
@pytest.mark.parametrize("make", [MINIMAL, RICH], ids=["minimal", "rich"])
def test_a_document_is_read_without_loss(type, make):
    data = make[type]()
    document = parse_document(dump_json(data))
    assert isinstance(document, MODELS[type])
    assert document.model_dump(by_alias=True, exclude_unset=True) == data


def test_members_have_python_values():
    example = parse_document(dump_json(rich_practice_example()))
    assert isinstance(example, PracticeExample)
    assert [fact.value for fact in example.body.facts] == [18, "rund 1.000", 7.5]
    assert (example.body.period.from_, example.body.period.to) == ("2000", "2010-12-31")
    assert example.topics[0] == "staff-development"
    assert example.topics[1].label == "Präzisionsmechanik"


def test_absent_members_are_empty():
    example = check_document(minimal_practice_example())
    assert isinstance(example, PracticeExample)
    assert (example.summary, example.images, example.body.sections) == (None, [], [])
    check = check_document(minimal_check())
    assert isinstance(check, Check)
    assert check.body.scale is None


def test_a_withdrawal_is_read():
    withdrawn = parse_document(dump_json(withdrawal(reason="retracted")))
    assert isinstance(withdrawn, Withdrawal)
    assert withdrawn.reason == "retracted"


@pytest.mark.parametrize("member", ["title", "summary", "body", "url", "contacts", "later"])
def test_rule_07_withdrawals_hold_no_content(member):
    assert fault(withdrawal(**{member: "x"})).message == f"{member}: must not be there."


def test_unknown_members_are_kept_at_every_level():
    data = minimal_practice_example(
        later=1, body={"sections": [{"html": "", "mood": "good"}], "weather": ["sun"]}
    )
    document = check_document(data)
    assert isinstance(document, PracticeExample)
    assert document.model_extra == {"later": 1}
    assert document.body.model_extra == {"weather": ["sun"]}
    assert document.body.sections[0].model_extra == {"mood": "good"}


@pytest.mark.parametrize(
    "name", ["__class__", "__dict__", "model_config", "model_dump", "model_extra", "self", "from_"]
)
def test_unknown_members_cannot_replace_our_own(name):
    document = check_document(minimal_practice_example(**{name: {"x": 1}}))
    assert isinstance(document, Document)
    assert document.model_extra == {name: {"x": 1}}
    assert document.model_dump(by_alias=True, exclude_unset=True)[name] == {"x": 1}


def test_demo_mode_takes_loopback_origins_everywhere():
    origin = "http://127.0.0.1:8001"
    text = dump_json(
        rich_practice_example(
            origin=origin,
            related=[{"origin": origin, "id": document_id("x"), "relation": "example-of"}],
        )
    )
    assert parse_document(text, allow_loopback_http=True)
    with pytest.raises(DocumentError) as caught:
        parse_document(text)
    assert caught.value.code == "bad-origin"


def test_size_counts_the_whole_text():
    text = dump_json(minimal_practice_example())
    fitting = text + " " * (MAX_DOCUMENT_BYTES - len(text.encode()))
    assert parse_document(fitting)
    with pytest.raises(DocumentError) as caught:
        parse_document(fitting + " ")
    assert caught.value.code == "too-large"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": None}, "title: must be a text that is not blank, of at most 1000 characters."),
        ({"rev": 1.0}, "rev: must be a whole number from 1 to 2^53 - 1."),
        ({"summary": 1}, "summary: must be a text."),
        ({"attribution": "x" * 1001}, "attribution: must not have more than 1000 characters."),
        ({"images": {}}, "images: must be a list."),
        ({"images": [image("x")] * 41}, "images: must not have more than 40 entries."),
        ({"licence": "CC"}, "licence: must be an object."),
        ({"licence": {}}, "licence.uri: is missing."),
        ({"reuse": "all"}, "reuse: must be one of 'full', 'excerpt' or 'link'."),
        ({"topics": [{"code": "x"}]}, "topics.0: must be a code, or an object with a code and"),
        ({"url": "https://evil.example/"}, "url: must begin with the document's origin and /."),
        (
            {"body": {"sections": [{}, {}, {}, {"html": 1}]}},
            "body.sections.3.html: must be a text.",
        ),
        ({"body": {"facts": [{"label": "x", "value": True}]}}, "body.facts.0.value: must be a num"),
        ({"sources": [{"title": "x", "url": "javascript:x"}]}, "sources.0.url: must be a web add"),
        ({"body": {"period": {"from": "x"}}}, "body.period.from: must be a year, month or day"),
        ({"files": [{"url": "https://x.example", "bytes": 1.5}]}, "files.0.bytes: must be a whole"),
    ],
)
def test_a_fault_is_told_by_its_path_in_plain_words(changes, message):
    error = fault({**minimal_practice_example(), **changes})
    assert error.message.startswith(message)


def test_ids_used_twice_are_named():
    data = rich_check()
    data["body"]["sections"][1]["checkpoints"][0]["id"] = "c1"
    assert fault(data).message == "body.sections: must not use the checkpoint id c1 twice."


def test_further_faults_are_counted():
    error = fault({**minimal_practice_example(), "title": "", "rev": 0, "language": "?"})
    assert error.message.endswith("(2 more.)")


HOSTILE = "<script>\u202e\n" + "x" * 5000


@pytest.mark.parametrize(
    "data",
    [
        withdrawal(**{HOSTILE: 1}),
        {**minimal_practice_example(), "origin": HOSTILE},
        {**minimal_practice_example(), "v": HOSTILE},
        {**minimal_practice_example(), "op": HOSTILE},
        {**minimal_practice_example(), "type": HOSTILE},
        {**minimal_practice_example(), "reuse": HOSTILE},
        {**minimal_practice_example(), "expires": HOSTILE},
        {**minimal_practice_example(), "topics": [{HOSTILE: HOSTILE}]},
    ],
)
def test_a_message_is_short_and_repeats_nothing_hostile(data):
    message = fault(data).message
    assert len(message) <= 300
    assert "\u202e" not in message
    assert "\n" not in message
    assert "x" * 100 not in message


def test_a_hundred_thousand_faults_are_told_as_quickly_as_one():
    sections = [{"id": f"s{number}", "checkpoints": [{}] * 300} for number in range(400)]
    message = fault(minimal_check(body={"sections": sections})).message
    # Had all been gathered, their number would stand here, and seconds would have passed.
    assert message == "body.sections.0.checkpoints.0.id: is missing. (1 more.)"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


def paths(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from paths(value[step], (*path, step))


@given(st.data())
def test_any_member_may_be_anything_without_another_error(data):
    document = data.draw(st.sampled_from(list(RICH.values())))()
    path = data.draw(st.sampled_from([path for path in paths(document) if path]))
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = data.draw(anything)
    try:
        result = check_document(document)
    except DocumentError as error:
        assert 0 < len(error.message) <= 300  # noqa: PT017 - both outcomes are right
    else:
        assert result.model_dump(by_alias=True, exclude_unset=True) == document


@given(anything)
def test_anything_at_all_is_a_document_error(data):
    assert fault(data).code in {"schema", "wrong-version", "wrong-type"}
