"""The answer behind a public page is in doubt (changed law, an error found): people look whether it may stay, and what an
editor made of it is due to be read again. Once it stands, whoever could not agree meanwhile is told that they can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from cms.editorial.models import EditorialPage
from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.services.case.telling import BACKEND, Told, tell_citizen
from portal.notifications.services import notify
from portal.public_board.derived import DerivedQA
from portal.public_board.models import Publication, PublicationState
from portal.public_board.policies import APPROVE


def enter_review(sender: Any, *, cases: Sequence[int], **kwargs: Any) -> None:
    """Receive ``answers_in_doubt``, in the transaction that puts the doubt on file: four statements for any number of cases,
    and one message each to who approves. The rows are held, so that a consent that is being given at this moment comes before
    (the page is public, and is told of) or after (it sees the doubt, and is refused)."""
    pages = DerivedQA.objects.filter(publication__consultation__in=cases).values_list("page", flat=True)
    EditorialPage.objects.filter(pk__in=list(pages)).update(review_due_on=clock.today())
    shown = Publication.objects.filter(
        consultation__in=cases, state__in=(PublicationState.APPROVED, PublicationState.PUBLIC)
    )
    states = list(shown.order_by("pk").select_for_update().values_list("state", flat=True))
    public = states.count(PublicationState.PUBLIC)
    if public:
        words = _("有%(count)d件公开的咨询，答复正在复查：引用的法律有变动，或者有人认为有误。请看是否先撤下。")
        people = get_user_model().objects.with_perm(APPROVE, backend=BACKEND)
        notify(people, words % {"count": public}, url="/workbench/publications/")


def may_decide_again(sender: Any, *, cases: Sequence[int], **kwargs: Any) -> None:
    """Receive ``doubts_ended``: whose page waits for their word, and could not be agreed to meanwhile, is told that it can.

    The rows are held before it is asked whether anything is in doubt still: of the two last doubts of a case, ended at one
    moment, the later sees that the other is over, and its citizen is told once. A page that was corrected waits to be
    prepared anew, and is told of then.
    """
    waiting = Publication.objects.filter(consultation__in=cases, state=PublicationState.APPROVED)
    found = list(waiting.order_by("pk").select_for_update(of=("self",)).select_related("consultation__citizen"))
    doubted = neighbours.cases_in_doubt([one.consultation_id for one in found]) if found else set()
    for publication in found:
        if publication.consultation_id not in doubted:
            tell_citizen(publication.consultation, Told.MAY_DECIDE)
