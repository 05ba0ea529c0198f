"""Errors as RFC 9457 problem details: one shape for everything that goes wrong under ``/api/``.

``reason`` is the word a program branches on; ``detail`` is for the person who reads the log.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, serializers, status
from rest_framework.views import set_rollback

from portal.common.mistaken import is_senders

CONTENT_TYPE = "application/problem+json"

# Status → the reason and title where nothing more precise is known.
_GENERAL: Mapping[int, tuple[str, Any]] = {
    400: ("bad_request", _("请求有误")),
    401: ("not_authenticated", _("需要身份验证")),
    403: ("permission_denied", _("没有权限")),
    404: ("not_found", _("未找到")),
    405: ("method_not_allowed", _("不支持的请求方法")),
    406: ("not_acceptable", _("无法提供所要求的格式")),
    413: ("too_large", _("请求内容过大")),
    415: ("unsupported_media_type", _("不支持的内容格式")),
    429: ("throttled", _("请求过于频繁")),
    500: ("server_error", _("服务器出错")),
    503: ("unavailable", _("服务暂不可用")),
}
_GENERAL_DETAIL: Mapping[int, Any] = {
    400: _("无法理解该请求。"),
    403: _("您没有权限查看此内容。"),
    404: _("没有这个地址，或其内容未公开。"),
    405: _("此地址不支持该请求方法，本接口仅供读取。"),
    406: _("此地址不提供 Accept 所要求的格式。"),
    413: _("请求内容超过限制。"),
    500: _("服务器处理请求时出错，错误已记录。"),
    503: _("服务暂不可用，请稍后再试。"),
}

_log = logging.getLogger("django.request")


class Problem(exceptions.APIException):
    """An error with a reason of its own. Subclass it, or raise it with status, reason, title and detail."""

    status_code: int = status.HTTP_400_BAD_REQUEST
    reason = ""
    title: Any = ""

    def __init__(
        self, detail: Any = None, *, reason: str = "", title: Any = "", status_code: int = 0, **extensions: Any
    ) -> None:
        super().__init__(detail)
        self.reason = reason or self.reason
        self.title = title or self.title
        self.status_code = status_code or self.status_code
        self.extensions = extensions


class InvalidParameters(Problem):
    """The query string holds values that mean nothing; ``errors`` names each parameter and what is wrong with it."""

    reason = "invalid_parameters"
    title = _("请求参数有误")
    default_detail = _("请求参数有误，详见 errors。")

    @classmethod
    def of(cls, detail: Any) -> InvalidParameters:
        """Make it from a serializer's ``errors``: a list for programs, and the same in one line for people."""
        errors = _flat(detail)
        line = " ".join(f"{entry['parameter']}：{entry['detail']}" for entry in errors)
        return cls(line or None, errors=errors)


class ProblemErrorSerializer(serializers.Serializer):
    """What is wrong with one parameter."""

    parameter = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """An error (RFC 9457, application/problem+json)."""

    type = serializers.CharField(help_text="urn:fawang:problem: and the reason")
    title = serializers.CharField()
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField()
    reason = serializers.CharField(help_text="The word a program branches on, e.g. none_in_force.")
    errors = ProblemErrorSerializer(  # type: ignore[assignment]  # a field of that name, not what validation found
        many=True, required=False, help_text="With invalid_parameters only."
    )


def problem_response(
    status_code: int,
    *,
    reason: str = "",
    title: Any = "",
    detail: Any = "",
    headers: Mapping[str, str] | None = None,
    **extensions: Any,
) -> JsonResponse:
    """Make the response for a problem; what is not given is what the status says in general."""
    general = _GENERAL.get(status_code) or _GENERAL[500 if status_code >= 500 else 400]
    reason = reason or general[0]
    body = {
        "type": f"urn:fawang:problem:{reason}",
        "title": str(title or general[1]),
        "status": status_code,
        "detail": str(detail or _GENERAL_DETAIL.get(status_code) or general[1]),
        "reason": reason,
        **extensions,
    }
    response = JsonResponse(
        body,
        status=status_code,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
    # So that Django's handler does not log once more what its exception handler or ours has told already.
    cast(Any, response)._has_been_logged = True
    return response


def exception_handler(exc: Exception, context: Mapping[str, Any]) -> JsonResponse:
    """Turn whatever a view raised into a problem (REST framework's EXCEPTION_HANDLER)."""
    set_rollback()
    if isinstance(exc, exceptions.ValidationError):
        exc = InvalidParameters.of(exc.detail)
    if isinstance(exc, Problem):
        return problem_response(
            exc.status_code, reason=exc.reason, title=exc.title, detail=exc.detail, **exc.extensions
        )
    if isinstance(exc, exceptions.APIException):
        return _of_api_exception(exc)
    if isinstance(exc, Http404):
        return problem_response(404)
    if isinstance(exc, PermissionDenied):
        return problem_response(403)
    request = context.get("request")
    if request is not None and is_senders(getattr(request, "_request", request), exc):
        return problem_response(400)
    return _unexpected(exc, context)


def _of_api_exception(exc: exceptions.APIException) -> JsonResponse:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    detail: Any = "" if exc.status_code in (404, 405, 406) else exc.detail
    if isinstance(exc, exceptions.Throttled):
        seconds = max(1, int(getattr(exc, "wait", None) or 1))
        headers["Retry-After"] = str(seconds)
        detail = _("请求过于频繁，请 %(seconds)d 秒后再试。") % {"seconds": seconds}
    return problem_response(exc.status_code, detail=detail, headers=headers)


def _unexpected(exc: Exception, context: Mapping[str, Any]) -> JsonResponse:
    """A fault of ours: told to the log and to whoever listens as any other page's would be, not to the client."""
    view, request = context.get("view"), context.get("request")
    django_request = getattr(request, "_request", request)
    got_request_exception.send(sender=type(view), request=django_request)
    _log.error(
        "Internal Server Error: %s",
        getattr(django_request, "path", "?"),
        exc_info=exc,
        extra={"status_code": 500, "request": django_request},
    )
    return problem_response(500)


def _flat(detail: Any, name: str = "") -> Sequence[dict[str, str]]:
    """Flatten REST framework's nested error detail into one entry a parameter and message."""
    if isinstance(detail, Mapping):
        return [entry for key, value in detail.items() for entry in _flat(value, f"{name}.{key}" if name else str(key))]
    if isinstance(detail, list | tuple):
        return [entry for value in detail for entry in _flat(value, name)]
    return [{"parameter": "" if name == "non_field_errors" else name, "detail": str(detail)}]
