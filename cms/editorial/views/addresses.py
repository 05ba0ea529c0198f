"""Addresses elsewhere, as pages show them."""

from __future__ import annotations


def web_address(url: str) -> str:
    """An address that may be linked: of the web, else nothing (imports may hold anything)."""
    return url if url.startswith(("https://", "http://")) else ""
