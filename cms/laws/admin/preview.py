"""Previews of a draft: the very page readers will see, and the tree the parser makes of the text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from cms.laws.admin.findings import examine
from cms.laws.admin.outline import outline
from cms.laws.models import InstrumentVersion
from cms.laws.parser import parse

STRUCTURE = "structure"
PREVIEW_MODES = [("", _("网页")), (STRUCTURE, _("结构"))]


def serve(request: HttpRequest, version: InstrumentVersion, mode: str) -> HttpResponse:
    """Answer a preview in one of the modes."""
    return structure_preview(request, version) if mode == STRUCTURE else page_preview(request, version)


def page_preview(request: HttpRequest, version: InstrumentVersion) -> HttpResponse:
    """Show the page readers will see, from the frozen tree of the draft."""
    from cms.laws.rendering import render_parts
    from cms.laws.tree_rows import frozen_tree

    tree = frozen_tree(version)
    return TemplateResponse(
        request, "laws/admin/page_preview.html", {"version": version, "tree": tree, "parts": render_parts(tree.nodes)}
    )


def structure_preview(request: HttpRequest, version: InstrumentVersion) -> HttpResponse:
    """Show the tree of a draft with counts and doubts: what to look at while mending a parse."""
    parsed = parse(version.source_text)
    return TemplateResponse(
        request,
        "laws/admin/structure.html",
        {"version": version, "parsed": parsed, "rows": outline(parsed), "findings": examine(parsed)},
    )
