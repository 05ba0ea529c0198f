"""What no file can hold. Text is kept as it came, control characters of pasted text among it; one of them would make a whole
feed or workbook unreadable, so each leaves them out."""

from __future__ import annotations

import re

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f"
_NOT_IN_WORKBOOKS = re.compile(f"[{_CONTROL}]")
_NOT_IN_XML = re.compile(f"[{_CONTROL}\ufffe\uffff]")


def for_workbook(cell: str) -> str:
    """A cell without what no workbook can hold."""
    return _NOT_IN_WORKBOOKS.sub("", cell)


def for_xml(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
