"""Reading a check's body: its parts, also when a draft has not all of them yet."""

from typing import Any

Body = dict[str, Any]
Part = dict[str, Any]


def levels_of(body: Body) -> list[Part]:
    return (body.get("scale") or {}).get("levels") or []


def offers_not_applicable(body: Body) -> bool:
    return (body.get("scale") or {}).get("not_applicable") is not None


def sections_of(body: Body) -> list[Part]:
    return body.get("sections") or []


def checkpoints_of(section: Part) -> list[Part]:
    return section.get("checkpoints") or []


def all_checkpoints(body: Body) -> list[Part]:
    """The checkpoints of all sections, in order."""
    return [point for section in sections_of(body) for point in checkpoints_of(section)]


def suggested_measures_of(checkpoint: Part) -> list[Part]:
    return checkpoint.get("suggested_measures") or []


def bands_of(body: Body, scope: str) -> list[Part]:
    return [band for band in body.get("bands") or [] if band.get("scope") == scope]


def weight_of(checkpoint: Part) -> int:
    """How much a checkpoint counts: 1 if nothing is said; 0 asks without counting."""
    weight = checkpoint.get("weight")
    return 1 if weight is None else max(0, weight)


def needs_of(body: Body) -> dict[str, int]:
    """Level key to need for action, in the order of the scale; of two like keys the first."""
    needs: dict[str, int] = {}
    for level in levels_of(body):
        needs.setdefault(level.get("key") or "", max(0, level.get("need") or 0))
    return needs
