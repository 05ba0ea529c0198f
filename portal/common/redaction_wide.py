"""What is suggested for hiding before a case is made public: everything that points at a person, a body or a place, in all the
parts of a case at once, each with the label that takes its place. One entity has one label, however it is called: 张伟, 老张,
张总 are 张某甲 in the question, the answers and the names of files.

Pure functions; offsets are those of the parts as they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.common.redaction import LABELS, Finding, Kind, find_personal_data
from portal.common.redaction_bodies import bodies_in, courts_in
from portal.common.redaction_names import DOUBLE
from portal.common.redaction_papers import papers_in
from portal.common.redaction_people import names_in
from portal.common.redaction_shops import shops_in
from portal.common.redaction_words import Word, words_of

TITLES = (
    "总|经理|先生|女士|小姐|老师|律师|老板|师傅|阿姨|叔叔|大爷|大妈|大哥|大姐|医生|大夫|主任|队长|"
    "组长|店长|校长|科长|处长|法官|会计|工|姐|哥|妈妈|爸爸|家"
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_REGION = re.compile(
    r"^(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|"
    r"内蒙古|广西|西藏|宁夏|新疆|香港|澳门|深圳|广州|杭州|南京|武汉|成都|西安|苏州|青岛|大连|厦门|[\u4e00-\u9fff]{2,3}?[省市区县])+"
)
_TRADE = re.compile(
    r"(?:[（(][\u4e00-\u9fff]{2,6}[）)])?(?:网络|信息|科技|技术|物流|餐饮|商贸|建筑|物业|咨询|劳务|装饰|"
    r"保安|房地产|教育|电子|汽车|贸易|投资|文化|传媒|生物|医药|"
    r"食品|服装|机械|家政|保洁|人力|置业|实业|金融|律师|会计|建设|安装|工程|旅游|服务|管理|广告|健康|"
    r"环保|能源|化工|农业|供应链|家居|软件|资产|运输|快递|电器|通信).*$"
)
_ADDRESS_LEAD = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,6}?(?:住址|地址|址)(?:是|为|在)?|"
    r"[\u4e00-\u9fff]{0,4}?家?住在?)(?=[\u4e00-\u9fff0-9A-Za-z]{3})"
)
_ORDINARY = 2000
_BY_WORDS = (Kind.NAME, Kind.ORGANISATION)
"""Kinds that are looked for by words here."""
_PRIORITY = {
    kind: place
    for place, kind in enumerate(
        (
            *(
                Kind.IDENTITY,
                Kind.EMAIL,
                Kind.PASSPORT,
                Kind.CASE_NUMBER,
                Kind.CARD,
                Kind.ACCOUNT,
                Kind.PHONE,
                Kind.PLATE,
            ),
            *(Kind.BIRTH_DATE, Kind.SERIAL, Kind.ADDRESS, Kind.ORGANISATION, Kind.SCHOOL, Kind.HOSPITAL, Kind.COURT),
            *(Kind.PLACE, Kind.NAME),
        )
    )
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a part that is to be hidden, and what takes its place."""

    part: str
    start: int
    end: int
    kind: Kind
    label: str


@dataclass
class _Entity:
    kind: Kind
    names: dict[str, None] = field(default_factory=dict)
    """Everything it is called by, the first name first."""
    label: str = ""


def suggest(parts: Mapping[str, str], known: Iterable[tuple[str, Kind]] = ()) -> tuple[Mark, ...]:
    """Everything that should be hidden in the parts of a case, in their order, without overlaps. ``known`` are words that
    must be hidden wherever they stand: the other side's name, what somebody asked to hide."""
    words = {name: words_of(text) for name, text in parts.items()}
    found = {name: find_wide(text, words[name]) for name, text in parts.items()}
    has_case = any(one.kind is Kind.CASE_NUMBER for row in found.values() for one in row)
    if has_case:
        found = {name: merged([*found[name], *courts_in(text, words[name])]) for name, text in parts.items()}
    entities = _entities(parts, found, [(word.strip(), kind) for word, kind in known if word.strip()])
    everything = "\n".join(parts.values())
    _label([one for one in entities if any(name in everything for name in one.names)])
    return tuple(
        mark for name, text in parts.items() for mark in _marks(name, text, words[name], found[name], entities)
    )


def find_wide(text: str, words: tuple[Word, ...] | None = None) -> tuple[Finding, ...]:
    """What one text holds, at the rules' most suspicious; courts are left to ``suggest``."""
    words = words_of(text) if words is None else words
    names = [Finding(start, end, Kind.NAME) for start, end in names_in(text, words)]
    found = [_without_lead(text, one) for one in find_personal_data(text, Kind) if one.kind not in _BY_WORDS]
    return merged([*found, *papers_in(text), *bodies_in(text, words), *shops_in(text, words), *names])


def merged(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without overlaps: what touches becomes one stretch of the more exact kind; places that follow "
    "each other too."""
    rows: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if rows and one.start < rows[-1].end:
            last = rows.pop()
            kind = min(last.kind, one.kind, key=lambda kind: _PRIORITY[kind])
            rows.append(Finding(last.start, max(last.end, one.end), kind))
        elif rows and one.start == rows[-1].end and {one.kind, rows[-1].kind} <= {Kind.ADDRESS, Kind.PLACE}:
            last = rows.pop()
            rows.append(Finding(last.start, one.end, Kind.ADDRESS))
        else:
            rows.append(one)
    return tuple(rows)


def labels_for(kind: Kind) -> str:
    """What a label of a kind looks like before its letter."""
    return {
        Kind.ORGANISATION: "某公司",
        Kind.SCHOOL: "某学校",
        Kind.HOSPITAL: "某医院",
        Kind.COURT: "某法院",
        Kind.PLACE: "某地",
        Kind.NAME: "某",
    }.get(kind, f"〔{LABELS[kind]}〕")


def surname_of(name: str) -> str:
    """The surname of a name: two characters where it is one of two."""
    return name[:2] if name[:2] in DOUBLE else name[:1]


def _without_lead(text: str, one: Finding) -> Finding:
    """An address without the words that lead to it."""
    lead = _ADDRESS_LEAD.match(one.words(text)) if one.kind is Kind.ADDRESS else None
    return Finding(one.start + lead.end(), one.end, one.kind) if lead else one


def _entities(
    parts: Mapping[str, str], found: Mapping[str, tuple[Finding, ...]], known: list[tuple[str, Kind]]
) -> list[_Entity]:
    rows: list[_Entity] = []
    by_name: dict[str, _Entity] = {}
    first: list[tuple[str, Kind]] = [
        (finding.words(text), finding.kind) for name, text in parts.items() for finding in found[name]
    ]
    for words, kind in [*first, *known]:
        key = _plain(words)
        entity = by_name.get(key) or _same_body(key, kind, rows)
        if entity is None:
            entity = _Entity(kind)
            rows.append(entity)
        entity.names.setdefault(words)
        by_name[key] = entity
    for entity in rows:
        for name in list(entity.names):
            for other in _other_names(name, entity.kind):
                if not _is_ordinary(other):
                    entity.names.setdefault(other)
    _share_surnames(rows)
    return rows


def _plain(words: str) -> str:
    return re.sub(r"[\s\-·.]", "", words)


def _same_body(key: str, kind: Kind, rows: list[_Entity]) -> _Entity | None:
    """北京华宇科技有限公司 and 华宇科技有限公司 are one."""
    if kind not in (Kind.ORGANISATION, Kind.SCHOOL, Kind.HOSPITAL, Kind.COURT):
        return None
    for entity in rows:
        if entity.kind is kind and any(
            min(len(key), len(name)) >= 4 and (name.endswith(key) or key.endswith(name)) for name in entity.names
        ):
            return entity
    return None


def _other_names(name: str, kind: Kind) -> Iterator[str]:
    """How else the same is called in the other parts."""
    if kind is Kind.NAME and len(name) >= 2 and "某" not in name:
        given = name[len(surname_of(name)) :]
        if len(given) >= 2:
            yield given
    elif kind is Kind.ORGANISATION:
        core = _REGION.sub("", name) if len(name) > 6 else name
        core = re.sub(
            r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|公司|合伙企业|律师事务所|事务所|专业合作社)$",
            "",
            core,
        )
        short = _TRADE.sub("", core)
        for one in (core, short):
            if len(one) >= 2 and one != name:
                yield one


def _is_ordinary(name: str) -> bool:
    """Whether a part of a name is a word that mostly means something else."""
    (*_before, last) = words_of(name)
    return not _before and not last.is_name and last.frequency >= _ORDINARY


def _share_surnames(rows: list[_Entity]) -> None:
    """老张, 张总, 张某 are the one 张 of the case; where there are two, they are nobody's and the "
    "surname alone is kept."""
    people: dict[str, list[_Entity]] = {}
    for entity in rows:
        if entity.kind is Kind.NAME:
            people.setdefault(surname_of(next(iter(entity.names))), []).append(entity)
    for surname, bearers in people.items():
        names = [f"{before}{surname}" for before in ("老", "小", "阿")]
        names += [f"{surname}{title}" for title in (*TITLES.split("|")[:-1], "某某", "某")]
        if len(bearers) == 1:
            for name in names:
                bearers[0].names.setdefault(name)


def _label(rows: list[_Entity]) -> None:
    counts: dict[str, int] = {}
    totals: dict[Kind, int] = {}
    for entity in rows:
        totals[entity.kind] = totals.get(entity.kind, 0) + 1
    for entity in rows:
        base = labels_for(entity.kind)
        number = counts.get(base, 0)
        counts[base] = number + 1
        if entity.kind is Kind.NAME:
            name = next(iter(entity.names))
            entity.label = f"{surname_of(name)}某{_STEMS[number] if number < len(_STEMS) else number + 1}"
        elif totals[entity.kind] == 1 and base.startswith("〔"):
            entity.label = base
        else:
            letter = chr(ord("A") + number) if number < 26 else str(number + 1)
            entity.label = f"〔{LABELS[entity.kind]}{letter}〕" if base.startswith("〔") else f"{base}{letter}"


def _marks(
    part: str, text: str, words: tuple[Word, ...], found: tuple[Finding, ...], entities: list[_Entity]
) -> list[Mark]:
    """What the rules found here, and wherever else one of the entities is named."""
    edges = {word.start for word in words} | {word.end for word in words}
    label_of = {name: entity for entity in reversed(entities) for name in entity.names}
    own = {_plain(name): entity for name, entity in label_of.items()}
    rows = [Mark(part, one.start, one.end, one.kind, own[_plain(one.words(text))].label) for one in found]
    taken = sorted((mark.start, mark.end) for mark in rows)
    names = sorted(label_of, key=len, reverse=True)
    if names:
        for match in re.finditer("|".join(map(re.escape, names)), text):
            start, end = match.span()
            entity = label_of[match[0]]
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            if entity.kind is Kind.NAME and not _is_called_here(text, start, end, edges, match[0], entity):
                continue
            rows.append(Mark(part, start, end, entity.kind, entity.label))
    return sorted(rows, key=lambda mark: mark.start)


def _is_called_here(text: str, start: int, end: int, edges: set[int], name: str, entity: _Entity) -> bool:
    """A full name counts wherever it stands; a given name or 老张 not inside another word, nor 建国 in 建国路."""
    if name == next(iter(entity.names)):
        return True
    if start not in edges or end not in edges:
        return bool((len(name) == 2 and name[0] in "老小阿") or "某" in name)
    return not re.match(r"路|街|大街|大道|小学|中学|医院|以来|门|饭|高层", text[end : end + 2])
