"""What tests ask of a tree, in short: its outline, one node by locator."""

from __future__ import annotations

from cms.laws.parser import Node, ParsedText, ProvisionKind, parse

HEAD = "# 青石市河道管理条例\n\n2019年3月1日 青石市第三届人民代表大会常务委员会第二次会议通过\n\n<!-- INFO END -->\n\n"


def parsed(body: str) -> ParsedText:
    """Parse a body under an invented head; whatever the text, nothing may be lost."""
    result = parse(HEAD + body)
    assert result.characters_in == result.characters_kept
    return result


def locators(text: ParsedText, *kinds: str) -> list[str]:
    """The locators in order, of some kinds or of all."""
    return [node.locator for node in text.walk() if not kinds or node.kind in kinds]


def at(text: ParsedText, locator: str) -> Node:
    """The node with a locator."""
    return next(node for node in text.walk() if node.locator == locator)


def kinds(text: ParsedText) -> list[ProvisionKind]:
    """The kinds of the roots."""
    return [node.kind for node in text.nodes]
