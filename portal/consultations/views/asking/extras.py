"""What single screens show beside their form: suggested topics, public answers, files, the texts that are agreed to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from cms.core.models import Topic
from cms.directory.models import Institution
from portal.common.clock import request_today
from portal.consultations.asking.content import Content
from portal.consultations.asking.hints import PersonalData, danger_in
from portal.consultations.asking.similar import similar_answers
from portal.consultations.asking.steps import Step
from portal.consultations.asking.topics import SUGGESTED, TopicWords, suggest_topics
from portal.consultations.attachments.limits import MEGABYTE, MOST_BYTES, MOST_FILES
from portal.consultations.models import Attachment
from portal.consultations.services.intake.texts import CurrentTexts, current_texts
from portal.consultations.views.asking.session import draft_key

MOST_DISTRICTS = 40
VIOLENCE = "family_violence"


def extras_of(request: HttpRequest, step: Step, content: Content) -> dict[str, Any] | None:
    """Further context of a screen; None where there is nothing to show, so that it is passed over."""
    make = _EXTRAS.get(step.name)
    return make(request, content) if make else {}


def suggested_topics(text: str) -> list[str]:
    """The codes of at most two topics that a text may be about; one query."""
    topics = [TopicWords(topic.code, topic.name, topic.alias_list) for topic in Topic.objects.all()]
    found = suggest_topics(text, topics)
    danger = danger_in(text)
    if danger is not None and danger.is_at_home:
        found = [VIOLENCE, *(code for code in found if code != VIOLENCE)][:SUGGESTED]
    return found


def _topic(request: HttpRequest, content: Content) -> dict[str, Any]:
    return {"suggested": suggested_topics(content.question)}


def _answers(request: HttpRequest, content: Content) -> dict[str, Any] | None:
    found = similar_answers(content.question, request_today(request))
    return {"results": found} if found else None


def _where(request: HttpRequest, content: Content) -> dict[str, Any]:
    districts = Institution.objects.exclude(district="").order_by("district").values_list("district", flat=True)
    return {"districts": list(districts.distinct()[:MOST_DISTRICTS])}


def _personal(request: HttpRequest, content: Content) -> dict[str, Any]:
    return {"found": PersonalData(content.question), "can_undo": bool(content.earlier_texts)}


def _files(request: HttpRequest, content: Content) -> dict[str, Any]:
    files = Attachment.objects.filter(draft__key=draft_key(request), removed_at__isnull=True)
    return {"files": list(files), "most_files": MOST_FILES, "most_megabytes": MOST_BYTES // MEGABYTE}


def texts_of(request: HttpRequest) -> CurrentTexts:
    """The versions that hold today, read once a request."""
    kept: Any = request
    if not hasattr(kept, "_consultation_texts"):
        kept._consultation_texts = current_texts(request_today(request))
    found: CurrentTexts = kept._consultation_texts
    return found


def _texts(request: HttpRequest, content: Content) -> dict[str, Any]:
    return {"texts": texts_of(request)}


_EXTRAS: dict[str, Callable[[HttpRequest, Content], dict[str, Any] | None]] = {
    "topic": _topic,
    "where": _where,
    "answers": _answers,
    "personal": _personal,
    "files": _files,
    "notice": _texts,
    "consent": _texts,
}
