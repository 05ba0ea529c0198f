"""``/consultations/privacy-rules/`` and the like: each text that is put before a citizen, with every version that ever held."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.core.templatetags.dates import chinese_date
from portal.common.clock import request_today
from portal.common.page_cache import cached_page
from portal.consultations.models import PrivacyRules, RiskNotice, ServiceAgreement, ServiceRules
from portal.consultations.models.agreements import VersionedText

TEXTS: dict[str, type[VersionedText]] = {
    "privacy-rules": PrivacyRules,
    "agreement": ServiceAgreement,
    "risk-notice": RiskNotice,
    "service-rules": ServiceRules,
}


@require_safe
@cached_page()
def text(request: HttpRequest, name: str, version: str = "") -> HttpResponse:
    """The version that holds today, or an earlier one; one that is still to come is nobody's yet (404)."""
    today = request_today(request)
    held = list(TEXTS[name]._default_manager.filter(effective_on__lte=today).order_by("-effective_on", "-pk"))
    shown = next((each for each in held if version in ("", each.version)), None)
    if shown is None:
        raise Http404
    context = {
        "shown": shown,
        "is_current": shown == held[0],
        "current_url": reverse(f"consultation_{name}"),
        "versions": [_line(name, each, shown) for each in held] if len(held) > 1 else [],
    }
    return render(request, "consultations/text.html", context)


def _line(name: str, each: VersionedText, shown: VersionedText) -> dict[str, Any]:
    return {
        "when": chinese_date(each.effective_on),
        "text": each.version,
        "url": "" if each == shown else reverse(f"consultation_{name}_version", args=[each.version]),
        "current": each == shown,
    }
