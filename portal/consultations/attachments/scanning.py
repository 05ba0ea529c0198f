"""Asking ClamAV, where CLAMAV_URL names one (``tcp://HOST:3310`` or ``unix:///run/clamav/clamd.ctl``)."""

from __future__ import annotations

import io
import logging
from enum import Enum
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

logger = logging.getLogger(__name__)
PATIENCE = 8.0
"""Seconds for each answer of the scanner's socket: longer than a page waits for nothing else."""
DEFAULT_PORT = 3310


class Verdict(Enum):
    """What the scanner says of a file; UNAVAILABLE: it could not be asked; OFF: none is configured."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"
    OFF = "off"


def scan(content: bytes) -> Verdict:
    """Have the bytes looked at. Never raises for a scanner that is gone, slow or confused: that is UNAVAILABLE."""
    if not settings.CLAMAV_URL:
        return Verdict.OFF
    try:
        states = {state for state, _name in _client(settings.CLAMAV_URL).instream(io.BytesIO(content)).values()}
    except (ClamdError, OSError, ValueError, IndexError) as error:
        logger.warning("the virus scanner could not be asked: %s", error)
        return Verdict.UNAVAILABLE
    if "FOUND" in states:
        return Verdict.INFECTED
    return Verdict.CLEAN if states == {"OK"} else Verdict.UNAVAILABLE


def _client(url: str) -> ClamdNetworkSocket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return ClamdUnixSocket(path=parts.path, timeout=int(PATIENCE))
    return ClamdNetworkSocket(host=parts.hostname or "127.0.0.1", port=parts.port or DEFAULT_PORT, timeout=PATIENCE)
