import threading

import pytest
from django.db import connection, transaction

from omwagtail.catalogue.models import Item, StampRun
from omwagtail.catalogue.stamping import has_unstamped, stamp, stamp_all

pytestmark = [pytest.mark.django_db, pytest.mark.mariadb]


def make_items(count, *, start=0):
    return Item.objects.bulk_create(
        Item(key=f"{number:032x}", origin="https://partner.example", type="network", doc="{}")
        for number in range(start, start + count)
    )


def test_rule_02_rows_are_numbered_in_one_unbroken_order():
    make_items(5)
    assert has_unstamped()
    assert stamp_all() == 5
    assert list(Item.objects.order_by("pk").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert not has_unstamped()


def test_rule_02_a_changed_row_moves_forward_and_never_back():
    first, second = make_items(2)
    stamp_all()
    Item.objects.filter(pk=first.pk).update(seq=None)
    stamp_all()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.seq, second.seq) == (3, 2)


def test_rule_03_every_run_has_a_token_of_its_own_for_the_numbers_it_gave():
    make_items(2)
    stamp()
    make_items(2, start=2)
    stamp()
    first, second = StampRun.objects.order_by("first_seq")
    assert (first.first_seq, first.last_seq) == (1, 2)
    assert (second.first_seq, second.last_seq) == (3, 4)
    assert first.token != second.token


def test_nothing_to_number_leaves_no_run():
    assert stamp_all() == 0
    assert not StampRun.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_rule_02_a_row_of_an_open_transaction_is_numbered_after_its_commit():
    """The loss that numbers given at insertion have: a reader has seen 2 before 1 is committed."""
    inserted, may_commit, committed = (threading.Event() for _ in range(3))

    def slow_publisher():
        with transaction.atomic():
            make_items(1, start=100)
            inserted.set()
            may_commit.wait(10)
        committed.set()
        connection.close()

    thread = threading.Thread(target=slow_publisher)
    thread.start()
    inserted.wait(10)
    make_items(1, start=200)
    assert stamp_all() == 1
    may_commit.set()
    committed.wait(10)
    assert stamp_all() == 1
    thread.join()
    assert Item.objects.get(key=f"{100:032x}").seq > Item.objects.get(key=f"{200:032x}").seq
