"""What the editor's scripts ask: articles by words, as a fragment for the panel and as JSON for the citation line. Nothing but
public law is in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.laws.admin.citing import candidates
from portal.accounts.doors import staff_page
from portal.common.clock import request_today
from portal.consultations.editor.panel import laws_found
from portal.consultations.views.answering.opening import WRITERS

LAW_READERS = (*WRITERS, "expert_panel.review_answer")
"""Experts write answers too, in a room of their own."""

cite: Any = staff_page(*LAW_READERS)(candidates)


@never_cache
@require_safe
@staff_page(*LAW_READERS)
def search(request: HttpRequest) -> HttpResponse:
    """The results of the law panel alone."""
    words = request.GET.get("q", "")
    offer = laws_found(words, request_today(request)) if words.strip() else None
    return render(request, "consultations/editor/law_results.html", {"offer": offer, "law": words})
