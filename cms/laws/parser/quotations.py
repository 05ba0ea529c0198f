"""Quoted text that runs over lines of its own, as where an amendment gives the new wording of an article.

What stands in it, numbered or not, belongs to the provision that quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cms.laws.parser import headings
from cms.laws.parser.lines import Line
from cms.laws.parser.points import PointStart, point_start

_LONGEST = 300
_OPENING = re.compile(r"[：:]\s*“[^”]*$")


def quoted_length(
    lines: Sequence[Line], position: int, opener: PointStart | None, begins_article: Callable[[str], bool]
) -> int:
    """Tell how many lines from ``position`` on are one quotation; 0 when none begins there.

    A quotation of its own lines is announced: the line before ends with a colon, or opens it after a colon and does not
    close it. It ends with the line that ends with ”. A quotation that is never closed is none: a heading, the next
    point after the one that opened it, or the next article shows that its closing mark was forgotten.
    """
    if position == 0:
        return 0
    before = lines[position - 1].text
    opened = bool(_OPENING.search(before))
    if not opened and not (before.endswith(("：", ":")) and lines[position].text.startswith("“")):
        return 0
    first_number_seen = False
    for end in range(position, min(len(lines), position + _LONGEST)):
        line = lines[end]
        if line.depth or headings.annex(line) is not None or begins_article(line.text):
            return 0
        start = point_start(line.text)
        if start is not None and opener is not None and start.style is opener.style:
            first_number_seen = first_number_seen or start.number == 1
            if start.number == opener.number + 1 and not first_number_seen:
                return 0
        if line.text.rstrip("。；，;").endswith("”"):
            following = lines[end + 1].text if end + 1 < len(lines) else ""
            if not following.startswith("“"):
                return end - position + 1
    return 0
