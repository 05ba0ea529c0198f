"""The first page, and the ways out: erase what was typed, ask elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from portal.common import clock
from portal.common.page_cache import cached_page, keep_out
from portal.consultations import neighbours
from portal.consultations.asking.steps import CHECK, first_open
from portal.consultations.models import AskingMode, ConsultationSettings
from portal.consultations.models.choices import Channel
from portal.consultations.promise import promise_for
from portal.consultations.services.intake.drafts import DraftGone, discard_draft, read_draft
from portal.consultations.services.intake.submitting import LONGEST_QUESTION
from portal.consultations.views.asking.carried import topic_carried
from portal.consultations.views.asking.session import draft_key, forget


@require_safe
@cached_page(uncached=("q", "topic"))
def start(request: HttpRequest) -> HttpResponse:
    """What asking is, what it costs (nothing), when an answer comes, what happens next, what not to write. ``?q=`` carries the
    words of a search over, ``?topic=`` the topic of a page that was read."""
    keep_out(request)  # the promise is that of this minute
    rules = ConsultationSettings.load()
    words = request.GET.get("q", "")[:LONGEST_QUESTION]
    carried = {name: value for name, value in (("q", words), ("topic", topic_carried(request))) if value}
    begin = reverse("ask_step", args=["question"])
    context = {
        "rules": rules,
        "needs_phone": rules.asking_mode != AskingMode.NONE,
        "needs_name": rules.asking_mode == AskingMode.REAL_NAME,
        "promise": promise_for(Channel.MESSAGE, clock.now()),
        "begin_url": f"{begin}?{urlencode(carried)}" if carried else begin,
        "begun": _begun(request),
        "sections": neighbours.start_sections(request) if rules.is_open else [],
    }
    return render(request, "consultations/asking/start.html", context)


def _begun(request: HttpRequest) -> dict[str, Any]:
    """What was begun and not sent, or sent and not noted. Who has no session is not given one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not draft_key(request):
        return {}
    try:
        draft, content = read_draft(draft_key(request))
    except DraftGone:
        return {}
    if content.receipt_number:
        return {"receipt": True}
    open_one = first_open(content)
    url = reverse("ask_check") if open_one == CHECK else reverse("ask_step", args=[open_one])
    return {"url": url, "until": draft.expires_at}


@require_POST
@cache_control(no_store=True)
def discard(request: HttpRequest) -> HttpResponseBase:
    """Erase what was typed, at once, with its files; then a page that says so."""
    discard_draft(draft_key(request))
    forget(request)
    return HttpResponseRedirect(reverse("ask_erased"))


@require_safe
@cache_control(no_store=True)
def erased(request: HttpRequest) -> HttpResponse:
    """It is gone."""
    return render(request, "consultations/asking/erased.html")


@require_safe
@cached_page()
def without(request: HttpRequest) -> HttpResponse:
    """Who does not want to ask here, or cannot: every other way to be helped (article 35)."""
    return render(request, "consultations/asking/without.html")
