"""How often one address may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from portal.common.client_address import client_network

if TYPE_CHECKING:  # rest_framework.views imports this module while it is itself being imported
    from rest_framework.views import APIView


class AddressThrottle(SimpleRateThrottle):
    """Counts by client address (IPv6 by /64 network), for all addresses of the API together."""

    scope = "address"

    def get_rate(self) -> Any:
        """Read the rate when asked, not when imported: one place says it, and tests can change it."""
        return api_settings.DEFAULT_THROTTLE_RATES.get(self.scope)

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Name the counter of this client."""
        return self.cache_format % {"scope": self.scope, "ident": client_network(request)}
