"""Tables: rows of a Markdown table, and anything between <table> and </table>."""

from __future__ import annotations

from collections.abc import Sequence

from cms.laws.parser.lines import Line


def table_length(lines: Sequence[Line], position: int) -> int:
    """Tell how many lines from ``position`` on are one table; 0 when none begins there."""
    text = lines[position].text
    if text.startswith("|"):
        end = position
        while end < len(lines) and lines[end].text.startswith("|"):
            end += 1
        return end - position
    if text[:6].lower() == "<table":
        for end in range(position, len(lines)):
            if "</table>" in lines[end].text.lower():
                return end - position + 1
    return 0
