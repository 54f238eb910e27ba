"""Web and e-mail addresses as documents may carry them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from omwagtail.documents.fields import WEB_URL, Email

_email = TypeAdapter(Email)


def validate_web_address(address: str) -> None:
    """A form's validator: http or https, and no user name before the host."""
    if not WEB_URL.fullmatch(address):
        raise ValidationError(
            _("Enter a web address that begins with https:// or http://."), code="invalid-address"
        )


def validate_email_address(address: str) -> None:
    """A form's validator, stricter than Django's: no quotation marks; blank is fine."""
    try:
        _email.validate_python(address or "a@b")
    except Refused:
        raise ValidationError(
            _("Enter an e-mail address without quotation marks, such as name@example.org."),
            code="invalid-address",
        ) from None
