"""Errors as a caller meets them."""

import pickle

import pytest

import omwagtail.transport as transport
from omwagtail.transport import BadResponse, FetchError, RedirectedElsewhere


@pytest.mark.parametrize(
    "name",
    [
        "BadResponse",
        "ConnectionFailed",
        "RedirectedElsewhere",
        "RefusedAddress",
        "TlsError",
        "TooLarge",
        "TooSlow",
    ],
)
def test_every_error_is_a_fetch_error(name):
    error = getattr(transport, name)("some-code", "Some sentence.")
    assert isinstance(error, FetchError)
    assert (error.code, error.message, str(error)) == (
        "some-code",
        "Some sentence.",
        "Some sentence.",
    )


def test_an_error_survives_the_way_to_another_process():
    error = pickle.loads(pickle.dumps(BadResponse("status", "It said no.", 500)))
    assert (error.code, error.message, error.status) == ("status", "It said no.", 500)


def test_where_a_redirect_leads_survives_the_way_to_another_process():
    error = pickle.loads(pickle.dumps(RedirectedElsewhere("code", "text", "https://new.example/")))
    assert error.location == "https://new.example/"
