"""Who issued a law and under which number, as far as its title and head say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMERAL = "[0-9０-９零〇○一二三四五六七八九十百千]+"
_TITLES = re.compile(r"《[^》]*》|〈[^〉]*〉|<[^>]*>")
_LETTERED = re.compile(rf"(?<![一-鿿])([一-鿿]{{2,10}}[〔［\[(（]\s*\d{{4}}\s*[〕］\])）]\s*第?\s*{_NUMERAL}\s*号)")
_ORDER = re.compile(rf"([一-鿿、]*?(?:[一-鿿]{{2,20}}令|主席令|公告))\s*(?:〔\d{{4}}〕)?第\s*({_NUMERAL})\s*号")
_DATE = re.compile(rf"^\s*{_NUMERAL}\s*年\s*{_NUMERAL}\s*月\s*{_NUMERAL}\s*日\s*")
_SESSION = re.compile(
    r"(第[^届]{1,8}届)?(?P<body>全国人民代表大会常务委员会|全国人民代表大会"
    r"|[一-鿿]{2,12}?第[^届]{1,8}届人民代表大会常务委员会|[一-鿿]{2,12}?第[^届]{1,8}届人民代表大会)"
)
_ISSUED = re.compile(rf"^(?P<body>[一-鿿、]+?)(?:令|公告)?(?:第\s*{_NUMERAL}\s*号)?(?:修订)?(?:公布|发布|颁布|印发)")
_OPENING = re.compile(
    r"^(?P<body>(?:最高人民法院|最高人民检察院|国务院|公安部|司法部|国家安全部|中央军事委员会|全国人民代表大会常务委员会"
    r"|全国人民代表大会)(?:、(?:最高人民法院|最高人民检察院|[一-鿿]{2,12}?部))*)"
)
_BY_LEVEL = {"administrative_regulation": "国务院", "supervisory_regulation": "国家监察委员会"}


def extract_document_number(head: Sequence[str], first_lines: Sequence[str] = ()) -> str:
    """Find the document number: 法释〔2020〕17号 alone on a line, else the order that published it (国务院令第123号).

    ``first_lines`` are the first lines of the text itself, where some files keep the number. Empty when there is none.
    """
    for line in (*head, *first_lines):
        bare = "".join(line.split()).strip("（）()")
        found = _LETTERED.fullmatch(bare)
        if found:
            return found[1]
    orders = []
    for line in head:
        for found in _ORDER.finditer(_TITLES.sub("", "".join(_DATE.sub("", line).split()))):
            orders.append(f"{found[1].removeprefix('中华人民共和国')}第{found[2]}号")
    return orders[0] if orders else ""


def extract_authority(title: str, head: Sequence[str], level: str) -> str:
    """Find the issuing authority from the title's beginning, the session that adopted it, or the order that published
    it.

    ``level`` is the glossary's identifier (``law``, ``administrative_regulation`` …). Empty when nothing tells it.
    """
    opening = _OPENING.match(title.removeprefix("中华人民共和国"))
    if opening and level != "law":
        return opening["body"]
    lines = [_TITLES.sub("", "".join(_DATE.sub("", line).split())) for line in head]
    if level in ("constitution", "law", "local_regulation"):
        for line in lines:
            session = _SESSION.search(line)
            if session:
                return re.sub(r"第[^届]{1,8}届", "", session["body"])
        return "全国人民代表大会" if level == "constitution" else ""
    if level in _BY_LEVEL:
        joint = any("中央军事委员会" in line for line in lines)
        return _BY_LEVEL[level] + ("、中央军事委员会" if joint and level == "administrative_regulation" else "")
    for line in lines:
        issued = _ISSUED.match(line)
        if issued:
            return re.sub(r"令.*|(?<=.)公告.*", "", issued["body"]).replace("中华人民共和国", "")
    if level == "judicial_interpretation":
        bodies = [body for body in ("最高人民法院", "最高人民检察院") if any(body in line for line in (title, *lines))]
        return "、".join(bodies)
    return ""
