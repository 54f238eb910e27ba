"""Writes the examples of the OpenAPI description anew, from a demonstration that runs.

    make demo
    python -m tests.api.make_examples http://127.0.0.1:8002

The address is the office's site. Its documents stand in the files as they are, but for the origin.
"""

import json
import sys
import urllib.request

from omwagtail.api.examples import EXAMPLES, example_file

ORIGIN = "https://partner.example"


def main(origin: str) -> None:
    for document_type, title in EXAMPLES.items():
        address = f"{origin}/om/api/v1/items/?origin=self&type={document_type}&limit=100"
        with urllib.request.urlopen(address) as answer:
            text = answer.read().decode().replace(origin, ORIGIN)
        documents = [entry["document"] for entry in json.loads(text)["results"]]
        [found] = [document for document in documents if document["title"] == title]
        written = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        example_file(document_type).write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
