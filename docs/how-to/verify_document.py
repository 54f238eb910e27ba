"""Verify what a site publishes: python verify_document.py https://partner.example [KEY]

Needs Python and `pip install cryptography`, and nothing of omwagtail.
"""

import base64
import hashlib
import json
import sys
from urllib.request import urlopen

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(doc, kid, sig):
    """The key of a document whose signature holds; any fault ends the program."""
    document = json.loads(doc)
    site = json.load(urlopen(f"{document['origin']}/.well-known/omwagtail"))
    publics = [decode(key["public"]) for key in site["keys"] if not key["revoked"]]
    [public] = [public for public in publics if hashlib.sha256(public).digest() == decode(kid)]
    Ed25519PublicKey.from_public_bytes(public).verify(decode(sig), b"om/1\n" + doc)
    return hashlib.sha256(f"{document['origin']}\n{document['id']}".encode()).hexdigest()[:32]


api = f"{sys.argv[1]}/om/api/v1"
entries = json.load(urlopen(f"{api}/changes/"))["entries"]
upserts = [entry for entry in entries if json.loads(entry["doc"])["op"] == "upsert"]
first = [verify(entry["doc"].encode(), entry["kid"], entry["sig"]) for entry in upserts[:1]]
for key in sys.argv[2:] or first:
    item = urlopen(f"{api}/items/{key}/")
    if verify(item.read(), item.headers["Om-Key-Id"], item.headers["Om-Signature"]) != key:
        sys.exit(f"{key} is not the key of this document.")
    print(f"{key} is genuine.")
