"""SMS by a JSON POST: what an adapter of any provider can be taught in an hour (docs/notifications.md)."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from portal.notifications.gateways.base import GatewayOut, Refused, TryAgain

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 5.0
LONGEST_ANSWER = 64 * 1024
LONGEST_ID = 100

_OUT = {401, 403, 404, 405, 429}
"""Besides 3xx and 503: not this number's fault. Wrong words of access must not make thousands of messages fail for good."""
_AGAIN = {408, 409, 425}


class HttpGateway:
    """Posts ``{"to": "+86…", "text", "reference"}`` to ``https://NAME:SECRET@HOST/PATH``. Neither is ever logged."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        self._url = f"{parts.scheme}://{host}{port}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if parts.username:
            words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers |= urllib3.make_headers(basic_auth=words)
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS), retries=False
        )

    def send(self, number: str, text: str, idempotency_key: str) -> str:
        """See SmsGateway. Status 2xx is accepted; what else was answered decides whether it is tried again."""
        body = json.dumps(
            {"to": f"+86{number}", "text": text, "reference": idempotency_key}, ensure_ascii=False
        ).encode()
        headers = {**self._headers, "Idempotency-Key": idempotency_key}
        try:
            answer = self._pool.request(
                "POST", self._url, body=body, headers=headers, redirect=False, preload_content=False
            )
            try:
                status, said = answer.status, answer.read(LONGEST_ANSWER) if answer.status < 300 else b""
            finally:
                answer.close()
        except (HTTPError, OSError) as error:
            # Without the cause: its words hold the address of the gateway.
            raise GatewayOut(type(error).__name__) from None
        _judge(status)
        return _provider_id(said)


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    words = f"HTTP {status}"
    if status < 200 or 300 <= status < 400 or status in _OUT or status == 503:
        raise GatewayOut(words)
    if status in _AGAIN or status >= 500:
        raise TryAgain(words)
    raise Refused(words)


def _provider_id(said: bytes) -> str:
    """What the provider calls the message; an answer that cannot be read does not undo that it was accepted."""
    try:
        answer = json.loads(said)
    except ValueError:
        return ""
    found = next((answer[name] for name in ("id", "message_id") if answer.get(name)), "") if _is_object(answer) else ""
    return str(found)[:LONGEST_ID] if isinstance(found, str | int) else ""


def _is_object(answer: object) -> bool:
    return isinstance(answer, dict)
