"""Base of the viewsets that rooms bring: read only, for everybody, cached or not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from portal.common.api.caching import make_conditional, public_cache_control
from portal.common.clock import request_today


class ReadViewSet(GenericViewSet):
    """A viewset for reading what is public. ``cacheable`` says whether shared caches may keep its answers."""

    http_method_names = ["get", "head", "options"]
    cacheable = True
    last_modified: datetime | None = None

    @property
    def today(self) -> date:
        """Today, as this request sees it."""
        return request_today(self.request._request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say what caches may do, and tag the answer once it is rendered."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code != 200:
            return response
        if not self.cacheable:
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = public_cache_control()
        if hasattr(response, "add_post_render_callback"):
            response.add_post_render_callback(self._tagged)
            return response
        return self._tagged(response)

    def _tagged(self, response: HttpResponse) -> HttpResponseBase:
        return make_conditional(self.request, response, last_modified=self.last_modified)
