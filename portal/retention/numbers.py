"""Receipt numbers of cases that are gone: kept as keyed digests, found by who types the number."""

from __future__ import annotations

from portal.common.keyed_hash import lookup_digest, lookup_digests

_KIND = "purged_case"


def number_digest(number: str) -> str:
    """What ``PurgedCase`` keeps of a number. Only LOOKUP_HASH_KEYS find it again: an old key stays in the list."""
    return lookup_digest(_KIND, number)


def number_digests(number: str) -> list[str]:
    """Every digest a number may lie under."""
    return lookup_digests(_KIND, number)
