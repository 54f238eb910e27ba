import re

import pytest
from django.core.exceptions import ValidationError

from omwagtail.content.choices import option_groups
from omwagtail.content.fields import CodeField, CodesField
from omwagtail.pages.models import PracticeExamplePage
from omwagtail.vocabularies import vocabulary


def test_migrations_know_the_vocabulary_and_none_of_its_terms():
    *_, kwargs = CodesField(vocabulary="regions").deconstruct()
    assert kwargs == {"vocabulary": "regions", "default": list, "blank": True}


def test_one_code_is_chosen_from_groups():
    field = CodeField(vocabulary="regions").formfield()
    groups = dict(field.choices)
    assert ("DED21", "Dresden") in groups["Sachsen"]


def test_several_codes_are_cleaned_to_a_list():
    field = CodesField(vocabulary="topics").formfield()
    assert field.clean(["health", "risk"]) == ["health", "risk"]


@pytest.mark.parametrize("value", ["health", [1], [{"code": "x"}], ["astrology"]])
def test_anything_but_a_list_of_known_codes_is_refused(value):
    with pytest.raises(ValidationError):
        PracticeExamplePage._meta.get_field("topics").clean(value, None)


def test_regions_are_grouped_by_land_with_the_land_first():
    groups = dict(option_groups("regions"))
    assert groups[""] == [("DE", "Deutschland")]
    assert groups["Sachsen"][0] == ("DED", "Sachsen")
    assert [code for code, _ in groups["Berlin"]] == ["DE3"]


def test_success_factors_stand_under_their_headings():
    assert len(option_groups("success-factors")) == 4


def test_a_long_list_opens_the_group_of_a_chosen_code():
    field = CodesField(vocabulary="regions").formfield(label="Regionen")
    html = field.widget.render("regions", ["DED21"], {"id": "id_regions"})
    assert html.count(" open") == 1
    assert 'aria-label="Regionen"' in html
    assert html.count("aria-label") == 1


def test_every_checkbox_has_its_label():
    field = CodesField(vocabulary="topics").formfield()
    html = field.widget.render("topics", [], {"id": "id_topics"})
    labels = re.findall(r'<label for="([^"]+)">', html)
    inputs = re.findall(r'<input[^>]* id="([^"]+)"', html)
    assert len(inputs) == len(set(inputs)) == len(vocabulary("topics"))
    assert labels == inputs
