"""Random histories against a model: what a reader knows at the end is what was published."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omwagtail.catalogue.models import FeedHead, Item, StampRun
from omwagtail.catalogue.stamping import stamp
from tests.catalogue.factories import edit_item, make_item, withdraw_item
from tests.feed.reader import Reader

pytestmark = pytest.mark.django_db

STEP = st.one_of(
    st.tuples(st.just("publish"), st.just(0)),
    st.tuples(st.just("edit"), st.integers(0, 30)),
    st.tuples(st.just("withdraw"), st.integers(0, 30)),
    st.tuples(st.just("number"), st.just(0)),
    st.tuples(st.just("read"), st.integers(1, 4)),
)


def play(history, readers):
    """Do the steps; returns the published documents as they should be known in the end."""
    items, truth = [], {}
    for step, number in history:
        if step == "publish":
            items.append(make_item(title="neu"))
        elif step == "number":
            stamp()
        elif step == "read":
            readers[number % len(readers)].read_page(limit=number)
        elif items:
            item = items[number % len(items)]
            change = edit_item if step == "edit" else withdraw_item
            items[number % len(items)] = change(Item.objects.get(pk=item.pk))
    for item in items:
        truth[item.urn] = item.data
    return truth


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(STEP, max_size=40))
def test_readers_at_any_moment_lose_nothing_see_no_revision_twice_and_keep_the_order(history):
    for model in (Item, FeedHead, StampRun):
        model.objects.all().delete()
    readers = [Reader(), Reader(type="practice-example")]
    truth = play(history, readers)
    for reader in [*readers, Reader()]:
        reader.read_all(limit=3)
        assert reader.latest == truth
        numbers = [entry["seq"] for entry in reader.seen]
        assert numbers == sorted(set(numbers))
        revisions = [(document["id"], document["rev"]) for document in reader.documents]
        assert len(revisions) == len(set(revisions))
