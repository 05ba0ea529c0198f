"""The law library's place in the Wagtail admin."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from cms.laws.admin.viewsets import LawsViewSetGroup

register_snippet(LawsViewSetGroup)
