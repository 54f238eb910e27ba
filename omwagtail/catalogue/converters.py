"""Path converters for the addresses of documents and pictures."""

from django.urls.converters import StringConverter


class KeyConverter(StringConverter):
    """A document's key: 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"


class DigestConverter(StringConverter):
    """A SHA-256 digest: 64 hexadecimal digits."""

    regex = "[0-9a-f]{64}"
