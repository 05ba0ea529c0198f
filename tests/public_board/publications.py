"""Public consultations put into the tables as the workflow leaves them, for tests of what the public reads."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.common import clock
from portal.consultations.models import Consultation
from portal.public_board import surfaces
from portal.public_board.content import PublicAnswer, PublicCitation, PublicPage
from portal.public_board.models import Publication, PublicationConsent, PublicationState, WithdrawnBecause
from tests.consultations import builders

QUESTION = "公司拖欠我三个月的工资，老板〔姓名已隐去〕一直说没有钱，我应该怎么办？"


def a_citation(**values: Any) -> PublicCitation:
    """An article of the invented law of ``tests.consultations.editor.pages.pay_law``."""
    given = {
        "written": "示范工资法第三十条",
        "slug": "shi-fan-gong-zi-fa",
        "locator": "30",
        "read_on": clock.today().isoformat(),
        "digest": "",
    }
    return PublicCitation(**(given | values))


def an_answer(**values: Any) -> PublicAnswer:
    """A first answer in its four sections."""
    given = {
        "kind": "first",
        "staff_code": "F000017",
        "answered_on": clock.today().isoformat(),
        "conclusion": "公司应当按时足额支付工资，您可以要求支付拖欠的部分。",
        "legal_basis": "用人单位应当及时支付劳动报酬。",
        "reasoning": "没有钱不是不付工资的理由。",
        "next_steps": "先向劳动保障监察机构投诉，也可以申请劳动仲裁。",
    }
    return PublicAnswer(**(given | values))


def a_page(**values: Any) -> PublicPage:
    """A page as it was agreed to."""
    today = clock.today().isoformat()
    given = {
        "title": "公司拖欠三个月工资，怎么办？",
        "question": QUESTION,
        "facts": (),
        "answers": (an_answer(),),
        "files": (),
        "asked_on": today,
        "law_on": today,
    }
    return PublicPage(**(given | values))


@transaction.atomic
def public(
    page: PublicPage | None = None,
    case: Consultation | None = None,
    *,
    topic: str = "labour",
    at: datetime | None = None,
    people: tuple[User, User] | None = None,
    **values: Any,
) -> Publication:
    """A publication that everybody may read, search told."""
    page = page or a_page()
    case = case or a_case()
    first, second = people or two_people()
    at = at or clock.now()
    publication = Publication.objects.create(
        **{
            "code": secrets.token_hex(6).upper(),
            "consultation": case,
            "state": PublicationState.PUBLIC,
            "content": page.as_json(),
            "content_digest": page.digest,
            "topic": builders.topic(topic) if topic else None,
            "asked_on": date.fromisoformat(page.asked_on),
            "answered_on": date.fromisoformat(page.answers[0].answered_on),
            "law_on": page.law_date,
            "wanted_at": at,
            "prepared_by": first,
            "prepared_at": at,
            "approved_by": second,
            "approved_at": at,
            "published_at": at,
            **values,
        }
    )
    PublicationConsent.objects.create(publication=publication, content_digest=page.digest, is_given=True, at=at)
    Consultation.objects.filter(pk=case.pk).update(visibility="public")
    surfaces.changed(publication)
    return publication


@transaction.atomic
def withdrawn(publication: Publication, because: str = WithdrawnBecause.CITIZEN) -> Publication:
    """The same, taken off the board."""
    Publication.objects.filter(pk=publication.pk).update(
        state=PublicationState.WITHDRAWN, withdrawn_at=clock.now(), withdrawn_because=because
    )
    publication.refresh_from_db()
    Consultation.objects.filter(pk=publication.consultation_id).update(visibility="private")
    surfaces.changed(publication)
    return publication


def a_case() -> Consultation:
    """A case that stands behind a publication; what it says is nobody's business."""
    return builders.submitted(question="不得出现在公开页面上的原话。")


def two_people() -> tuple[User, User]:
    """Who prepared, and who looked again."""
    return builders.person("moderator"), builders.person("moderator")


def many(number: int, pages: Iterable[PublicPage] | None = None, **values: Any) -> list[Publication]:
    """So many publications, a minute apart, the latest last."""
    people, now = two_people(), clock.now()
    rows = list(pages or (replace(a_page(), title=f"第{place}件：拖欠工资怎么办？") for place in range(number)))
    return [
        public(page, at=now - timedelta(minutes=number - place), people=people, **values)
        for place, page in enumerate(rows)
    ]
