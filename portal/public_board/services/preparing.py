"""Hiding what points at people, and another person's look at it: prepared, approved, sent back, refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.common.redaction_wide import Mark
from portal.consultations.actors import Actor
from portal.consultations.policies import WrongState
from portal.consultations.services.case.telling import BACKEND, Told, tell_citizen, tell_moderators
from portal.notifications.services import notify
from portal.public_board.barred import barred
from portal.public_board.composing import Left, as_spans, compose, left_in, marks_of
from portal.public_board.content import PublicPage
from portal.public_board.models import Publication
from portal.public_board.parts import Source, source_of
from portal.public_board.policies import APPROVE, demand, why_words
from portal.public_board.services.moving import EMPTY, changed, held
from portal.public_board.services.wanting import page_of
from portal.public_board.states import PublicationAct

LONGEST_LABEL = 20
LONGEST_REASON = 300
SHORTEST_CLEARING = 2


def prepare(
    publication: Publication,
    marks: Sequence[Mark],
    *,
    by: Actor,
    marked_by: Mapping[tuple[str, int, int], str] | None = None,
) -> Publication:
    """Hide what the marks say; the page is composed and waits for another person. Raises ValidationError for marks that do not
    fit the texts as they are now, PermissionDenied, WrongState."""
    with transaction.atomic():
        publication = held(publication)
        doer = demand(by, PublicationAct.PREPARE, publication)
        source = demand_allowed(publication)
        marks = sorted(marks, key=lambda mark: (mark.part, mark.start))
        demand_fitting(source, marks)
        page = compose(source, marks)
        at = clock.now()
        answered = source.answers[-1].sent_at.astimezone(SHANGHAI).date()
        changed(
            publication,
            PublicationAct.PREPARE,
            by,
            doer,
            at=at,
            said={"marks": len(marks)},
            spans=as_spans(marks, marked_by or {}),
            content_digest=page.digest,
            topic=publication.consultation.topic,
            answered_on=answered,
            law_on=page.law_date,
            note="",
            cleared="[]",
            **_page_and_hands(page, by, at),
        )
        found = get_user_model().objects.with_perm(APPROVE, backend=BACKEND).exclude(pk=by.pk)
        notify(found, _("有一件公开的咨询等待复核。"), url=page_of(publication))
        return publication


def _page_and_hands(page: PublicPage, by: Any, at: Any) -> dict[str, Any]:
    return {"content": page.as_json(), "prepared_by": by, "prepared_at": at, "approved_by": None, "approved_at": None}


def demand_allowed(publication: Publication) -> Source:
    """The case as it is now; raises WrongState where the rules forbid that it is public, and says why."""
    source = source_of(publication.consultation)
    reasons = barred(publication.consultation, source.texts.values())
    if reasons:
        raise WrongState(_("依照规定不能公开：%(why)s。") % {"why": why_words(reasons)})
    return source


def demand_fitting(source: Source, marks: Sequence[Mark]) -> None:
    """Raise ValidationError unless every mark lies in its part, none over another, each with a label that hides."""
    texts = source.texts
    last: Mark | None = None
    hidden = {texts[mark.part][mark.start : mark.end] for mark in marks if mark.part in texts}
    for mark in marks:
        text = texts.get(mark.part)
        if text is None or not 0 <= mark.start < mark.end <= len(text):
            raise ValidationError(_("内容刚刚有变化，请重新打开再标。"))
        if last is not None and last.part == mark.part and mark.start < last.end:
            raise ValidationError(_("有两处隐去的文字重叠，请重新打开再标。"))
        if not mark.label.strip() or len(mark.label) > LONGEST_LABEL:
            raise ValidationError(_("代称要写，最多%d个字。") % LONGEST_LABEL)
        if any(len(words) > 1 and words in mark.label for words in hidden):
            raise ValidationError(_("代称“%s”里还有要隐去的文字。") % mark.label)
        last = mark


def page_now(publication: Publication) -> PublicPage:
    """The page that the kept map makes of the case as it is now."""
    return compose(source_of(publication.consultation), marks_of(publication.spans))


def is_current(publication: Publication) -> bool:
    """Whether the page that was kept is still what the map makes of the case."""
    try:
        return page_now(publication).digest == publication.content_digest
    except (KeyError, IndexError):
        return False


def to_clear(publication: Publication) -> tuple[Left, ...]:
    """What the last check finds in the page: each must be said to be nobody's before it is approved."""
    return left_in(page_now(publication))


def approve(publication: Publication, cleared: Mapping[str, str], *, by: Actor) -> Publication:
    """Pass it on to the citizen. ``cleared``: for each words that the last check found, why they are nobody's. Never by who
    prepared it. Raises ValidationError naming what is not cleared."""
    with transaction.atomic():
        publication = held(publication)
        doer = demand(by, PublicationAct.APPROVE, publication)
        demand_allowed(publication)
        if not is_current(publication):
            raise WrongState(_("内容刚刚有变化，请退回重新隐去信息。"))
        found = {one.words for one in to_clear(publication)}
        open_ones = [words for words in found if len(cleared.get(words, "").strip()) < SHORTEST_CLEARING]
        if open_ones:
            raise ValidationError(
                _("还有没有核对的文字：%s。请逐条写明为什么可以公开，或者退回。") % "、".join(sorted(open_ones))
            )
        kept = [{"words": words, "reason": cleared[words].strip()[:LONGEST_REASON]} for words in sorted(found)]
        changed(
            publication,
            PublicationAct.APPROVE,
            by,
            doer,
            at=clock.now(),
            said={"cleared": len(kept)},
            approved_by=by,
            approved_at=clock.now(),
            cleared=json.dumps(kept, ensure_ascii=False),
        )
        tell_citizen(publication.consultation, Told.HANDLED)
        return publication


def cleared_words(publication: Publication) -> frozenset[str]:
    """What somebody said is nobody's."""
    return frozenset(row["words"] for row in json.loads(publication.cleared))


def send_back(publication: Publication, reason: str, *, by: Actor) -> Publication:
    """Give it back to who hides, with the reason; the map is kept to go on from."""
    reason = demanded(reason)
    with transaction.atomic():
        publication = held(publication)
        doer = demand(by, PublicationAct.SEND_BACK, publication)
        changed(publication, PublicationAct.SEND_BACK, by, doer, at=clock.now(), **{**EMPTY, "note": reason})
        tell_moderators(publication.consultation, _("有一件公开的咨询复核退回了。"), url=page_of(publication))
        return publication


def refuse(publication: Publication, reason: str, *, by: Actor) -> Publication:
    """Say that this case is not fit to be public though no rule saw it; the citizen is told so, with the reason."""
    reason = demanded(reason)
    with transaction.atomic():
        publication = held(publication)
        doer = demand(by, PublicationAct.REFUSE, publication)
        changed(
            publication, PublicationAct.REFUSE, by, doer, at=clock.now(), **{**EMPTY, "spans": "[]", "note": reason}
        )
        tell_citizen(publication.consultation, Told.HANDLED)
        return publication


def demanded(reason: str) -> str:
    """A reason that was written."""
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("请写明原因。")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("原因最多%d个字。") % LONGEST_REASON})
    return reason
