"""The parts of a check. The ids of sections, checkpoints and measures are those of the blocks:

made once, and the same after moving, renaming and copying the page into a new edition.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from omwagtail.content.blocks.base import DocumentBlock, LineBlock
from omwagtail.content.blocks.parts import PartsBlock
from omwagtail.content.blocks.references import LinkBlock, links_of
from omwagtail.content.members import texts_of
from omwagtail.content.presets import ROLES, SYMBOLS
from omwagtail.content.prose import ProseBlock
from omwagtail.content.richtext import FEATURES, html_of


class MeasureBlock(blocks.StructBlock):
    """Something that a firm could do."""

    text = blocks.TextBlock(
        label=_("Measure"),
        max_length=1000,
        rows=2,
        help_text=_("Small and concrete, such as: “Agree on one goal per quarter with each team.”"),
    )
    role = blocks.CharBlock(label=_("Who would do it"), required=False, max_length=255)

    class Meta:
        label = _("Measure")
        description = _("Something that a firm could do about a checkpoint.")
        icon = "tasks"
        label_format = "{text}"


class CheckpointBlock(blocks.StructBlock):
    """One statement to rate."""

    statement = blocks.TextBlock(
        label=_("Statement"),
        max_length=1000,
        rows=2,
        help_text=_("One thought that a firm can judge for itself; it begins with “We”."),
    )
    good_practice = blocks.ListBlock(
        LineBlock(label=_("Example"), max_length=1000),
        label=_("Good practice"),
        help_text=_("How it looks where it works well. Readers unfold it."),
        default=[],
    )
    help = ProseBlock(label=_("Help"), required=False, features=FEATURES)
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), default=[])
    suggested_measures = blocks.ListBlock(MeasureBlock(), label=_("Suggested measures"), default=[])
    weight = blocks.IntegerBlock(
        label=_("Weight"),
        required=False,
        default=1,
        min_value=0,
        max_value=100,
        help_text=_("How much the checkpoint counts; usually 1."),
    )

    class Meta:
        label = _("Checkpoint")
        description = _("A statement to rate, with help and suggested measures.")
        icon = "tick-inverse"
        label_format = "{statement}"
        form_layout = BlockGroup(
            children=[
                "statement",
                "good_practice",
                "help",
                "suggested_measures",
                BlockGroup(
                    children=["links", "weight"],
                    heading=_("Links and weight"),
                    classname="collapsed",
                ),
            ]
        )

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("statement"):
            return None
        weight = value.get("weight")
        return {
            "id": identity,
            "statement": value["statement"],
            "good_practice": texts_of(value.get("good_practice") or ()),
            "help": html_of(value.get("help")),
            "links": links_of(value.get("links")),
            "suggested_measures": [
                {"id": id, "text": measure["text"], "role": measure.get("role")}
                for id, measure in children_of(value.get("suggested_measures"))
                if measure.get("text")
            ],
            "weight": 1 if weight is None else weight,
        }


class CheckSectionBlock(DocumentBlock):
    """A topic of the check."""

    title = blocks.CharBlock(label=_("Topic"), max_length=255)
    intro = ProseBlock(label=_("Introduction"), required=False, features=FEATURES)
    checkpoints = blocks.ListBlock(CheckpointBlock(), label=_("Checkpoints"), collapsed=True)

    class Meta:
        label = _("Topic")
        description = _("A topic with its checkpoints, which are rated one after the other.")
        icon = "folder-open-inverse"
        label_format = "{title}"

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        checkpoints = value.get("checkpoints")
        block = self.child_blocks["checkpoints"].child_block
        members = [block.to_document(one, identity=id) for id, one in children_of(checkpoints)]
        return {
            "id": identity,
            "title": value.get("title"),
            "intro": html_of(value.get("intro")),
            "checkpoints": [member for member in members if member],
        }


class LevelBlock(DocumentBlock):
    """One rating of the scale."""

    label = blocks.CharBlock(label=pgettext_lazy("of a level", "Words"), max_length=100)
    need = blocks.IntegerBlock(
        label=_("Need for action"),
        min_value=0,
        max_value=100,
        default=0,
        help_text=_("0 where nothing needs to be done, rising with urgency."),
    )
    symbol = blocks.ChoiceBlock(label=_("Symbol"), choices=SYMBOLS, default="circle")
    role = blocks.ChoiceBlock(label=_("Colour"), choices=ROLES, default="neutral")
    key = blocks.RegexBlock(
        label=_("Key"),
        regex=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
        required=False,
        max_length=64,
        error_messages={"invalid": _("Use letters, digits, hyphens and underscores only.")},
        help_text=_("For programmers. It must never change; leave it empty if you need none."),
    )

    class Meta:
        label = _("Level")
        description = _("One answer of the scale, with a symbol and a colour.")
        form_layout = BlockGroup(
            children=[
                "label",
                "need",
                "symbol",
                "role",
                BlockGroup(children=["key"], heading=_("For programmers"), classname="collapsed"),
            ]
        )
        icon = "circle-check"
        label_format = "{label}"

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("label"):
            return None
        return {
            "key": value.get("key") or identity,
            "label": value["label"],
            "symbol": value.get("symbol") or "circle",
            "need": value.get("need") or 0,
            "role": value.get("role") or "neutral",
        }


class BandBlock(DocumentBlock):
    """What a result between two percentages says."""

    scope = blocks.ChoiceBlock(
        label=_("For"),
        choices=[("section", _("a topic")), ("whole", _("the whole check"))],
        default="section",
    )
    sections = PartsBlock(
        label=_("For these topics only"),
        source="sections",
        words="title",
        help_text=_("Without a tick, the text is for every topic."),
    )
    start = blocks.IntegerBlock(
        label=_("From percent"),
        min_value=0,
        max_value=100,
        help_text=_("Need for action: 0 is none, 100 the greatest possible."),
    )
    end = blocks.IntegerBlock(label=_("to percent"), min_value=0, max_value=100)
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=255)
    text = ProseBlock(label=_("Text"), required=False, features=FEATURES)

    class Meta:
        label = _("Result text")
        description = _("What a result between two percentages says.")
        icon = "doc-full"
        label_format = "{title} ({start}–{end} %)"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        start, end = cleaned.get("start"), cleaned.get("end")
        if start is not None and end is not None and start > end:
            error = ValidationError(_("The end must not be below the beginning."))
            raise StructBlockValidationError(block_errors={"end": error})
        return cleaned

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        start, end = value.get("start"), value.get("end")
        if start is None or end is None or start > end or not value.get("scope"):
            return None
        return {
            "scope": value["scope"],
            "from": start,
            "to": end,
            "title": value.get("title"),
            "text": html_of(value.get("text")),
            "sections": value.get("sections") if value["scope"] == "section" else [],
        }


class CompletionBlock(DocumentBlock):
    """When the check counts as completed."""

    rule = blocks.ChoiceBlock(
        label=_("Rule"),
        choices=[
            ("all-sections", _("All topics are rated")),
            ("sections", _("So many topics are rated")),
            ("measures", _("So many measures are planned")),
        ],
    )
    count = blocks.IntegerBlock(
        label=pgettext_lazy("how many", "Number"), required=False, min_value=1, max_value=1000
    )
    sections = PartsBlock(
        label=_("Of these topics"),
        source="sections",
        words="title",
        help_text=_("For “So many topics are rated”. Without a tick, all topics count."),
    )
    columns = PartsBlock(
        label=_("Columns of the plan that must be filled in"),
        source="plan",
        words="label",
        help_text=_("For “So many measures are planned”."),
    )

    class Meta:
        label = _("Rule")
        description = _("When the check counts as completed.")
        label_format = "{rule}"
        icon = "check"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        counted = cleaned.get("rule") in ("sections", "measures")
        if counted and not cleaned.get("count") and not self.is_deferred_validation:
            error = ValidationError(_("This rule needs a number."))
            raise StructBlockValidationError(block_errors={"count": error})
        return cleaned

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        rule, count = value.get("rule"), value.get("count")
        if not rule or (rule != "all-sections" and not count):
            return None
        if rule == "all-sections":
            return {"rule": rule}
        part = "columns" if rule == "measures" else "sections"
        return {"rule": rule, "count": count, part: value.get(part)}


class PlanColumnBlock(DocumentBlock):
    """A column of the plan of action."""

    label = blocks.CharBlock(label=_("Heading"), max_length=100)
    key = blocks.RegexBlock(
        label=_("Key"), regex=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", required=False, max_length=64
    )

    class Meta:
        label = _("Column")
        description = _("A column of the plan of action.")
        form_layout = BlockGroup(
            children=[
                "label",
                BlockGroup(children=["key"], heading=_("For programmers"), classname="collapsed"),
            ]
        )
        icon = "table"
        label_format = "{label}"

    def to_document(self, value: blocks.StructValue, *, identity: str) -> dict | None:
        if not value.get("label"):
            return None
        return {"key": value.get("key") or identity, "label": value["label"]}


def children_of(values: ListValue | None) -> Iterator[tuple[str, blocks.StructValue]]:
    """Id and value of each entry of a list."""
    for child in values.bound_blocks if values else ():
        yield child.id, child.value
