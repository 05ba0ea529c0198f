"""One form for addresses that mean the same page, so that a story is not brought in twice."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, unquote, urlencode

from cms.collecting.fetching import ask

_FOLLOWED = re.compile(
    r"utm_.*|spm|scm|fbclid|gclid|msclkid|yclid|mc_[ce]id|share_token|share_from|isappinstalled|wfr|_t", re.IGNORECASE
)
_SHARED = frozenset({"timeline", "singlemessage", "groupmessage"})
_INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
_ANY_PORT = frozenset(range(1, 65536))


def canonical(url: str) -> str:
    """Give an address without what does not say which page it is: scheme, tracking, order of parameters, last slash.

    Raises FetchProblem for what is no address of the web. The result is for comparing, not for asking.
    """
    asked = ask(url, ports=_ANY_PORT)
    path, _mark, query = asked.target.partition("?")
    path = re.sub(r"/{2,}", "/", _INDEX.sub("/", unquote(path)))
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _FOLLOWED.fullmatch(name) and not (name == "from" and value in _SHARED)
    )
    return f"//{asked.authority}{path.rstrip('/') or '/'}" + (f"?{urlencode(kept)}" if kept else "")


def address_digest(url: str) -> str:
    """SHA-256 of the canonical form: the same for all addresses of one page."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()
