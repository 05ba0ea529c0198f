"""Contact details in an answer: pure functions on text (article 22 of the service rules).

Stricter than hiding what a citizen wrote: a number spelt in characters, an address with a written-out @, or an invitation to
scan a code would lead past the portal as well. Hotlines are short and are never found; of longer numbers the caller says which
are the public's (``Numbers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_FULL_WIDTH = {number: number - 0xFEE0 for number in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SPELT = str.maketrans("〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖", "00123456789121" + "23456789")
_GAP = r"[ \t\-‐‑–—·._*/]{0,3}"
_BEFORE, _AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"


class Kind(StrEnum):
    """What was found."""

    MOBILE = "mobile"
    TELEPHONE = "telephone"
    EMAIL = "email"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Contact:
    """A stretch of a text that leads to somebody."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Numbers:
    """Telephone numbers by their digits: those of the public's bodies, which pass, and the resident's own, which never do."""

    public: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


_MOBILE = re.compile(rf"(?<![0-9])(?:\+?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z])(?:[(]0\d{{2,3}}[)]\s?|0\d{{2,3}}{_GAP})[1-9]\d{{2,3}}{_GAP}\d{{4}}(?:(?:转|-)\d{{1,5}})?(?!\d)"
)
_CALLED = re.compile(
    rf"(?:电话|座机|手机|固话|热线|致电|拨打|联系方式|联系|传真|tel|TEL|Tel)[号码是为：:\s]{{0,4}}([1-9]\d{{2,3}}{_GAP}\d{{4}})(?!\d)"
)
_SERVICE_LINE = re.compile(rf"{_BEFORE}[48]00{_GAP}\d{{3,4}}{_GAP}\d{{3,4}}(?!\d)")
# Begun only where a run of such characters begins: tried at each of them, a long run would take the square of its length.
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+\s?(?:@|[(\[]at[)\]]|[(（]艾特[)）])\s?[A-Za-z0-9\-]+(?:\s?(?:\.|[(]dot[)])\s?[A-Za-z0-9\-]+)+"
)
_TALKED = r"(?:号码?|账号|帐号|id|ID)?(?:是|为|叫)?[:\s]{0,3}"
_ACCOUNTS = (
    re.compile(
        rf"(?:微信|薇信|威信|微❤|[vV][xX]|[wW][xX]|[vV]信|[wW]e[cC]hat)号?{_TALKED}([A-Za-z][A-Za-z0-9_\-]{{4,19}}){_AFTER}"
    ),
    re.compile(rf"(?:[qQ]{{2}}|扣扣|企鹅号)群?{_TALKED}([1-9]\d{{4,11}})(?!\d)"),
    re.compile(
        rf"(?:抖音|快手|小红书|微博|公众号|视频号|钉钉)(?:号|账号|帐号|id|ID)?(?:是|为|叫)?[:\s]{{1,3}}([A-Za-z0-9_\-.]{{4,24}}){_AFTER}"
    ),
    re.compile(r"((?:手机|电话|微信|QQ|qq)同号)"),
    re.compile(
        r"((?:加|添加|关注|搜索)(?:我|本人|本律师|律师|我所|我们|本所)?的?(?:个人|工作)?(?:微信|薇信|威信|[vV][xX]|QQ|qq|扣扣|公众号|视频号|抖音)(?!群聊|聊天|记录|转账|支付|好友的|红包))"
    ),
    re.compile(r"((?:扫|扫描|扫一扫)(?:下方|上方|我的|我们的|以下|本人)?的?二维码)"),
)
_PUBLIC_BODY = re.compile(
    r"(?:法院|检察院|公安|派出所|司法局|司法所|仲裁委(?:员会)?|仲裁院|监察(?:大队|支队|总队|机构)|人社局|人力资源和社会保障局|社保(?:局|中心)|"
    r"市场监督管理局|市场监管局|民政局|妇联|街道办事处|居委会|村委会|法律援助(?:中心|机构)|公共法律服务中心|公证处|信访局|住建委|税务局|"
    r"不动产登记(?:中心|事务中心)|人民政府|消费者协会|消协|人民调解委员会)[^。！？!?；;\n]{0,24}$"
)
_OWN = re.compile(r"我|本人|本所|本律师|律师事务所|律所")


NO_NUMBERS = Numbers()


def find_contacts(text: str, numbers: Numbers = NO_NUMBERS) -> list[Contact]:
    """What leads to somebody in a text, in order, without overlaps. The public's own numbers are left out."""
    plain = text.translate(_FULL_WIDTH)
    found: list[Contact] = []
    for contact in _candidates(plain, numbers):
        if all(contact.end <= other.start or other.end <= contact.start for other in found):
            found.append(contact)
    return sorted((one for one in found if not _passes(plain, one, numbers)), key=lambda one: one.start)


def digits_of(written: str) -> frozenset[str]:
    """The numbers in a telephone field (``010-12345678、87654321转2``) by their digits, with and without the code of the
    area. Short numbers are hotlines and are left out."""
    found: set[str] = set()
    for piece in re.split(r"[、，,;；/／\s]+|转", written.translate(_FULL_WIDTH)):
        digits = re.sub(r"\D", "", piece)
        if len(digits) >= 7:
            found |= {digits, local_part(digits)}
    return frozenset(found)


def local_part(digits: str) -> str:
    """A landline without the code of its area; other numbers as they are."""
    if not digits.startswith("0"):
        return digits
    return digits[3:] if digits[1:2] in "12" else digits[4:]


def _candidates(plain: str, numbers: Numbers) -> Iterator[Contact]:
    spelt = plain.translate(_SPELT)  # a character for a character: offsets stay
    for match in _MOBILE.finditer(spelt):
        yield Contact(*match.span(), Kind.MOBILE)
    for match in _EMAIL.finditer(plain):
        yield Contact(*match.span(), Kind.EMAIL)
    for pattern in _ACCOUNTS:
        for match in pattern.finditer(plain):
            yield Contact(*match.span(1), Kind.ACCOUNT)
    for source in dict.fromkeys((plain, spelt)):
        for match in (*_LANDLINE.finditer(source), *_SERVICE_LINE.finditer(source)):
            yield Contact(*match.span(), Kind.TELEPHONE)
        for match in _CALLED.finditer(source):
            yield Contact(*match.span(1), Kind.TELEPHONE)
    yield from _own_numbers(spelt, numbers.own)


def _own_numbers(spelt: str, own: Iterable[str]) -> Iterator[Contact]:
    for digits in own:
        for match in re.finditer(rf"(?<!\d){_GAP.join(map(re.escape, digits))}(?!\d)", spelt):
            yield Contact(*match.span(), Kind.TELEPHONE)


def _passes(plain: str, contact: Contact, numbers: Numbers) -> bool:
    if contact.kind is not Kind.TELEPHONE:
        return False
    return is_known(plain[contact.start : contact.end], numbers)


def is_known(written: str, numbers: Numbers) -> bool:
    """Whether a number is one of the public's, and not the resident's own."""
    digits = digits_of(written) | digits_of(re.sub(r"-\d{1,5}$", "", written))
    return bool(digits & numbers.public) and not digits & numbers.own


def stands_beside_a_public_body(text: str, contact: Contact, numbers: Numbers) -> bool:
    """Whether a landline follows the name of a public body in its sentence, and no word of the resident's own."""
    if contact.kind is not Kind.TELEPHONE or digits_of(text[contact.start : contact.end]) & numbers.own:
        return False
    before = text[max(0, contact.start - 60) : contact.start]
    body = _PUBLIC_BODY.search(before)
    return body is not None and _OWN.search(before[body.start() :]) is None
