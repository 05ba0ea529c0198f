"""Making a Q&A draft of a public consultation, and what becomes of it when its source is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from cms.editorial.base import EditorialPage
from cms.editorial.knowledge_qa import KnowledgeQA, KnowledgeQAIndex
from portal.common import clock
from portal.public_board.catalogue import PublicCase, case_of, public_publications
from portal.public_board.derived import DerivedQA
from portal.public_board.models import Publication
from portal.public_board.shown_page import places_of

LONGEST_TITLE, LONGEST_QUESTION = 255, 2000


class NotPublic(Exception):
    """Nothing is public by that code now."""


def may_make(by: Any) -> bool:
    """Whether somebody may write Q&A pages."""
    section = KnowledgeQAIndex.objects.first()
    return section is not None and by.is_active and section.permissions_for_user(by).can_add_subpage()


def make_draft(code: str, *, by: Any) -> KnowledgeQA:
    """The Q&A draft of a public consultation, made of ``PublicPage`` alone; the one there is, if it was made before. Raises
    NotPublic, PermissionDenied."""
    if not may_make(by):
        raise PermissionDenied
    with transaction.atomic():
        row = public_publications().select_for_update(of=("self",)).filter(code=code).first()
        if row is None:
            raise NotPublic
        before = DerivedQA.objects.filter(publication=row).select_related("page").first()
        if before is not None:
            return before.page
        page = _drafted(case_of(row), by)
        DerivedQA.objects.create(code=row.code, publication=row, page=page, made_by=by, made_at=clock.now())
    return page


def review_what_came_of(publication: Publication) -> None:
    """The source is not public any more: its Q&A page, published or not, is due to be read again today. Inside the
    transaction that withdraws."""
    now = clock.now()
    keys = DerivedQA.objects.filter(publication=publication, source_gone_at__isnull=True).values_list("page", flat=True)
    # Not saved as pages are: no fault of a page may hold a withdrawal up.
    EditorialPage.objects.filter(pk__in=list(keys)).update(review_due_on=clock.today())
    DerivedQA.objects.filter(publication=publication, source_gone_at__isnull=True).update(source_gone_at=now)


def waits_for_review(derived: DerivedQA) -> bool:
    """Whether nobody has published the page anew since its source was taken back."""
    if derived.source_gone_at is None:
        return False
    published = derived.page.last_published_at
    return not derived.page.live or published is None or published <= derived.source_gone_at


def _drafted(case: PublicCase, by: Any) -> KnowledgeQA:
    page = case.page
    first = page.answers[0]
    draft = KnowledgeQA(
        title=page.title[:LONGEST_TITLE],
        question="\n".join((page.question, *page.facts))[:LONGEST_QUESTION],
        short_answer=_prose(first.conclusion),
        detail=list(_detail(case)),
        next_steps=_prose(first.next_steps),
        citations=[("citation", place) for place in places_of(page)],
        import_notes=_("由公开的咨询 %(code)s 做成。请改写成人人适用的问题和回答，去掉只属于那一件的情节。")
        % {"code": case.code},
        owner=by,
        live=False,
    )
    KnowledgeQAIndex.objects.get().add_child(instance=draft)
    if case.topic is not None:
        draft.topics = [case.topic]
    draft.save()
    draft.save_revision(user=by, log_action=True, clean=False)
    return draft


def _detail(case: PublicCase) -> Iterator[tuple[str, str]]:
    for number, answer in enumerate(case.page.answers):
        if number:
            yield "heading", (answer.further or _("进一步的答复"))[:80]
            yield from (("prose", _prose(text)) for text in (answer.conclusion, answer.next_steps) if text)
        yield from (("prose", _prose(text)) for text in (answer.legal_basis, answer.reasoning) if text)


def _prose(text: str) -> str:
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in text.splitlines() if line.strip()))
