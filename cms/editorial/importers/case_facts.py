"""What can be told from the text of a case: who decided it, when, under which number, and whether it is a guiding case. Pure.

Of several instances the last that is named is the one whose decision stands.
"""

from __future__ import annotations

import re

_COURT = (
    r"(?:最高人民法院|(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    r"|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|示范)[\u4e00-\u9fff]{0,25}?(?:人民法院|法院|仲裁委员会|人民检察院))"
)
_DECIDED = re.compile(
    rf"(?P<court>{_COURT})于(?P<year>\d{{4}})年(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?作出"
    r"(?P<number>[（(〔\[]\d{4}[）)〕\]][^号，。；]{2,30}号)"
)
_ACTED = re.compile(rf"(?P<court>{_COURT})(?P<act>一审|二审|再审|终审|经审理|审理|作出|判决|裁定|认为|裁决)")
_NUMBER = re.compile(r"[（(〔\[](?:19|20)\d{2}[）)〕\]][\u4e00-\u9fff\d]{2,24}第?\d{1,7}号")
_GUIDING = re.compile(
    r"(?:最高人民法院)?指导(?:性)?案例\s*第?\s*(?P<number>\d{1,4})\s*号|检例第\s*(?P<procuratorial>\d{1,4})\s*号"
)
_BYLINE = re.compile(r"^文[/／]\s*(?P<name>\S.{1,80})$", re.MULTILINE)
_HEAD = 300


def case_facts(cells: dict[str, str], text: str, place: str = "") -> dict[str, str]:
    """Cells that the text answers; those that the file fills in are not asked."""
    found: dict[str, str] = {}
    decisive = cells.get("ruling", "") or cells.get("facts", "")
    decided = list(_DECIDED.finditer(decisive))
    if decided:
        last = decided[-1]
        found["court"], found["case_number"] = last["court"], last["number"]
        if last["day"]:
            found["decided_on"] = f"{last['year']}-{int(last['month']):02d}-{int(last['day']):02d}"
    elif (acted := list(_ACTED.finditer(decisive))) and not _went_on(decisive, acted[-1]):
        found["court"] = acted[-1]["court"]
        if len(numbers := set(_NUMBER.findall(decisive))) == 1:
            found["case_number"] = numbers.pop()
    if byline := _BYLINE.search(text):
        found["author_name"] = " ".join(byline["name"].split())
    if guiding := guiding_number(f"{cells.get('title', '')}\n{cells.get('id', '')}\n{place}\n{_before_sections(text)}"):
        found["is_guiding"], found["guiding_number"] = "是", guiding
    return found


def _went_on(text: str, acted: re.Match[str]) -> bool:
    """Whether a higher court that is not named decided after the last that is."""
    return (
        acted["act"] == "一审"
        and re.search(r"(?:二审|再审)(?:法院)?[^，。；]{0,6}(?:判决|裁定|改判)", text[acted.end() :]) is not None
    )


def guiding_number(words: str) -> str:
    """The number of a guiding case that a title or head gives: 指导性案例1号, 检例第1号; "" for none."""
    found = _GUIDING.search(words)
    if found is None:
        return ""
    return f"检例第{found['procuratorial']}号" if found["procuratorial"] else f"指导性案例{found['number']}号"


def _before_sections(text: str) -> str:
    """The head of a text; a guiding case named further down is another one."""
    head = re.split(r"^##", text[:_HEAD], maxsplit=1, flags=re.MULTILINE)[0]
    return head
