"""Check your answers, and send: once, whatever is pressed twice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.common import clock
from portal.common.clock import request_today
from portal.consultations.asking.content import Content
from portal.consultations.asking.filling import Filled
from portal.consultations.asking.hints import danger_of, limitation_near
from portal.consultations.asking.steps import CHECK, first_open, name_before
from portal.consultations.asking.summary import summary
from portal.consultations.models import Attachment, ConsultationSettings
from portal.consultations.models.choices import Channel
from portal.consultations.promise import promise_for
from portal.consultations.services.intake.asking_limits import may_send
from portal.consultations.services.intake.drafts import DraftGone, changed_draft, read_draft
from portal.consultations.services.intake.sending import send_draft
from portal.consultations.views.asking.asker import Asker, asker_of
from portal.consultations.views.asking.session import draft_key, sender_of
from portal.consultations.views.asking.wizard import address, gone, to, too_often

TEMPLATE = "consultations/asking/check.html"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def check(request: HttpRequest) -> HttpResponseBase:
    """Show everything that was said; the button sends it."""
    try:
        _kept, content = read_draft(draft_key(request))
        if content.receipt_number:
            return to("receipt")
        if (open_one := first_open(content)) != CHECK:
            return to(open_one)
        filled = Filled(content, request_today(request))
        if filled.wrong:
            return _open_again(request, filled)
        return _send(request, content, filled) if request.method == "POST" else _page(request, content, filled)
    except DraftGone:
        return gone(request)


def _open_again(request: HttpRequest, filled: Filled) -> HttpResponseRedirect:
    """Something does not hold any more (a new version of a text, a topic that is gone): its screen is asked again."""
    wrong = filled.wrong[0].name
    with changed_draft(draft_key(request)) as (_kept, content):
        content.note_passed(wrong, False)
    return HttpResponseRedirect(f"{address(wrong)}?wrong")


def _send(request: HttpRequest, content: Content, filled: Filled) -> HttpResponseBase:
    rules = ConsultationSettings.load()
    asker = asker_of(request, rules)
    context = _context(request, content, filled, asker)
    if not rules.is_open:
        return render(request, TEMPLATE, {**context, "problem": closed_words(rules)})
    if not asker.may_send:
        return HttpResponseRedirect(asker.next_url)
    if not may_send(sender_of(request), clock.now()):
        return too_often(request, context, TEMPLATE)
    try:
        send_draft(draft_key(request), citizen=asker.citizen)
    except ValidationError as error:
        return render(request, TEMPLATE, {**context, "problem": " ".join(error.messages)})
    return to("receipt")


def closed_words(rules: ConsultationSettings) -> str:
    """Why nothing is taken now, in the installation's words or ours."""
    return rules.closed_words or _("网上提问刚刚暂停，您写的都还在。请稍后再试，或者拨打12348。")


def _page(request: HttpRequest, content: Content, filled: Filled) -> HttpResponse:
    asker = asker_of(request, ConsultationSettings.load())
    return render(request, TEMPLATE, _context(request, content, filled, asker))


def _context(request: HttpRequest, content: Content, filled: Filled, asker: Asker) -> dict[str, Any]:
    files = Attachment.objects.filter(draft__key=draft_key(request), removed_at__isnull=True).count()
    return {
        "said": [
            {"term": line.term, "text": line.text, "url": f"{address(line.step)}?{urlencode({'change': 1})}"}
            for line in summary(filled, files=files)
        ],
        "asker": asker,
        "promise": promise_for(Channel.MESSAGE, clock.now()),
        "danger": danger_of(content),
        "near": limitation_near(filled.said, filled.today),
        "back_url": address(name_before(None, content)),
        "has_draft": True,
        "discard_url": reverse("ask_discard"),
    }
