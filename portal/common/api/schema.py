"""The OpenAPI description: what every operation shares is said once, here."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from portal.common.api.problems import CONTENT_TYPE, ProblemSerializer

_ERRORS = {
    "400": "The parameters mean nothing.",
    "404": "Not there, or not public.",
    "406": "Not to be had in the format asked for.",
    "429": "Too many requests from this address; Retry-After says when.",
}


def only_public(endpoints: list[tuple[Any, ...]], **_kwargs: Any) -> list[tuple[Any, ...]]:
    """Leave out what is not ours to promise: the Wagtail admin has an API of its own."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


class ReadSchema(AutoSchema):
    """Adds to each operation the problems that any of them can answer with, and 304 where answers carry a tag."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Describe an operation, problems included."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        reference = self.resolve_serializer(ProblemSerializer, "response").ref
        responses = operation["responses"]
        if getattr(self.view, "cacheable", False):
            responses["304"] = {"description": "Unchanged (If-None-Match)."}
        for status, description in _ERRORS.items():
            if status not in responses:
                responses[status] = {"description": description, "content": {CONTENT_TYPE: {"schema": reference}}}
        operation["responses"] = dict(sorted(responses.items()))
        return operation
