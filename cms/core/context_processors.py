"""What every template may ask for. Nothing here touches the session, so pages stay cacheable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Value, When
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from cms.core import display as display_modes
from cms.core.front_page import Door, behind_doors, doors, footer_links
from cms.core.models import SiteSettings


def display(request: HttpRequest) -> dict[str, Any]:
    """``display_mode`` and what header and footer show.

    ``display_attribute`` is what ``<html data-display>`` says; ``display_large_mode`` and ``display_contrast_mode`` are
    where the two switches lead. ``site_settings`` and ``doors`` ask the database once for both, and only if a template
    uses one of them.
    """
    frame = SimpleLazyObject(read_frame)
    mode = display_modes.display_mode(request)
    return {
        "display_mode": mode,
        "display_attribute": mode.replace("-", " "),
        "display_large_mode": display_modes.toggled(mode, "large"),
        "display_contrast_mode": display_modes.toggled(mode, "contrast"),
        "site_settings": SimpleLazyObject(lambda: frame.settings),
        "site_origin": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        "doors": SimpleLazyObject(lambda: frame.doors),
        "footer_links": footer_links(),
    }


@dataclass(frozen=True, slots=True)
class Frame:
    """What header and footer show: the default site's settings and the doors that lead to something."""

    settings: SiteSettings
    doors: list[Door]


def read_frame() -> Frame:
    """Read it in one query; the settings' defaults before anyone has saved any. Reads only."""
    asked = {
        f"{_BEHIND}{name}": Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
        for name, condition in behind_doors().items()
    }
    site = Site.objects.filter(is_default_site=True).select_related("sitesettings").annotate(**asked).first()
    shown = [door for door in doors() if getattr(site, f"{_BEHIND}{door.name}", door.behind is None)]
    return Frame(getattr(site, "sitesettings", None) or SiteSettings(), shown)


_BEHIND = "behind_"
