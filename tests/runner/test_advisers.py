"""Whom a site names to turn to with a result."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry, ReferenceIndex, Site

from omwagtail.content.organisation import Organisation
from omwagtail.models import Adviser
from omwagtail.rendering.sites import shown_site
from omwagtail.runner.advisers import adviser_choices, advisers_for, region_choices
from omwagtail.vocabularies import vocabulary
from tests.pages_for_tests import second_site

pytestmark = pytest.mark.django_db

# A Land, a part of it, and a district of that part.
LAND, PART, DISTRICT = "DED", "DED2", "DED2F"


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


def add(name, **fields):
    return Adviser.objects.create(name=name, **{"phone": "1", "public": True, **fields})


def names(advisers):
    return [adviser.name for adviser in advisers]


def test_nobody_is_shown_before_somebody_says_so(site):
    adviser = Adviser.objects.create(name="Kim", email="kim@kammer.example")
    assert advisers_for(site) == []
    adviser.public = True
    adviser.save()
    assert advisers_for(site) == [adviser]


def test_the_most_specific_come_first(site):
    add("general")
    add("topic", topics=["health"])
    add("region", regions=[PART])
    add("both", regions=[PART], topics=["health", "risk"])
    add("other topic", topics=["risk"])
    add("other region", regions=["DE9"])
    add("region, other topic", regions=[PART], topics=["risk"])
    found = advisers_for(site, topics=["health"], region=PART)
    assert names(found) == ["both", "region", "topic", "general"]


def test_a_region_is_served_by_those_who_serve_what_it_lies_in_the_nearest_first(site):
    add("country", regions=["DE"])
    add("Land", regions=[LAND])
    add("district", regions=["DED51", DISTRICT])
    add("part", regions=[PART])
    add("another district", regions=["DED2E"])
    assert names(advisers_for(site, region=DISTRICT)) == ["district", "part", "Land", "country"]
    assert names(advisers_for(site, region=LAND)) == ["Land", "country"]


def test_what_is_not_known_leaves_nobody_out_and_puts_the_general_ones_first(site):
    add("for a region", regions=[PART])
    add("for a topic", topics=["health"])
    add("general")
    assert names(advisers_for(site)) == ["general", "for a topic", "for a region"]


def test_among_equals_the_place_in_the_list_counts(site):
    add("Anna", sort_order=2)
    add("Zoe", sort_order=1)
    add("Bela", sort_order=2)
    assert names(advisers_for(site)) == ["Zoe", "Anna", "Bela"]


def test_each_site_shows_its_own_and_those_of_all(site):
    other = Site.objects.get(root_page=second_site())
    add("here", site=site)
    add("there", site=other)
    add("everywhere")
    assert names(advisers_for(site)) == ["everywhere", "here"]
    assert names(advisers_for(other)) == ["everywhere", "there"]
    assert names(advisers_for(None)) == ["everywhere"]


@pytest.mark.parametrize("host", ["partner.example", "zweite.example"])
def test_a_visitor_is_on_the_site_that_was_asked(site, rf, host):
    other = Site.objects.get(root_page=second_site())
    asked = shown_site(rf.get("/", headers={"host": host}))
    assert asked == (other if host == other.hostname else site)


def test_an_adviser_goes_with_the_site_and_is_never_shown_by_others(site):
    other = Site.objects.get(root_page=second_site())
    add("there", site=other)
    other.delete()
    assert not Adviser.objects.exists()


def test_a_check_s_page_has_all_who_fit_its_topics_also_a_partners_own(site):
    add("general", regions=[LAND])
    add("fits", topics=["health"])
    add("fits too", topics=["x-partner-energy"])
    add("other", topics=["risk"])
    topics = ["health", {"code": "x-partner-energy", "label": "Energie"}]
    chosen = adviser_choices(site, {"topics": topics})
    assert names(chosen) == ["fits", "fits too", "general"]
    assert names(adviser_choices(site, {})) == ["fits", "fits too", "other", "general"]
    assert region_choices(chosen) == [(LAND, "Sachsen")]


def test_many_advisers_take_one_query(site, django_assert_num_queries):
    organisation = Organisation.objects.create(name="Kammer")
    for place in range(5):
        add(f"A{place}", organisation=organisation)
    with django_assert_num_queries(1):
        assert {str(one.organisation) for one in advisers_for(site)} == {"Kammer"}


def test_a_region_s_code_begins_with_those_of_the_regions_it_lies_in():
    """Pages rely on it: they narrow advisers down without the tree of regions."""
    regions = vocabulary("regions")
    for term in regions:
        around = {other.code for other in regions if term.code.startswith(other.code)}
        assert around == set(regions.with_ancestors([term.code]))


@pytest.mark.parametrize(
    ("reached", "is_fine"),
    [({"email": "kim@kammer.example"}, True), ({"phone": "0351 1"}, True), ({}, False)],
    ids=["by e-mail", "by telephone", "not at all"],
)
def test_an_adviser_can_be_reached(reached, is_fine):
    adviser = Adviser(name="Kim", **reached)
    if is_fine:
        adviser.full_clean()
    else:
        with pytest.raises(ValidationError) as refused:
            adviser.full_clean()
        assert list(refused.value.message_dict) == ["email"]


def test_of_a_deleted_adviser_nothing_stays(site, admin_user):
    adviser = add("Kim Beispiel", email="kim@kammer.example")
    for action in ("wagtail.create", "wagtail.delete"):
        ModelLogEntry.objects.log_action(adviser, action, user=admin_user, data={"old": "Kim"})
    key = str(adviser.pk)
    adviser.delete()
    kept = ModelLogEntry.objects.filter(object_id=key)
    assert [entry.action for entry in kept.order_by("pk")] == ["wagtail.create", "wagtail.delete"]
    assert "Kim" not in str(list(kept.values()))
    assert not ReferenceIndex.objects.filter(object_id=key, content_type__model="adviser").exists()
