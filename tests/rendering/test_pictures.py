import pytest

from omwagtail.rendering.pictures import lead_image, local_pictures
from tests.documents import factories
from tests.rendering.samples import stored_picture

pytestmark = pytest.mark.django_db


def test_a_foreign_address_is_never_used():
    document = factories.rich_practice_example()

    assert local_pictures([(document, False)]).find(document["images"][0]) is None


def test_a_picture_that_waits_to_be_fetched_is_missing():
    picture, image = stored_picture()
    picture.digest = ""
    picture.save()

    assert local_pictures([({"images": [image]}, False)]).find(image) is None


def test_where_only_a_smaller_width_is_here_it_is_shown():
    picture, small = stored_picture(300)
    image = {**factories.image("gross"), "srcset": [small]}

    shown = local_pictures([({"images": [image]}, False)]).find(image)

    assert shown.largest.url == f"/om/media/{picture.digest}.webp"
    assert shown.srcset == ""


def test_a_foreign_document_cannot_change_what_an_own_picture_shows():
    _, image = stored_picture()
    own = {"origin": "https://partner.example", "images": [{**image, "url": "/eigenes.webp"}]}

    pictures = local_pictures([(own, True), ({"images": [image]}, False)])

    assert pictures.find(image).largest.url == "/eigenes.webp"


def test_an_own_picture_of_another_host_keeps_its_address():
    image = {**factories.image("x"), "url": "https://bilder.example/x.webp", "srcset": []}
    own = {"origin": "https://partner.example", "images": [image]}

    shown = local_pictures([(own, True)]).find(image)

    assert shown.largest.url == "https://bilder.example/x.webp"


@pytest.mark.parametrize(
    ("document", "alt"),
    [
        (factories.rich_practice_example(), "Auszubildende an einer Drehmaschine"),
        (factories.rich_practice_example(images=[]), "Ein Schülerprojekt"),
        (factories.rich_organisation(), "HWK"),
    ],
    ids=["the first", "of a section", "the logo"],
)
def test_the_picture_of_a_list(document, alt):
    assert lead_image(document)["alt"] == alt


def test_a_document_without_pictures_has_none_for_lists():
    assert lead_image(factories.minimal_network()) is None
