"""Previews of a draft: the very page readers will see, and the tree the parser makes of the text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.laws.admin.findings import examine
from cms.laws.admin.outline import outline
from cms.laws.catalogue import public_versions
from cms.laws.models import InstrumentVersion
from cms.laws.parser import parse
from cms.laws.published_html import trusted
from cms.laws.services.publishing import rendered_rows
from cms.laws.views import presenting
from cms.laws.views.finding import Found
from cms.laws.views.parts import TextParts, contents_entries
from portal.common.clock import request_today

STRUCTURE = "structure"
PREVIEW_MODES = [("", gettext_lazy("网页")), (STRUCTURE, gettext_lazy("结构"))]


def serve(request: HttpRequest, version: InstrumentVersion, mode: str) -> HttpResponse:
    """Answer a preview in one of the modes. A text whose law is not chosen yet has no page: its structure is shown."""
    if mode == STRUCTURE or version.instrument_id is None:
        return structure_preview(request, version)
    return TemplateResponse(request, "laws/text.html", page_context(version, request_today(request)))


def page_context(version: InstrumentVersion, today: date) -> dict[str, Any]:
    """Give what the public page of a text shows, taken from the draft: its tree rendered as publishing will render it, the
    whole of it on one page, among the texts of the law that are public."""
    siblings = [text for text in public_versions().filter(instrument=version.instrument_id) if text.pk != version.pk]
    texts = sorted([*siblings, version], key=lambda text: text.effective_on or date.max)
    found = Found(version.instrument, texts)
    parsed = parse(version.source_text)
    rows = rendered_rows(version, parsed.nodes)
    parts = TextParts(rows=(rows[0],), shown=rows[0], htmls=tuple(row.html for row in rows), head=parsed.head)
    base = found.instrument.get_absolute_url()
    draft_notice = presenting.Notice(_("这是编辑中内容的预览，发布之后读者才看到。"), "warning", _("预览"))
    said = presenting.what_is_said(found, version, today)
    return {
        **said,
        "notices": [draft_notice, *said["notices"]],
        "html": trusted(parts.htmls, {}),
        "parts": parts,
        "contents": contents_entries(parts, base),
        "pager": {"previous": None, "next": None},
        "base": base,
        "canonical": base,
        "trail": [{"title": _("法律法规"), "url": "/laws/"}],
    }


def structure_preview(request: HttpRequest, version: InstrumentVersion) -> HttpResponse:
    """Show the tree of a draft with counts and doubts: what to look at while mending a parse."""
    parsed = parse(version.source_text)
    return TemplateResponse(
        request,
        "laws/admin/structure.html",
        {
            "name": parsed.title or _("没有标题"),
            "parsed": parsed,
            "rows": outline(parsed),
            "findings": examine(parsed),
        },
    )
