"""What can be told from a title: other names of a work, its level and region, the book of a code. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.laws.models.enums import Level
from cms.laws.slugs import short_title

_BOOK = re.compile(r"(?P<code>\S*法典)[\s·・—－-]+(?P<book>\S{1,20}编|总则|分则|附则)")
_COMMON = {
    "民事诉讼法": "民诉法",
    "刑事诉讼法": "刑诉法",
    "行政诉讼法": "行诉法",
    "消费者权益保护法": "消法 消保法",
    "道路交通安全法": "道交法",
    "未成年人保护法": "未保法",
    "个人信息保护法": "个保法",
    "治安管理处罚法": "治安处罚法",
    "妇女权益保障法": "妇女保障法",
    "老年人权益保障法": "老年人保障法",
    "劳动争议调解仲裁法": "劳动仲裁法",
    "反家庭暴力法": "反家暴法",
    "农村土地承包法": "土地承包法",
    "企业破产法": "破产法",
}
_SERIES = r"(?P<series>[（(][一二三四五六七八九十]+[）)])?"
_APPLYING = re.compile(
    rf"(?:[^《》]*关于)?适用《(?:中华人民共和国)?(?P<law>[^《》]+)》(?P<book>[^《》]{{2,6}}编)?(?:通则)?(?:若干问题)?"
    rf"的?(?P<kind>解释|规定){_SERIES}"
)
_HEARING = re.compile(
    rf"\S*关于(?:审理|办理|处理)(?P<matter>\S+?)等?(?:民事|刑事|行政)?(?:纠纷)?(?:民事|刑事|行政)?案件"
    rf"(?:具体)?(?:适用|应用)法律(?:的)?(?:若干)?(?:问题)?的?(?P<kind>解释|规定){_SERIES}"
)
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃"
    "|青海|内蒙古|广西|西藏|宁夏|新疆"
)
_REGION = re.compile(rf"(?P<region>{_PROVINCES})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)")
_STATE = re.compile(r"(?P<name>.{2,}?)[（(](?:试行|暂行|示范文本)[）)]")
_COURTS = ("最高人民法院", "最高人民检察院")


def book_of_code(title: str) -> tuple[str, str] | None:
    """Tell whether a title names a book of a code (民法典 物权编): the code's title and the book's, else None."""
    found = _BOOK.fullmatch(title.strip())
    return (found["code"], found["book"]) if found else None


def obvious_aliases(title: str) -> list[str]:
    """Give the names that follow from a title by rule: the common short names of some laws, a title without （试行）,
    and of judicial interpretations what they interpret (民事诉讼法解释, 民诉法解释)."""
    short = short_title(title)
    found = dict.fromkeys(_aliases(short))
    state = _STATE.fullmatch(short)
    if state is not None:
        found[state["name"]] = None
    found.pop(short, None)
    return list(found)


def _aliases(short: str) -> Iterator[str]:
    if short in _COMMON:
        yield from _COMMON[short].split()
    applying = _APPLYING.fullmatch(short)
    if applying is not None:
        for law in (applying["law"], *_COMMON.get(applying["law"], "").split()):
            yield from _interpretation(f"{law}{applying['book'] or ''}", applying)
        if applying["book"]:
            yield from _interpretation(applying["book"], applying)
        return
    hearing = _HEARING.fullmatch(short)
    if hearing is not None and len(hearing["matter"]) <= 14 and "、" not in hearing["matter"]:
        yield from _interpretation(hearing["matter"], hearing)


def _interpretation(matter: str, found: re.Match[str]) -> Iterator[str]:
    series = found["series"] or ""
    yield f"{matter}{found['kind']}{series}"
    if found["kind"] == "解释":
        yield f"{matter}司法解释{series}"


def region_of(title: str) -> str:
    """Give the province or city a title begins with (北京市…条例 → 北京), or an empty string."""
    found = _REGION.match(short_title(title))
    return found["region"] if found else ""


def guess_level(title: str) -> str:
    """Guess the level of a text that comes without one; what fits no rule is a normative document."""
    short = short_title(title)
    if re.fullmatch(r"宪法(?:修正案.*)?", short):
        return Level.CONSTITUTION
    if short.startswith(_COURTS):
        return Level.JUDICIAL_INTERPRETATION
    if region_of(title):
        is_rule = short.endswith(("办法", "规章")) and "实施" not in short
        return Level.LOCAL_GOVERNMENT_RULE if is_rule else Level.LOCAL_REGULATION
    if re.search(r"(?:(?<!办)法|法典|法修正案(?:[（(].*[）)])?)$", short):
        return Level.LAW
    if short.endswith("条例") or (title.startswith("中华人民共和国") and short.endswith("实施细则")):
        return Level.ADMINISTRATIVE_REGULATION
    return Level.NORMATIVE_DOCUMENT
