"""What the block picker shows of a block before it is added."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse
from wagtail.blocks import Block, StructBlock

from omwagtail.content import blocks

# What only other blocks hold: no editor meets them in a picker. A partner's subclasses neither.
ABSTRACT = (blocks.DocumentBlock,)
CHECK_PARTS = "omwagtail.content.blocks.questionnaire"

SHOWN = {
    blocks.ActorBlock: ["Guild of toolmakers", "Its members find apprentices."],
    blocks.MemberBlock: ["Employment agency", "Member of the advisory board"],
    blocks.BodyBlock: ["Advisory board", "Meets twice a year"],
    blocks.FundingBlock: ["Membership fees", "60"],
    blocks.ContactBlock: ["Kim Beispiel", "kim@netzwerk.example"],
    blocks.PictureBlock: ["Two people at a workbench", "Photo: Kim Beispiel"],
    blocks.DownloadBlock: ["Cooperation agreement"],
    blocks.ReferenceBlock: ["https://partner.example/praxis/ausbildung/"],
    blocks.RelatedBlock: ["https://partner.example/praxis/ausbildung/"],
    blocks.SourceBlock: ["Annual report"],
    blocks.LinkBlock: ["Annual report"],
    blocks.SectionBlock: ["How they went about it", "Five firms share one workshop"],
    blocks.FactBlock: ["Firms in the network", "18", "2010"],
    blocks.MilestoneBlock: ["2004", "Six firms found the network."],
    blocks.QuoteBlock: ["Alone we would never", "Head of a firm"],
    blocks.EventBlock: ["Workshop", "Leipzig", "Welcome and round of introductions"],
    blocks.ProgrammeItemBlock: ["10:00", "Welcome and round of introductions"],
    blocks.ProgrammeFundingBlock: ["Programme for skilled labour", "Ministry of Labour"],
    blocks.LineBlock: ["Every partner names one person"],
}


class Words(HTMLParser):
    """The words of a page, and its style sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.styles = [], []

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "link":
            self.styles.append(found["href"])
        self.words.append(found.get("aria-label") or "")


def preview(editor, block: Block) -> Words:
    """The page that the picker shows in a frame."""
    answer = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    page = Words()
    page.feed(answer.content.decode())
    return page


@pytest.mark.parametrize("block_class", SHOWN, ids=lambda one: one.__name__)
def test_a_sample_is_shown_in_the_look_of_the_public_page(editor, block_class, settings):
    settings.LANGUAGE_CODE = "en"
    block = block_class(label="A block")
    page = preview(editor, block)
    shown = " ".join(" ".join(page.words).split())
    assert [words for words in SHOWN[block_class] if words not in shown] == []
    assert any("omwagtail/document.css" in address for address in page.styles)
    assert block.is_previewable
    assert block.get_description()


def test_every_block_that_pages_offer_has_a_sample():
    offered = {
        found
        for name in blocks.__all__
        if isinstance(found := getattr(blocks, name), type)
        and issubclass(found, StructBlock)
        and found.__module__ != CHECK_PARTS
    }
    assert offered - set(SHOWN) - set(ABSTRACT) == set()


def test_a_partners_own_block_does_not_pass_for_another():
    class OwnBlock(blocks.DocumentBlock):
        pass

    assert not OwnBlock().is_previewable
