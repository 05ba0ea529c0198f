"""Addresses of editorial pages: pinyin of the title, given once."""

from __future__ import annotations

from cms.laws.slugs import base_slug

LONGEST = 60
TAKEN = frozenset({"feed"})
"""What stands under a section besides its pages."""


def page_slug(title: str) -> str:
    """Give the toneless pinyin of a title, at most 60 characters, cut between syllables (Wagtail adds a number to one that
    is taken)."""
    slug, _cut = base_slug(title)
    while len(slug) > LONGEST and "-" in slug:
        slug = slug.rpartition("-")[0]
    return f"{slug}-ye" if slug in TAKEN else slug[:LONGEST]
