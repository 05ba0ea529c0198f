"""Finding what points at a person in a text, and hiding it: pure functions on text, for the ask page and for publication.

Offsets are those of the text as it came. A number is found however it is written: full-width digits, gaps, hyphens. Names
are found only where the words before them say that a name follows: a guess at every two characters would hide the story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.common.chinese_ids import contains_identity_number
from portal.common.redaction_names import NAME_AFTER, TITLED_NAME, is_name


class Kind(StrEnum):
    """What was found. The values are stored with a flag; what a page calls them is ``LABELS``."""

    IDENTITY = "identity_number"
    PASSPORT = "travel_document"
    CARD = "bank_card"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    PLATE = "plate"
    ADDRESS = "address"
    NAME = "name"
    ORGANISATION = "organisation"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    COURT = "court"
    CASE_NUMBER = "case_number"
    SERIAL = "serial"
    BIRTH_DATE = "birth_date"
    PLACE = "place"


LABELS: Mapping[Kind, str] = {
    Kind.IDENTITY: "身份证号",
    Kind.PASSPORT: "证件号",
    Kind.CARD: "银行卡号",
    Kind.PHONE: "电话",
    Kind.EMAIL: "邮箱",
    Kind.ACCOUNT: "社交账号",
    Kind.PLATE: "车牌号",
    Kind.ADDRESS: "住址",
    Kind.NAME: "姓名",
    Kind.ORGANISATION: "单位名称",
    Kind.SCHOOL: "学校",
    Kind.HOSPITAL: "医院",
    Kind.COURT: "法院",
    Kind.CASE_NUMBER: "案号",
    Kind.SERIAL: "编号",
    Kind.BIRTH_DATE: "出生日期",
    Kind.PLACE: "地点",
}
"""What stands in the place of what was hidden, in the language the citizen wrote in: content, so not translated."""

PUBLIC_ALONE = frozenset(
    (
        Kind.ORGANISATION,
        Kind.SCHOOL,
        Kind.HOSPITAL,
        Kind.COURT,
        Kind.CASE_NUMBER,
        Kind.SERIAL,
        Kind.BIRTH_DATE,
        Kind.PLACE,
    )
)
"""What is hidden before anything is public alone (``redaction_wide``): bodies, places, numbers of papers [30]."""
PERSONAL = frozenset(Kind) - PUBLIC_ALONE
"""What a citizen is asked to hide before sending."""
_LETTERED = (Kind.NAME, Kind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text, from ``start`` to before ``end``, that points at a person or a body."""

    start: int
    end: int
    kind: Kind

    def words(self, text: str) -> str:
        """What stands there in the text it was found in."""
        return text[self.start : self.end]


_FULL_WIDTH = {number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_GAP = r"[ \t\-‐‑–—·.]?"
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_TALKED = r"(?:号码?|账号|帐号|id|ID)?(?:是|为|叫)?[:：]?\s*"

_IDENTITY = re.compile(
    rf"{_BEFORE}[1-9](?:{_GAP}\d){{13}}(?:(?:{_GAP}\d){{3}}{_GAP}[\dXx])?{_AFTER}|"
    rf"{_BEFORE}[1-9](?:{_GAP}\d){{14}}{_AFTER}"
)
_MOBILE = re.compile(rf"(?<![0-9A-Za-z.])(?:\+?86{_GAP})?1[3-9](?:{_GAP}\d){{9}}{_AFTER}")
_LANDLINE = re.compile(rf"{_BEFORE}(?:\(0\d{{2,3}}\)\s?|0\d{{2,3}}[\- ]?)[1-9]\d{{6,7}}(?:[\-转]\d{{1,5}})?{_AFTER}")
_SERVICE_LINE = re.compile(rf"{_BEFORE}[48]00[\- ]?\d{{3,4}}[\- ]?\d{{3,4}}{_AFTER}")
_CARD = re.compile(rf"{_BEFORE}[3-6](?:{_GAP}\d){{14,18}}{_AFTER}")
_CARD_NAMED = re.compile(rf"(?:卡号|银行卡|账号|帐号|账户|尾号)(?:是|为)?[:：]?\s*(\d(?:{_GAP}\d){{11,20}}){_AFTER}")
_EMAIL = re.compile(r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_ACCOUNT = re.compile(
    rf"(?:微信|薇信|威信|vx|VX|wx|WX|v信|V信)号?{_TALKED}([A-Za-z][A-Za-z0-9_\-]{{4,19}}){_AFTER}|"
    rf"(?:[qQ]{{2}}|扣扣)群?{_TALKED}([1-9]\d{{4,10}}){_AFTER}|"
    rf"(?:抖音|快手|小红书|支付宝|微博)(?:号|账号|帐号|id|ID)(?:是|为)?[:：]?\s*([A-Za-z0-9_\-.]{{5,24}}){_AFTER}"
)
_PLATE = re.compile(
    rf"[{_PROVINCE}][A-HJ-NP-Z][·\-. ]?(?:[A-HJ-NP-Z0-9]{{5}}[A-HJ-NP-Z0-9]?|[A-HJ-NP-Z0-9]{{4}}[学警挂港澳])(?![0-9A-Za-z])"
)
_DOCUMENT = re.compile(
    rf"(?:护照|通行证|永久居留|永居证|居留证|台胞证|回乡证)(?:身份证)?(?:号码?)?(?:是|为)?[:："
    rf"]?\s*([A-Z]{{1,3}}\d{{7,12}}|\d{{8,10}}){_AFTER}|"
    rf"{_BEFORE}([EGDSP][A-HJ-NP-Z0-9]\d{{7}}|[HM]\d{{8}}(?:\d\d)?){_AFTER}"
)
_PLACE = r"[\u4e00-\u9fff]"
_NUMBER = r"[0-9０-９一二三四五六七八九十百甲乙丙A-Za-z\-－]+"
_ADDRESS = re.compile(
    rf"{_PLACE}{{2,24}}?(?:路|街|大街|大道|巷|胡同|弄|里|村|屯|组|小区|花园|家园|新村|苑|公寓|大厦|广场|庄园|府|城)"
    rf"(?:{_PLACE}{{0,6}}?{_NUMBER}(?:号楼|号院|弄|栋|幢|座|单元|号|室|层|楼|户|组|排))+(?:{_NUMBER}(?:室|号|户)?)?"
)
_HOUSE = re.compile(r"[0-9一二三四五六七八九十百甲乙丙A-Za-z](?:号|弄|栋|幢|座|单元|室|层|楼|户|组|排)")
_ADDRESS_LEAD = re.compile(
    r"^(?:.*?(?:住在?|位于|地址[:：是]?|家在|搬到|来到|租了?|买了?|送到|寄到|在|的|举报|投诉|我们?|你们|他们|"
    r"这个?|那个?))(?=.{4})"
)
_NO_PLACE = re.compile(r"^(?:小区|公寓|大厦|花园|家园|村|街|路|城)")
_ORGANISATION = re.compile(
    rf"[\u4e00-\u9fffA-Za-z0-9（）()]{{2,24}}?(?:有限责任公司|股份有限公司|有限公司|集团公司|合伙企业|"
    rf"专业合作社|律师事务所)(?:{_PLACE}{{2,8}}?分公司)?"
)
_ORGANISATION_LEAD = re.compile(
    r"^.*?(?:(?<![\u4e00-\u9fff])我在|入职了?|单位是|公司叫做?|名叫|公司是|叫做?|是|在|跟|和|与|向|被|给|"
    r"由|为|把|将|对|找|告|到|从|了|我们?|去|经|及|名称为)"
    r"(?=[\u4e00-\u9fffA-Za-z0-9（）()]{4,}?(?:公司|企业|合作社|事务所))"
)
_GENERIC_BODY = re.compile(
    r"^(?:一家|某|这家|那家|该|本|多家|几家|两家|物业|保险|科技|房地产|劳务)*(?:有限责任公司|股份有限公司|"
    r"有限公司|集团公司|合伙企业|专业合作社|律师事务所)$"
)
_PUBLIC_LINES = frozenset(
    "110 119 120 122 12110 12119 12122 12123 12305 12309 12315 12320 12329 12333 12337 12338 12345 12348 12355 12356 12363 "
    "12366 12367 12368 12377 12378 12380 12385 12388 12389 12393 12398 96110 95598".split()
)


def find_personal_data(text: str, kinds: Iterable[Kind] = PERSONAL) -> tuple[Finding, ...]:
    """What points at a person in a text, in order, without overlaps: of two kinds at one place the more exact one.

    Hotlines of authorities are nobody's data and are never found.
    """
    plain = text.translate(_FULL_WIDTH)
    wanted = frozenset(kinds)
    kept: list[Finding] = []
    for finding in _candidates(plain):
        if finding.kind in wanted and all(finding.end <= one.start or one.end <= finding.start for one in kept):
            kept.append(finding)
    return tuple(sorted(kept, key=lambda finding: finding.start))


def redaction_map(text: str, findings: Iterable[Finding]) -> dict[str, str]:
    """What is to be replaced by what: one map for a text, its answers, and the names of its attachments [30].

    Different names get different letters, so that a reader can still tell who did what; the longest words come first.
    """
    found: dict[str, str] = {}
    counts: dict[Kind, int] = {}
    for finding in sorted(findings, key=lambda finding: finding.start):
        words = finding.words(text)
        if words in found:
            continue
        letter = ""
        if finding.kind in _LETTERED:
            letter = _letter(counts.get(finding.kind, 0))
            counts[finding.kind] = counts.get(finding.kind, 0) + 1
        found[words] = f"〔{LABELS[finding.kind]}{letter}〕"
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def apply_map(text: str, replacements: Mapping[str, str]) -> str:
    """The text with every occurrence of a word of the map replaced, in one pass: what was put in is not read again."""
    if not replacements:
        return text
    words = sorted(replacements, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, words)), lambda match: replacements[match.group()], text)


def masked(text: str, kinds: Iterable[Kind] = PERSONAL) -> str:
    """The text with all that was found hidden: what one press on the ask page gives."""
    return apply_map(text, redaction_map(text, find_personal_data(text, kinds)))


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _candidates(plain: str) -> Iterable[Finding]:
    """Everything that may be something, the most exact kinds first."""
    for match in _IDENTITY.finditer(plain):
        if contains_identity_number(match.group()):
            yield Finding(*match.span(), Kind.IDENTITY)
    yield from _whole(_EMAIL, plain, Kind.EMAIL)
    yield from _group(_DOCUMENT, plain, Kind.PASSPORT)
    yield from _group(_CARD_NAMED, plain, Kind.CARD)
    for match in _CARD.finditer(plain):
        if _passes_luhn(match.group()):
            yield Finding(*match.span(), Kind.CARD)
    yield from _group(_ACCOUNT, plain, Kind.ACCOUNT)
    yield from _whole(_MOBILE, plain, Kind.PHONE)
    for pattern in (_LANDLINE, _SERVICE_LINE):
        for match in pattern.finditer(plain):
            if match.group() not in _PUBLIC_LINES:
                yield Finding(*match.span(), Kind.PHONE)
    yield from _whole(_PLATE, plain, Kind.PLATE)
    yield from _trimmed(_ORGANISATION, _ORGANISATION_LEAD, plain, Kind.ORGANISATION)
    if _HOUSE.search(plain):
        yield from _trimmed(_ADDRESS, _ADDRESS_LEAD, plain, Kind.ADDRESS)
    yield from _names(plain)


def _whole(pattern: re.Pattern[str], plain: str, kind: Kind) -> Iterable[Finding]:
    return (Finding(*match.span(), kind) for match in pattern.finditer(plain))


def _group(pattern: re.Pattern[str], plain: str, kind: Kind) -> Iterable[Finding]:
    """Only the part in brackets: the words that led to it stay readable."""
    for match in pattern.finditer(plain):
        yield Finding(*match.span(match.lastindex or 0), kind)


def _trimmed(pattern: re.Pattern[str], lead: re.Pattern[str], plain: str, kind: Kind) -> Iterable[Finding]:
    """Without the words of the sentence that Chinese writes straight in front of an address or a name."""
    for match in pattern.finditer(plain):
        start, words = match.start(), match.group()
        while (cut := lead.match(words)) is not None:
            start, words = start + cut.end(), words[cut.end() :]
        if kind is Kind.ADDRESS and _NO_PLACE.match(words):
            continue
        if kind is Kind.ORGANISATION and (_GENERIC_BODY.match(words) or "某" in words):
            continue
        yield Finding(start, match.end(), kind)


def _names(plain: str) -> Iterable[Finding]:
    for pattern, announced in ((NAME_AFTER, True), (TITLED_NAME, False)):
        for match in pattern.finditer(plain):
            start, end = match.span("name")
            if is_name(plain[start:end], announced):
                yield Finding(start, end, Kind.NAME)


def _passes_luhn(written: str) -> bool:
    """The check digit of bank cards."""
    digits = [int(character) for character in written if character.isdigit()]
    doubled = [
        digit if number % 2 == 0 else sum(divmod(digit * 2, 10)) for number, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0
