"""A public consultation for programs, in schema.org's words: ``QAPage``. Only what the page shows to people is described."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cms.core.structured_data import absolute, breadcrumbs, thing
from portal.consultations.models.answers import SECTIONS
from portal.public_board.catalogue import BOARD_URL, PublicCase
from portal.public_board.content import PublicAnswer


def trail_of(case: PublicCase) -> list[dict[str, str]]:
    """The way to the page."""
    trail = [{"title": _("公开的咨询"), "url": BOARD_URL}]
    if case.topic is not None:
        trail.append({"title": case.topic.name, "url": f"{BOARD_URL}?topic={case.topic.code}"})
    return trail


def described(case: PublicCase) -> list[dict[str, Any]]:
    """Describe the page and the way to it."""
    page = case.page
    question = thing(
        "Question",
        name=page.title,
        text="\n".join((page.question, *page.facts)),
        dateCreated=page.asked_on,
        answerCount=len(page.answers),
        about=[case.topic.name] if case.topic is not None else [],
        acceptedAnswer=_answer(page.answers[0], case) if page.answers else None,
        suggestedAnswer=[_answer(answer, case) for answer in page.answers[1:]],
    )
    whole = thing(
        "QAPage",
        name=page.title,
        url=absolute(case.url),
        inLanguage="zh-Hans",
        datePublished=case.published_at.date(),
        mainEntity=question,
    )
    return [whole, breadcrumbs(trail_of(case), page.title, case.url)]


def answer_text(answer: PublicAnswer) -> str:
    """The four sections of an answer as one text."""
    return "\n".join(_filled(getattr(answer, name) for name in SECTIONS))


def _answer(answer: PublicAnswer, case: PublicCase) -> dict[str, Any]:
    return thing("Answer", text=answer_text(answer), dateCreated=answer.answered_on, url=absolute(case.url))


def _filled(words: Iterable[str]) -> Iterable[str]:
    return filter(None, words)
