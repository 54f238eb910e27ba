"""StreamField blocks, by idea. Each says by ``to_document`` what it adds to a document."""

from omwagtail.content.blocks.base import DocumentBlock, LineBlock
from omwagtail.content.blocks.organisations import OrganisationsBlock
from omwagtail.content.blocks.people import (
    ActorBlock,
    BodyBlock,
    ContactBlock,
    FundingBlock,
    MemberBlock,
)
from omwagtail.content.blocks.pictures import DownloadBlock, PictureBlock
from omwagtail.content.blocks.questionnaire import (
    BandBlock,
    CheckpointBlock,
    CheckSectionBlock,
    CompletionBlock,
    LevelBlock,
    MeasureBlock,
    PlanColumnBlock,
)
from omwagtail.content.blocks.references import (
    LinkBlock,
    ReferenceBlock,
    RelatedBlock,
    SourceBlock,
)
from omwagtail.content.blocks.section_form import SectionBlockAdapter
from omwagtail.content.blocks.story import (
    EventBlock,
    FactBlock,
    MilestoneBlock,
    ProgrammeFundingBlock,
    ProgrammeItemBlock,
    QuoteBlock,
    SectionBlock,
    date_block,
)

__all__ = [
    "ActorBlock",
    "BandBlock",
    "BodyBlock",
    "CheckSectionBlock",
    "CheckpointBlock",
    "CompletionBlock",
    "ContactBlock",
    "DocumentBlock",
    "DownloadBlock",
    "EventBlock",
    "FactBlock",
    "FundingBlock",
    "LevelBlock",
    "LineBlock",
    "LinkBlock",
    "MeasureBlock",
    "MemberBlock",
    "MilestoneBlock",
    "OrganisationsBlock",
    "PictureBlock",
    "PlanColumnBlock",
    "ProgrammeFundingBlock",
    "ProgrammeItemBlock",
    "QuoteBlock",
    "ReferenceBlock",
    "RelatedBlock",
    "SectionBlock",
    "SectionBlockAdapter",
    "SourceBlock",
    "date_block",
]
