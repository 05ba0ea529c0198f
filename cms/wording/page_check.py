"""Checking a whole page: which words, where on the page, and what of it somebody has cleared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.page_text import Children, page_text
from cms.wording.checking import Finding, check
from cms.wording.excerpts import Segment, excerpt
from cms.wording.models import WordingClearance
from cms.wording.rules import active_rules


@dataclass(frozen=True, slots=True)
class PageFinding:
    """A finding on a page: its place in words, and the words marked with a little around them."""

    finding: Finding
    path: str
    place: str
    segments: tuple[Segment, ...]
    cleared: WordingClearance | None = None

    @property
    def blocks(self) -> bool:
        """Whether the page is held back for it."""
        return self.finding.blocks

    @property
    def digest(self) -> str:
        """What a clearance remembers."""
        return self.finding.digest

    @property
    def is_open(self) -> bool:
        """Whether nobody has cleared it."""
        return self.cleared is None


class WordingRefused(ValidationError):
    """A page that does not go out, with the findings that keep it back. The message names them."""

    def __init__(self, page: Page, findings: Sequence[PageFinding]) -> None:
        self.page = page
        self.findings = tuple(findings)
        super().__init__(
            _("“%(page)s”没有发布，用语检查标出：%(words)s。") % {"page": page.title, "words": named(findings)},
            code="wording",
        )


def check_page(page: Page, children: Children | None = None) -> list[PageFinding]:
    """Find everything on a page, in its order; two queries (rules, clearances), one for a page not saved yet."""
    rules = active_rules("pages")
    cleared = clearances_of(page)
    return [
        PageFinding(
            finding, passage.path, passage.label, tuple(excerpt(passage.text, finding)), cleared.get(finding.digest)
        )
        for passage in page_text(page, children)
        for finding in check(passage.text, rules)
    ]


def clearances_of(page: Page) -> Mapping[str, WordingClearance]:
    """What was cleared on a page, by digest."""
    if page.pk is None:
        return {}
    rows = WordingClearance.objects.filter(page_id=page.pk).select_related("cleared_by")
    return {row.digest: row for row in rows}


def named(findings: Sequence[PageFinding]) -> str:
    """The words found, each once: “甲”（正文）、“乙”（标题）."""
    words = dict.fromkeys(f"“{row.finding.words}”（{row.place}）" for row in findings)
    return "、".join(list(words)[:8]) + (_("等 %(count)d 处") % {"count": len(words)} if len(words) > 8 else "")
