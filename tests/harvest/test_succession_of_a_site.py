"""Rule 22 from end to end: a partner of its own processes changes its key, then its address."""

import pytest

from omwagtail.catalogue.models import Item
from omwagtail.harvest.approving import approve, propose
from omwagtail.harvest.models import Source, Trust
from tests.feed.partner.running import Partner
from tests.harvest.conftest import read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def shown():
    return set(Item.objects.visible().values_list("origin", "title"))


def test_rule_22_a_hub_follows_a_partner_to_a_new_key_and_a_new_address(tmp_path):
    partner = Partner(tmp_path)
    partner.manage("migrate", "--verbosity", "0")
    partner.publish("eins")
    with partner.answering():
        source = approve(propose(partner.origin), trust=Trust.AUTOMATIC)
        read(source)
    assert shown() == {(partner.origin, "eins")}
    keys = {source.kid}

    partner.change_secret("second")
    with partner.answering():
        partner.publish("zwei")
        read(source)
        partner.manage("om_work")
        read(source)
    source.refresh_from_db()
    assert source.state == "active"
    assert source.kid not in keys
    assert shown() == {(partner.origin, title) for title in ("eins", "zwei")}

    ids = set(Item.objects.visible().values_list("uuid", flat=True))
    old = partner.move()
    assert old in partner.manage("om_succession", "--old-origin", old)
    with partner.answering(old), partner.answering():
        read(source)
        read(source)
    assert [one.origin for one in Source.objects.all()] == [partner.origin]
    assert shown() == {(partner.origin, title) for title in ("eins", "zwei")}
    assert set(Item.objects.visible().values_list("uuid", flat=True)) == ids
