"""The verifying gateway as a protocol: it says whether a name and a document number belong together. Which one an installation
has is ``IDENTITY_GATEWAY``; without one, and whenever it cannot say, a person looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from portal.common.identity_documents import DocumentKind


@dataclass(frozen=True, slots=True)
class Verified:
    """Name and number belong together."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The number is somebody else's, or nobody's."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The gateway cannot say: a kind it does not know, a person it has not."""


Verdict: TypeAlias = Verified | Mismatch | Unknown


class Unavailable(Exception):
    """The gateway is out, slow or refuses to work. Holds nothing of what was asked."""


class VerifyingGateway(Protocol):
    """What a gateway does. ``name`` is kept beside what it verified; it keeps no personal data itself, logs none, and answers
    within seconds (a person waits)."""

    name: str

    def verify(self, real_name: str, kind: DocumentKind, number: str) -> Verdict:
        """Whether they belong together; raises Unavailable."""


def gateway() -> VerifyingGateway | None:
    """The installation's gateway, None where it has none."""
    if not settings.IDENTITY_GATEWAY:
        return None
    try:
        return import_string(settings.IDENTITY_GATEWAY)()
    except ImportError as error:
        raise ImproperlyConfigured("IDENTITY_GATEWAY names nothing that can be called.") from error


class DemonstrationGateway:
    """Stands in for a gateway in the demo and in tests: it knows nobody and goes by the name.

    Names beginning with 示: 示范 → verified, 示错 → mismatch, 示停 → unavailable; anybody else is unknown to it.
    """

    name = "demonstration"

    def verify(self, real_name: str, kind: DocumentKind, number: str) -> Verdict:
        """By the name's first two characters."""
        if real_name.startswith("示停"):
            raise Unavailable
        if real_name.startswith("示错"):
            return Mismatch()
        return Verified() if real_name.startswith("示范") else Unknown()
