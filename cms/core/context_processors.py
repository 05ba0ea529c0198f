"""What every template may ask for. Nothing here touches the session, so pages stay cacheable."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.core import display as display_modes
from cms.core.front_page import doors
from cms.core.models import SiteSettings


def display(request: HttpRequest) -> dict[str, Any]:
    """``display_mode`` and what header and footer show.

    ``display_attribute`` is what ``<html data-display>`` says; ``display_large_mode`` and ``display_contrast_mode`` are
    where the two switches lead. ``site_settings`` asks the database once, and only if a template uses it.
    """
    mode = display_modes.display_mode(request)
    return {
        "display_mode": mode,
        "display_attribute": mode.replace("-", " "),
        "display_large_mode": display_modes.toggled(mode, "large"),
        "display_contrast_mode": display_modes.toggled(mode, "contrast"),
        "site_settings": SimpleLazyObject(site_settings),
        "site_origin": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
        "doors": doors(),
    }


def site_settings() -> SiteSettings:
    """The default site's settings; their defaults before anyone has saved any. Reads only."""
    return SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings()
