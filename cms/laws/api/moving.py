"""Old slugs lead to the new address: links never die, those of programs neither."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponsePermanentRedirect
from drf_spectacular.utils import OpenApiResponse

from cms.laws.api.reading import InstrumentMoved
from portal.common.api.caching import public_cache_control
from portal.common.mixins import Beside

MOVED = {308: OpenApiResponse(description="The instrument is at another slug now; Location says where.")}
"""For the ``responses`` of an operation that takes a slug."""


class LeadsToNewSlug(Beside):
    """A view whose instrument may have moved."""

    def handle_exception(self, exc: Exception) -> Any:
        """Turn ``InstrumentMoved`` into a permanent redirect, everything else into a problem."""
        if isinstance(exc, InstrumentMoved):
            return self.moved(self.request, exc.slug)
        return super().handle_exception(exc)

    def moved(self, request: Any, new_slug: str) -> HttpResponseBase:
        """Say where the same is read now."""
        raise NotImplementedError

    def redirect(self, address: str) -> HttpResponseBase:
        """Answer 308: the method stays, caches may keep it as long as a law."""
        response = HttpResponsePermanentRedirect(address)
        response.status_code = 308
        response["Cache-Control"] = public_cache_control()
        return response
