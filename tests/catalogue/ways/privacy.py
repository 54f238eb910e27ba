"""Pages that become private, or public again."""

from wagtail.models import (
    PageViewRestriction,
)

from tests.catalogue.ways.base import section, shown, silent, state, way
from tests.pages_for_tests import home, publish_example


@way
def made_private_above(admin):
    above = section()
    page = publish_example(above)
    yield
    PageViewRestriction.objects.create(page=above, restriction_type="login")
    yield
    assert state(page) == ("withdrawn", "restricted")


@silent
def made_private_above_by_hand_in_the_database(admin):
    page = publish_example()
    yield
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=home(), restriction_type="login")]
    )
    yield
    assert state(page) == ("withdrawn", "restricted")


@way
def made_public_again_above(admin):
    above = section()
    page = publish_example(above)
    restriction = PageViewRestriction.objects.create(page=above, restriction_type="login")
    yield
    assert not shown(page)
    restriction.delete()
    yield
    assert shown(page)


@way
def moved_below_a_private_page(admin):
    page, inside = publish_example(), section("intern")
    PageViewRestriction.objects.create(page=inside, restriction_type="login")
    yield
    page.move(inside, pos="last-child")
    yield
    assert state(page) == ("withdrawn", "restricted")
