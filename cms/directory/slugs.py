"""The addresses of entries: pinyin of the name and hexadecimal digits made of what tells the entry from all others.

Never a primary key, and no personal number: the digits come from the licence number or the credit code (both public)
through SHA-256, or from kind, name and place where an entry has neither. A slug is stored once and never changes.
"""

from __future__ import annotations

import hashlib

from cms.directory.pinyin import spell

LONGEST = 60
DIGITS = 8


def entry_slug(name: str, identity: tuple[str, ...], *, is_person: bool = False, digits: int = DIGITS) -> str:
    """Give the slug of an entry; a longer number of ``digits`` resolves a clash."""
    kept: list[str] = []
    length = 0
    for syllable in spell(name, is_person=is_person).syllables:
        length += len(syllable) + 1
        if length > LONGEST:
            break
        kept.append(syllable)
    number = hashlib.sha256("\n".join(identity).encode()).hexdigest()[:digits]
    return "-".join([*kept, number])
