import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from omwagtail.conf import DEFAULTS, settings, unknown_settings


def test_every_setting_has_a_default():
    with override_settings(OMWAGTAIL={}):
        assert {name: getattr(settings, name) for name in DEFAULTS} == DEFAULTS


def test_a_changed_setting_is_seen_at_once():
    with override_settings(OMWAGTAIL={"SWEEP_SECONDS": 7}):
        assert settings.SWEEP_SECONDS == 7
    assert DEFAULTS["SWEEP_SECONDS"] == settings.SWEEP_SECONDS


def test_an_unknown_name_is_an_error_in_code_and_a_warning_in_settings():
    with pytest.raises(AttributeError, match="HUBBS"):
        _ = settings.HUBBS
    with override_settings(OMWAGTAIL={"HUBBS": []}):
        assert unknown_settings() == ["HUBBS"]
        with pytest.raises(SystemCheckError, match="HUBBS"):
            call_command("check", fail_level="WARNING")


def test_settings_that_are_no_dict_are_refused():
    with (
        override_settings(OMWAGTAIL=["HUBS"]),
        pytest.raises(ImproperlyConfigured, match="must be a dict"),
    ):
        _ = settings.HUBS


def test_demo_mode_fails_the_deployment_check():
    with override_settings(OMWAGTAIL={"DEMO_MODE": True}), pytest.raises(SystemCheckError) as error:
        call_command("check", deploy=True, tags=["security"], fail_level="ERROR")
    assert "omwagtail.E002" in str(error.value)


@pytest.mark.parametrize(
    ("given", "id"),
    [
        ({"DEFAULT_LICENCE": "CC-BY-5.0"}, "omwagtail.E003"),
        ({"SIGNING_KEY": "too short"}, "omwagtail.E004"),
    ],
)
def test_a_setting_that_would_stop_all_publishing_is_an_error(given, id):
    with override_settings(OMWAGTAIL=given), pytest.raises(SystemCheckError, match=id):
        call_command("check")


@pytest.mark.django_db
def test_a_site_without_a_valid_origin_is_reported():
    with override_settings(OMWAGTAIL={}), pytest.raises(SystemCheckError) as error:
        call_command("check", databases=["default"], tags=["database"], fail_level="WARNING")
    assert "omwagtail.W003" in str(error.value)
