"""What differs between two editions, for somebody who began with the older one."""

import copy

import pytest
from hypothesis import given

from omwagtail.questionnaires import changes_between, fingerprint
from tests.questionnaires.definitions import bodies


@pytest.fixture
def old():
    return {
        "scale": {"levels": [{"key": "good", "need": 0}, {"key": "bad", "need": 1}]},
        "sections": [
            {
                "id": "goals",
                "title": "Goals",
                "checkpoints": [
                    {"id": "g1", "statement": "We have goals"},
                    {"id": "g2", "statement": "Everybody knows them", "weight": 1},
                ],
            },
            {
                "id": "money",
                "title": "Money",
                "checkpoints": [{"id": "m1", "statement": "We plan our money"}],
            },
        ],
        "completion": [{"rule": "all-sections"}],
        "minutes": 20,
    }


@pytest.fixture
def new(old):
    return copy.deepcopy(old)


def told(changes):
    return [(change.id, change.state) for change in changes]


def test_the_same_definition_has_no_changes(old, new):
    new["minutes"] = 30
    new["sections"][0]["checkpoints"][0]["weight"] = 1
    assert not changes_between(old, new)


def test_new_and_gone_checkpoints_are_told_with_their_topic(old, new):
    del new["sections"][1]["checkpoints"][0]
    new["sections"][0]["checkpoints"].append({"id": "g3", "statement": "They are written down"})
    added, gone = changes_between(old, new).checkpoints
    assert (added.id, added.state, added.section) == ("g3", "new", "Goals")
    assert (added.before, added.now) == ("", "They are written down")
    assert (gone.id, gone.state, gone.section) == ("m1", "gone", "Money")
    assert (gone.before, gone.now) == ("We plan our money", "")


def test_other_words_are_told_with_the_words_of_before(old, new):
    new["sections"][0]["checkpoints"][0]["statement"] = "We have three goals"
    (change,) = changes_between(old, new).checkpoints
    assert (change.state, change.what) == ("changed", ("statement",))
    assert (change.before, change.now) == ("We have goals", "We have three goals")


def test_what_else_changed_of_a_checkpoint_is_named(old, new):
    point = new["sections"][0]["checkpoints"].pop()
    new["sections"][1]["checkpoints"].append(
        {**point, "weight": 2, "suggested_measures": [{"id": "x", "text": "Tell them"}]}
    )
    (change,) = changes_between(old, new).checkpoints
    assert change.section == "Money"
    assert set(change.what) == {"weight", "suggested_measures", "section"}


def test_sections_are_told_for_themselves(old, new):
    new["sections"][0]["title"] = "Goals and ways"
    new["sections"][1] = {"id": "staff", "title": "Staff"}
    changes = changes_between(old, new)
    assert told(changes.sections) == [("goals", "changed"), ("staff", "new"), ("money", "gone")]
    assert told(changes.checkpoints) == [("m1", "gone")]


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("scale", {"levels": []}),
        ("bands", [{"scope": "whole", "from": 0, "to": 100}]),
        ("completion", []),
        ("plan", [{"key": "who", "label": "Who"}]),
    ],
)
def test_the_other_parts_of_the_definition_are_named(old, new, member, value):
    new[member] = value
    assert changes_between(old, new).rules == (member,)


def test_another_order_alone_is_a_change_of_nothing_that_was_asked(old, new):
    new["sections"].reverse()
    assert not changes_between(old, new)


@given(bodies(), bodies())
def test_like_fingerprints_have_no_changes(old, new):
    assert not changes_between(old, old)
    if changes_between(old, new):
        assert fingerprint(old) != fingerprint(new)
