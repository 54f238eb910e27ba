"""What changed between two versions, in words for an editor."""

import copy

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omwagtail.documents import MAX_DOCUMENT_BYTES, check_document, dump_json
from omwagtail.harvest.differences import MAX_CHANGES, What, differences
from omwagtail.harvest.notices import notices
from tests.documents import factories

RICH = {
    "practice-example": factories.rich_practice_example,
    "check": factories.rich_check,
    "network": factories.rich_network,
    "organisation": factories.rich_organisation,
}


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def changed(change, document=None):
    """All changes when ``change`` was done to a copy of a rich practice example."""
    old = document or factories.rich_practice_example()
    new = copy.deepcopy(old)
    change(new)
    return differences(old, new).changes


def told(difference):
    return [(piece.kind.value, piece.text) for piece in difference.pieces]


@pytest.mark.parametrize("document", RICH.values(), ids=RICH)
def test_a_document_differs_in_nothing_from_itself(document):
    assert not differences(document(), document())


def test_revision_and_date_of_change_are_no_difference():
    old = factories.rich_network(rev=1, modified="2026-01-01T00:00:00Z")
    assert not differences(old, {**old, "rev": 2, "modified": "2026-02-01T00:00:00Z"})


def test_a_field_is_named_in_words_and_its_text_compared_by_words():
    found = changed(lambda new: new.update(summary="Achtzehn Betriebe sichern ihren Nachwuchs."))
    assert [(one.where, one.what_in_words) for one in found] == [("Summary", "changed")]
    assert ("del", " gemeinsam") in told(found[0])


def test_what_others_may_do_and_what_two_documents_are_to_each_other_is_said_in_words():
    def change(new):
        new["reuse"] = "link"
        new["related"] = [{**related, "relation": "network-of"}]

    related = {"origin": factories.ORIGIN, "id": factories.document_id("n")}
    old = {**factories.rich_practice_example(), "reuse": "excerpt"}
    old["related"] = [{**related, "relation": "recommended-by"}]
    said = "".join(piece.text for one in changed(change, old) for piece in one.pieces)
    assert "a link may be shown here" in said
    assert "The network behind this example" in said
    assert "network-of" not in said


def test_a_section_is_found_by_its_heading():
    def change(new):
        new["body"]["sections"].insert(0, {"heading": "Neu", "html": "<p>Text</p>"})
        new["body"]["sections"][1]["html"] += "<p>Mehr</p>"

    found = changed(change)
    assert [one.where for one in found] == [
        "Content › Sections › entry 1 (Neu)",
        "Content › Sections › entry 2 (Wie es begann) › Text",
    ]
    assert found[0].what == What.ADDED
    assert told(found[1])[-1] == ("ins", "\nMehr")


def test_a_link_that_leads_elsewhere_is_a_difference():
    def change(new):
        section = new["body"]["sections"][1]
        section["html"] = section["html"].replace("impro.example", "elsewhere.example")

    assert any("elsewhere.example" in text for _, text in told(changed(change)[0]))


def test_codes_are_told_by_their_labels():
    found = changed(lambda new: new["regions"].append("DE1"))
    assert [(one.where, one.what, told(one)) for one in found] == [
        ("Regions", What.ADDED, [("ins", "Baden-Württemberg")])
    ]


def test_a_code_with_a_new_label_of_its_own_is_a_difference():
    document = factories.rich_network(topics=[{"code": "own:a", "label": "Alt"}])
    found = changed(lambda new: new["topics"][0].update(label="Neu"), document)
    assert told(found[0]) == [("del", "Alt"), ("ins", "Neu")]


def test_a_list_in_another_order_says_so():
    document = factories.rich_network()
    found = changed(lambda new: new["body"]["goals"].reverse(), document)
    assert [told(one) for one in found] == [[("span", "Only the order changed.")]]


def test_a_checkpoint_is_found_by_its_id():
    def change(new):
        new["body"]["sections"][0]["checkpoints"].reverse()
        new["body"]["sections"][0]["checkpoints"][0]["statement"] = "Anders"

    found = changed(change, factories.rich_check())
    assert [one.where.rpartition(" › ")[2] for one in found] == ["Statement"]


def test_a_member_that_this_version_does_not_know_is_told_by_its_name():
    found = changed(lambda new: new.update(new_member={"a": ["x"]}))
    assert [(one.where, told(one)) for one in found] == [
        ("Unknown member “new_member”", [("ins", "Unknown member “a”: x")])
    ]


def test_signs_that_hide_are_shown():
    found = changed(lambda new: new.update(title="Rech\u202egnuts\u200b"))
    assert ("ins", "Rech[U+202E]gnuts[U+200B]") in told(found[0])


def test_nothing_is_marked_as_safe_for_html():
    found = changed(lambda new: new.update(title="<script>alert(1)</script>"))
    texts = [piece.text for one in found for piece in one.pieces] + [one.where for one in found]
    assert "<script>alert(1)</script>" in texts
    assert not any(hasattr(text, "__html__") for text in texts)


def test_very_many_changes_are_cut():
    old, new = (
        factories.rich_network(x=[{"id": str(number), "text": word} for number in range(1000)])
        for word in ("alt", "neu")
    )
    found = differences(old, new)
    assert (len(found.changes), found.is_cut) == (MAX_CHANGES, True)


def test_licence_host_publisher_and_contacts_are_pointed_out():
    old = factories.rich_network()
    new = copy.deepcopy(old)
    new["licence"] = {"uri": "https://x.example/", "name": "CC BY 4.0"}
    new["url"] = "https://elsewhere.example/netz/"
    new["publisher"]["name"] = "Andere"
    new["reuse"] = "link"
    new["contacts"] = [{"name": "Neu", "email": "neu@hwk.example"}]
    text = "\n".join(notices(old, new))
    for said in ("https://x.example/", "elsewhere.example", "Andere", "only a link", "Neu"):
        assert said in text
    assert "Erika Muster" in text
    assert notices(old, old) == []


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8)
            | st.sampled_from(
                ["html", "id", "title", "licence", "kind", "type", "code", "label", "contacts"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@st.composite
def documents(draw):
    """A valid document with parts left out, and with members of a later version anywhere."""
    kind = draw(st.sampled_from(list(RICH)))
    document = draw(st.sampled_from([RICH[kind], lambda: factories.minimal(kind)]))()
    body = document.setdefault("body", {})
    for holder, keep in ((document, set(factories.minimal(kind)) | {"body"}), (body, set())):
        for name in [name for name in holder if name not in keep]:
            if draw(st.integers(0, 3)) == 0:
                del holder[name]
        holder.update(
            {
                f"x-{name}": value
                for name, value in draw(
                    st.dictionaries(st.text(max_size=8), JSON, max_size=3)
                ).items()
            }
        )
    if draw(st.booleans()):
        document["title"] = draw(st.text(min_size=1, max_size=40).filter(str.strip))
    for section in body.get("sections", []):
        if draw(st.booleans()):
            section["html"] = draw(st.text(max_size=60))
    return document


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), documents())
def test_any_two_documents_can_be_compared(old, new):
    with override("en"):
        found = differences(old, new)
        sentences = notices(old, new)
    assert all(isinstance(sentence, str) for sentence in sentences)
    for one in found.changes:
        assert one.where
        assert one.pieces
        for text in (one.where, *(piece.text for piece in one.pieces)):
            assert not hasattr(text, "__html__")
            assert not set("\u202e\u200b\ufeff\x00") & set(text)
    if not found:
        assert not differences(new, old)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_no_document_differs_from_itself(document):
    with override("en"):
        assert not differences(document, copy.deepcopy(document))


def words(count, seed, letters="ab"):
    """Words that hardly repeat their order, the worst that there is to compare."""
    signs, state = [], seed
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        signs.append(letters[(state >> 16) % len(letters)])
    return " ".join(signs)


LARGE = {
    "one text": lambda seed: {"intro": f"<p>{words(90_000, seed)}</p>"},
    "many texts": lambda seed: {"x": [entry(n, words(100, n + seed, "abcd")) for n in range(2000)]},
    "many equal entries": lambda seed: {"x": [{"a": n % seed} for n in range(45_000)]},
    "many numbers": lambda seed: {"x": [n % seed for n in range(150_000)]},
    "many lists": lambda seed: {"x": [[n % seed] for n in range(80_000)]},
    "many members": lambda seed: {f"x{n}": words(4, n + seed) for n in range(20_000)},
    "deep": lambda seed: {"x": nested(13, words(1000, seed))},
}


def entry(number, text):
    return {"id": str(number), "text": text}


def nested(depth, text):
    return [{"a": nested(depth - 1, text)}] * (2 if depth > 3 else 1) if depth else text[:80]


@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_the_largest_documents_can_be_compared(body):
    """Each of them would take minutes without a bound."""
    old, new = (factories.minimal_check(body=body(seed)) for seed in (5, 7))
    assert len(dump_json(old).encode()) < 2 * MAX_DOCUMENT_BYTES
    assert differences(old, new)


def test_the_documents_of_these_tests_are_valid():
    for document in RICH.values():
        check_document(document())
