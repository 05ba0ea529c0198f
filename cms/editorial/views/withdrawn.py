"""What an address says whose news was withdrawn: 410, the day and the reason, and nothing of what it was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.editorial.news_records import NewsWithdrawal
from cms.editorial.sections import SECTION_OF
from portal.common.clock import SHANGHAI


def withdrawn_page(request: HttpRequest, withdrawal: NewsWithdrawal) -> HttpResponse:
    """Tell it."""
    section = SECTION_OF["news_article"]
    day = withdrawal.withdrawn_at.astimezone(SHANGHAI).date()
    context = {
        "section": section,
        "trail": [{"title": section.title, "url": section.url}],
        "rows": [
            {"term": _("撤下日期"), "text": chinese_date(day)},
            {"term": _("理由"), "text": withdrawal.reason},
        ],
    }
    response = render(request, "editorial/withdrawn.html", context, status=410)
    response["Cache-Control"] = "no-store"
    return response
