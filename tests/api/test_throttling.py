"""How often one address may ask."""

import json
from datetime import datetime

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client, override_settings

from omwagtail import throttling
from tests import services

HOST = "partner.example"
VISITOR, ANOTHER = "203.0.113.7", "203.0.113.8"
LIST, SEARCH = "/om/api/v1/items/", "/om/api/v1/items/?q=kran"
FEED, PING = "/om/api/v1/changes/", "/om/api/v1/ping/"


@pytest.fixture(autouse=True)
def clean_cache(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch):
    """A minute that began ten seconds ago."""
    monkeypatch.setattr(throttling.time, "time", lambda: clock.now)
    clock.now = datetime(2026, 3, 1, 12, 0, 10).timestamp()
    return clock


def redis_at(address):
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": address}}


def limits(proxies=0, **rates):
    return override_settings(
        OMWAGTAIL={
            "ORIGINS": {"localhost": f"https://{HOST}"},
            "THROTTLE": rates,
            "PROXIES": proxies,
        }
    )


def ask(path=LIST, *, address=VISITOR, forwarded="", method="get", **headers):
    if forwarded:
        headers["x-forwarded-for"] = forwarded
    headers["host"] = HOST
    return getattr(Client(), method)(path, headers=headers, REMOTE_ADDR=address)


def test_who_asks_too_often_is_told_when_to_come_back(clock):
    with limits(read="2/min"):
        assert [ask().status_code for _ in range(3)] == [200, 200, 429]
        refused = ask()
        assert refused["Retry-After"] == "50"
        assert refused["Content-Type"] == "application/problem+json"
        assert refused["Access-Control-Allow-Origin"] == "*"
        assert "Retry-After" in refused["Access-Control-Expose-Headers"]
        assert "50 seconds" in json.loads(refused.content)["detail"]
        clock.now += 50
        assert ask().status_code == 200


def test_others_are_not_kept_waiting(clock):
    with limits(read="1/min"):
        assert ask().status_code == 200
        assert ask().status_code == 429
        assert ask(address=ANOTHER).status_code == 200


def test_searches_feed_and_doorbell_are_counted_apart(clock):
    with limits(read="1/min", search="1/min", feed="1/min", ring="1/min"):
        for path, method in ((LIST, "get"), (SEARCH, "get"), (FEED, "get"), (PING, "post")):
            assert ask(path, method=method).status_code != 429
            assert ask(path, method=method).status_code == 429


def test_an_answer_that_costs_little_is_counted_too(clock):
    with limits(read="2/min"):
        tag = ask()["ETag"]
        assert ask(**{"if-none-match": tag}).status_code == 304
        assert ask(**{"if-none-match": tag}).status_code == 429


def test_the_question_of_a_browser_is_not_counted(clock):
    with limits(read="1/min"):
        assert {ask(method="options").status_code for _ in range(3)} == {204}
        assert ask().status_code == 200


def test_an_address_cannot_be_made_up(clock):
    with limits(read="1/min"):
        ask(forwarded="198.51.100.1")
        assert ask(forwarded="198.51.100.2").status_code == 429


@pytest.mark.parametrize("made_up", ["198.51.100.2, ", "198.51.100.2, 198.51.100.3, ", "x, "])
def test_behind_a_proxy_only_what_the_proxy_wrote_counts(clock, made_up):
    with limits(proxies=1, read="1/min"):
        ask(address="10.0.0.1", forwarded=VISITOR)
        assert ask(address="10.0.0.1", forwarded=made_up + VISITOR).status_code == 429
        assert ask(address="10.0.0.1", forwarded=ANOTHER).status_code == 200


def test_behind_two_proxies_the_inner_ones_address_is_not_the_visitors(clock):
    with limits(proxies=2, read="1/min"):
        ask(address="10.0.0.1", forwarded=f"{VISITOR}, 10.0.0.2")
        assert ask(address="10.0.0.1", forwarded=f"{VISITOR}, 10.0.0.3").status_code == 429
        assert ask(address="10.0.0.1", forwarded=f"{ANOTHER}, 10.0.0.2").status_code == 200


def test_what_a_proxy_wrote_that_is_no_address_counts_as_the_proxy(clock):
    with limits(proxies=1, read="1/min"):
        ask(address="10.0.0.1", forwarded="unknown")
        assert ask(address="10.0.0.1").status_code == 429


def test_one_network_of_ipv6_is_one_address(clock):
    with limits(read="1/min"):
        ask(address="2001:db8::1")
        assert ask(address="2001:db8::2").status_code == 429
        assert ask(address="2001:db8:0:1::1").status_code == 200


def test_no_address_stands_in_the_cache_and_nothing_stays_there(clock):
    kept = caches["default"]._expire_info
    with limits(read="100/min"):
        ask()
        assert list(kept.values()) == [clock.now + 50]
        clock.now += 50
        ask()
        ask()
    # Nobody can follow an address from one window to the next.
    assert sorted(kept.values()) == [clock.now, clock.now + 60]
    assert not any(VISITOR in key for key in kept)


@pytest.mark.redis
def test_several_processes_count_together_in_redis():
    with override_settings(CACHES=redis_at(services.redis_of_this_worker())):
        cache.clear()
        with limits(read="2/day"):
            assert [ask().status_code for _ in range(3)] == [200, 200, 429]
        cache.clear()


def test_a_cache_that_is_down_stops_nobody(caplog):
    with override_settings(CACHES=redis_at("redis://127.0.0.1:1/0")), limits(read="1/min"):
        assert [ask().status_code for _ in range(2)] == [200, 200]
    assert "cannot be counted" in caplog.text


@pytest.mark.parametrize("rates", [{"read": None}, None])
def test_none_counts_nothing(rates):
    with override_settings(OMWAGTAIL={"THROTTLE": rates}):
        assert throttling.rate_of("read") is None


def test_what_is_left_out_keeps_its_rate():
    with limits(read="1/min"):
        assert throttling.rate_of("search") == throttling.Rate(120, 60)


@pytest.mark.parametrize(
    "given",
    [
        {"THROTTLE": {"read": "many"}},
        {"THROTTLE": {"read": 600}},
        {"THROTTLE": {"read": "0/min"}},
        {"THROTTLE": {"raed": "600/min"}},
        {"THROTTLE": "600/min"},
        {"PROXIES": -1},
        {"PROXIES": "1"},
    ],
)
def test_a_setting_that_cannot_be_read_is_told_when_the_site_starts(given):
    with (
        override_settings(OMWAGTAIL=given),
        pytest.raises(SystemCheckError, match=r"omwagtail\.E006"),
    ):
        call_command("check", tags=["omwagtail"])


def test_a_forgotten_number_of_proxies_is_told(capsys):
    with override_settings(USE_X_FORWARDED_HOST=True), limits():
        call_command("check", tags=["omwagtail"])
    assert "omwagtail.W005" in capsys.readouterr().err
    with override_settings(USE_X_FORWARDED_HOST=True), limits(proxies=1):
        call_command("check", tags=["omwagtail"])
    assert "omwagtail.W005" not in capsys.readouterr().err
