"""Names of the resident and of the firm in a text: pure (article 22 of the service rules: the code is the only name)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SUFFIX = (
    "律师事务所",
    "法律服务所",
    "公证处",
    "司法鉴定中心",
    "司法鉴定所",
    "仲裁委员会",
    "法律援助中心",
)
_SHORT_SUFFIXES = ("律师事务所", "律所", "律师楼", "律师团队", "所")
_REGION = re.compile(
    r"^(?:中国|北京市?|上海市?|天津市?|重庆市?|[\u4e00-\u9fff]{2,7}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{2,5}?(?:市|自治州|盟))?(?:[\u4e00-\u9fff]{1,5}?(?:区|县|旗))?"
)
_BRANCH = re.compile(r"[（(].*?[)）]")
_TWO_CHARACTERS = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 "
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐".split()
)
_TITLES = ("律师", "公证员", "主任律师")
_GOES_ON = "有以谓得需示在属"
"""After 所 these begin another word: 示范所有 names no firm."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a text that names the resident or the firm."""

    start: int
    end: int
    is_firm: bool


def person_forms(name: str) -> frozenset[str]:
    """How a person may be named: in full, and by the surname with a title."""
    plain = "".join(name.split())
    if len(plain) < 2:
        return frozenset()
    surname = plain[:2] if plain[:2] in _TWO_CHARACTERS else plain[:1]
    return frozenset({plain, *(f"{surname}{title}" for title in _TITLES)})


def firm_forms(names: Iterable[str]) -> frozenset[str]:
    """How a firm may be named: each of its names in full, without its region and branch, and shortened (示范律所, 示范所).
    The core alone counts from three characters on: shorter ones are words of everyday."""
    forms: set[str] = set()
    for name in names:
        plain, whole, core, suffix = _parts(name)
        forms |= {name.strip(), plain}
        if len(core) < 2:
            continue
        short = _SHORT_SUFFIXES if suffix == "律师事务所" else ()
        forms |= {f"{one}{ending}" for one in (core, whole) for ending in (suffix, *short) if suffix}
        if len(core) >= 3:
            forms.add(core)
    return frozenset(form for form in forms if len(form) >= 2)


def firm_hints(names: Iterable[str]) -> frozenset[str]:
    """Cores of two characters: perhaps the firm (德恒), perhaps a word; a person is asked."""
    return frozenset(core for name in names if len(core := _parts(name)[2]) == 2)


def _parts(name: str) -> tuple[str, str, str, str]:
    """A firm's name without its branch; that without the suffix; that without the region; the suffix."""
    plain = _BRANCH.sub("", "".join(name.split()))
    suffix = next((one for one in _SUFFIX if plain.endswith(one)), "")
    whole = plain.removesuffix(suffix)
    # A region may be all there is: 北京市公证处 has no core, and is named in full alone.
    return plain, whole, _REGION.sub("", whole, count=1) if suffix else "", suffix


def find_names(text: str, person: Iterable[str], firm: Iterable[str]) -> list[Named]:
    """Where one of the forms stands, white space inside it or not; of overlapping ones the longest, in order."""
    found = [
        Named(*match.span(), is_firm)
        for forms, is_firm in ((person, False), (firm, True))
        for form in forms
        for match in re.finditer(_pattern(form), text)
    ]
    kept: list[Named] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _pattern(form: str) -> str:
    spaced = r"\s*".join(map(re.escape, form))
    return f"{spaced}(?![{_GOES_ON}])" if form.endswith("所") and not form.endswith("务所") else spaced
