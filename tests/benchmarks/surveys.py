"""The same check as others would show it: as a survey of SurveyJS, and as a bare HTML form.

SurveyJS is rendered by survey-js-ui, the smallest of its packages that draw something without a
framework, with its minified files, its default style without the font, and only German words.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from tests import node

PACKAGES = ("survey-core", "survey-js-ui")
STYLE = "survey-core/survey-core.fontless.min.css"
SCRIPTS = (
    "survey-core/survey.core.min.js",
    "survey-core/i18n/german.min.js",
    "survey-js-ui/survey-js-ui.min.js",
)
PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
{head}</head><body>{body}</body></html>"""
BEGIN = """const data = document.getElementById("survey").textContent;
const survey = new Survey.Model(JSON.parse(data));
survey.locale = "de";
survey.render(document.getElementById("here"));"""

Files = dict[str, tuple[str, bytes]]
"""Path -> content type and content."""


def survey_files(title: str, body: dict[str, Any]) -> Files:
    """The page at ``/`` with its style and scripts."""
    names = {f"/{name.rpartition('/')[2]}": name for name in (STYLE, *SCRIPTS)}
    head = "".join(
        f'<script defer src="{path}"></script>'
        if path.endswith(".js")
        else f'<link rel="stylesheet" href="{path}">'
        for path in (*names, "/begin.js")
    )
    data = json.dumps(survey_of(title, body), ensure_ascii=False).replace("<", "\\u003c")
    text = f'<div id="here"></div><script type="application/json" id="survey">{data}</script>'
    files = {"/": ("text/html", PAGE.format(title=escape(title), head=head, body=text).encode())}
    files["/begin.js"] = ("text/javascript", BEGIN.encode())
    for path, name in names.items():
        kind = "text/javascript" if path.endswith(".js") else "text/css"
        files[path] = (kind, (node.folder() / "node_modules" / name).read_bytes())
    return files


def survey_of(title: str, body: dict[str, Any]) -> dict[str, Any]:
    """A page for each topic, a group of radio buttons for each checkpoint."""
    choices = [{"value": value, "text": label} for value, label in options(body)]
    return {
        "title": title,
        "showProgressBar": True,
        "pages": [
            {
                "name": section["id"],
                "title": section["title"],
                "elements": [
                    {
                        "type": "radiogroup",
                        "name": checkpoint["id"],
                        "title": checkpoint["statement"],
                        "description": " ".join(checkpoint.get("good_practice") or []),
                        "choices": choices,
                        "showCommentArea": True,
                    }
                    for checkpoint in section["checkpoints"]
                ],
            }
            for section in body["sections"]
        ],
    }


def bare_files(title: str, body: dict[str, Any]) -> Files:
    """The questions as a form without style and script: the least that can be sent."""
    topics = "".join(_topics(body))
    form = f"<h1>{escape(title)}</h1><form method=post>{topics}<button>OK</button></form>"
    return {"/": ("text/html", PAGE.format(title=escape(title), head="", body=form).encode())}


def _topics(body: dict[str, Any]) -> Iterator[str]:
    for section in body["sections"]:
        yield f"<h2>{escape(section['title'])}</h2>"
        for checkpoint in section["checkpoints"]:
            yield f"<fieldset><legend>{escape(checkpoint['statement'])}</legend>"
            for line in checkpoint.get("good_practice") or []:
                yield f"<p>{escape(line)}</p>"
            for value, label in options(body):
                name = checkpoint["id"]
                yield f"<label><input type=radio name={name} value={value}>{escape(label)}</label>"
            yield "</fieldset>"


def options(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The answers: value and label."""
    scale = body["scale"]
    found = [(level["key"], level["label"]) for level in scale["levels"]]
    excluded = scale.get("not_applicable")
    return [*found, ("not-applicable", excluded["label"])] if excluded else found
