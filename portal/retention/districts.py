"""Of where something happened, only what figures need: province, city, district."""

from __future__ import annotations

import re

_UNIT = re.compile(r"(?:[\u4e00-\u9fff]{1,10}?(?:特别行政区|自治区|自治州|自治县|省|市|区|县|旗|州|盟))+")


def district_of(place: str) -> str:
    """The administrative units a place begins with (``示范省示范市东区``); "" where it begins with none."""
    found = _UNIT.match(re.sub(r"[\s,，、·/-]", "", place))
    return found.group()[:40] if found else ""
