"""The router of ``/api/v2/``: each room brings its own viewsets in an ``api`` module with ``register(router)``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from rest_framework.routers import DynamicRoute, Route, SimpleRouter


class ApiRouter(SimpleRouter):
    """Addresses end with a slash, except those of files (``download.json``)."""

    def _get_dynamic_route(self, route: DynamicRoute, action: Any) -> Route:
        made = super()._get_dynamic_route(route, action)
        return made._replace(url=made.url.replace("{trailing_slash}", "")) if "\\." in action.url_path else made


def discovered_router() -> SimpleRouter:
    """Make the router and let every installed room that has an ``api`` module register its viewsets.

    Called when addresses are first resolved, not at start-up: viewsets may need models and the registry of kinds.
    """
    router = ApiRouter()
    for application in apps.get_app_configs():
        name = f"{application.name}.api"
        if find_spec(name) is None:
            continue
        register = getattr(import_module(name), "register", None)
        if register is not None:
            register(router)
    return router


def listed(router: SimpleRouter) -> list[str]:
    """Name what the root lists: every registered prefix that can be asked without an identifier."""
    return sorted(prefix for prefix, viewset, _basename in router.registry if hasattr(viewset, "list"))
