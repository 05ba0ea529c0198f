"""Addresses in templates."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def is_below(path: str, prefix: str) -> bool:
    """Whether a path is a section's own page or one below it. ``in`` would find ``/ask/`` in ``/workbench/…/do/ask/``."""
    return path.startswith(prefix)
