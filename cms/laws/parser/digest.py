"""The digest of a provision: the same as long as its words are the same."""

from __future__ import annotations

import hashlib
import unicodedata

from cms.laws.parser.lines import without_space, without_zero_width
from cms.laws.parser.tree import Node

RULE = "v1"


def digest(node: Node) -> str:
    """Give ``v1:`` and the SHA-256 of the subtree's text: NFC, without white space and characters of no width.

    The provision's own number is left out, so that an article that only moved keeps its digest; its heading and the
    numbers of its items are in.
    """
    text = node.heading + node.text + "".join(_words(child) for child in node.children)
    plain = without_zero_width(without_space(unicodedata.normalize("NFC", text)))
    return f"{RULE}:{hashlib.sha256(plain.encode()).hexdigest()}"


def _words(node: Node) -> str:
    return node.label + node.heading + node.text + "".join(_words(child) for child in node.children)
