"""Start-up checks: every kind can be shown, and the time limits nest."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template

from search.documents import kinds
from search.engines.elastic import SEARCH_TIMEOUT

FALLBACK_ANSWERS_WITHIN = 2.0
FALLBACK_NEEDS = 0.5


@register("search")
def every_kind_can_be_shown(**_kwargs: Any) -> list[Error]:
    """Each kind of document has a label, and a template that exists."""
    errors = []
    for kind in kinds.values():
        try:
            get_template(kind.template)
        except TemplateDoesNotExist:
            errors.append(Error(f"kind {kind.name}: no template {kind.template}", id="search.E001"))
        if not kind.label:
            errors.append(Error(f"kind {kind.name} has no label", id="search.E002"))
    return errors


@register("search")
def time_limits_nest(**_kwargs: Any) -> list[Error]:
    """The first engine gives up early enough for the fallback to answer in time."""
    if SEARCH_TIMEOUT + FALLBACK_NEEDS > FALLBACK_ANSWERS_WITHIN:
        return [Error("SEARCH_TIMEOUT leaves the fallback no time to answer", id="search.E003")]
    return []
