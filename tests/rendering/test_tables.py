import pytest
from django.utils import translation

from omwagtail.rendering.tables import funding_mix, participant_table


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_columns_that_nobody_fills_are_left_out():
    table = participant_table(
        [
            {"organisation": {"name": "Schule"}, "benefit": "Praxis"},
            {"organisation": {"name": "Betrieb"}, "benefit": ""},
        ]
    )

    assert table.columns == ["Benefit"]
    assert [row.cells for row in table.rows] == [[("Benefit", "Praxis")], [("Benefit", "")]]


def test_since_stands_with_the_role():
    table = participant_table(
        [
            {"organisation": {"name": "A"}, "role": "Förderer", "since": "2005"},
            {"organisation": {"name": "B"}, "since": "2006-05"},
        ]
    )

    roles = [text for row in table.rows for _, text in row.cells]
    assert roles == ["Förderer, since 2005", "since May 2006"]


def test_the_type_of_an_organisation_is_taken_where_the_entry_has_none():
    table = participant_table(
        [{"organisation": {"name": "A", "type": {"code": "own", "label": "Eigene Art"}}}]
    )

    assert table.rows[0].type == "Eigene Art"


def test_an_organisation_is_a_link_only_to_the_web():
    table = participant_table([{"organisation": {"name": "A", "url": "javascript:alert(1)"}}])

    assert table.rows[0].url == ""


def members(*types):
    return [{"organisation": {"name": str(n)}, "type": type} for n, type in enumerate(types)]


def test_a_few_members_stand_in_one_table():
    (group,) = participant_table(members("guild", "school")).groups

    assert (group.title, len(group.rows)) == ("", 2)


def test_many_members_stand_by_type_and_nobody_is_lost():
    table = participant_table(members(*["enterprise"] * 12, "guild", "", "enterprise"))

    assert [(group.title, len(group.rows)) for group in table.groups] == [
        ("Enterprise", 13),
        ("Guild", 1),
        ("Without a type", 1),
    ]
    assert not table.is_long


def test_two_hundred_members_are_long_and_those_of_one_type_need_no_groups():
    table = participant_table(members(*["enterprise"] * 200))

    assert table.is_long
    assert [group.title for group in table.groups] == [""]


def test_shares_stand_one_after_the_other():
    mix = funding_mix([{"kind": "voluntary-work", "share": 40}, {"kind": "own", "share": 12.5}])

    assert mix.is_drawn
    assert [(share.start, share.width) for share in mix.shares] == [
        ("0.00%", "40.00%"),
        ("40.00%", "12.50%"),
    ]


def test_shares_above_hundred_are_drawn_in_proportion_and_said_as_given():
    mix = funding_mix([{"kind": "a", "share": 100}, {"kind": "b", "share": 100}])

    assert [share.width for share in mix.shares] == ["50.00%", "50.00%"]
    assert [share.percent for share in mix.shares] == ["100", "100"]


def test_a_share_that_is_missing_or_none_takes_no_room():
    mix = funding_mix([{"kind": "a", "share": 60}, {"kind": "b"}, {"kind": "c", "share": -5}])

    assert [share.width for share in mix.shares] == ["60.00%", "0.00%", "0.00%"]
    assert [share.percent for share in mix.shares] == ["60", "", "-5"]


def test_without_shares_there_is_nothing_to_draw():
    mix = funding_mix([{"kind": "membership-fees", "note": "Grundfinanzierung"}])

    assert not mix.is_drawn
    assert [(share.label, share.percent) for share in mix.shares] == [("Membership fees", "")]
