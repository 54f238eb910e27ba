"""Stored values of StreamFields: the same text always gives the same blocks."""

from uuid import UUID

from example_site.loading.streams import block_id, listing, named_listing, stream


def test_an_id_is_a_uuid_that_depends_on_the_name_alone() -> None:
    assert block_id("ziele-1") == block_id("ziele-1")
    assert block_id("ziele-1") != block_id("ziele-2")
    assert str(UUID(block_id("ziele-1"))) == block_id("ziele-1")


def test_blocks_of_two_fields_have_different_ids() -> None:
    [first] = stream("fact", [{}], name="networks/impro.yaml/facts")
    [second] = stream("fact", [{}], name="networks/ems-achse.yaml/facts")
    assert first["id"] != second["id"]
    assert first["type"] == "fact"


def test_entries_with_names_keep_their_ids_when_they_move() -> None:
    there = named_listing([("a", 1), ("b", 2)])
    back = named_listing([("b", 2), ("a", 1)])
    assert {entry["id"]: entry["value"] for entry in there} == {
        entry["id"]: entry["value"] for entry in back
    }


def test_a_list_holds_items() -> None:
    assert [entry["type"] for entry in listing(["x", "y"], name="n")] == ["item", "item"]
