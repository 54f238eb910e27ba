"""Pages of other sites that embed: what a web editor writes, and what their server adds."""

from django.utils.translation import gettext, override


def german(words: str) -> str:
    """What the catalogue says for them: the elements have their words from it."""
    with override("de"):
        return gettext(words)


def foreign_page(body: str, *, policy: str = "", style: str = "", lang: str = "de") -> str:
    """A whole page; ``policy`` is its Content-Security-Policy, ``style`` its own CSS."""
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
    if style:
        head += f"<style>{style}</style>"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}'
        '<meta name="viewport" content="width=device-width"><title>Kammer</title>'
        f'<link rel="icon" href="data:,"></head><body><main><h1>Kammer</h1><h2>Für Betriebe</h2>'
        f"{body}</main></body></html>"
    )


def element(name: str, hub: str, attributes: str = "", link: str = "Zum Praxisportal") -> str:
    """The lines that a web editor pastes."""
    return (
        f'<script type="module" src="{hub}/om/embed/1/{name}.js"></script>'
        f'<{name} {attributes}><a href="{hub}/">{link}</a></{name}>'
    )
