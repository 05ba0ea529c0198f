"""When a law was adopted, promulgated, amended, took effect: read from its head, its closing article and what a
manifest says.

Pure functions on plain values; docs/parser.md tells the rules. What cannot be a date is reported in ``notes``, never
raised.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cms.laws.parser.tree import Node, ProvisionKind
from portal.common.numbering import to_int

STATED = "stated"
TEXT_HEAD = "text_head"
CLOSING_ARTICLE = "closing_article"
PROMULGATION = "promulgation"
ADOPTION = "adoption"
UNKNOWN = "unknown"

_DIGIT = "[0-9零〇○ＯO一二三四五六七八九]"
_SMALL = "[0-9零〇○一二三四五六七八九十廿卅]{1,3}"
_DATE = re.compile(rf"({_DIGIT}{{4}})\s*年\s*({_SMALL})\s*月\s*({_SMALL})\s*日")
_TITLES = re.compile(r"《[^《》]*(?:《[^》]*》[^《》]*)*》|〈[^〉]*〉|<[^>]*>")
_SOON = timedelta(days=366)
_IN_FORCE = r"(?:施行|实施|生效|执行|实行)"
_RELATIVE = r"(公布|发布|颁布|印发|通过|批准)(?:之日|日)"
_BEGINS = re.compile(
    rf"(?:^|[。；;，\n])\s*(?P<subject>本[^，。；第自从]{{1,16}}?|)(?:自|从|于)\s*"
    rf"(?:(?P<date>{_DATE.pattern})|(?:修订)?{_RELATIVE})\s*起?\s*(?:正式|开始)?{_IN_FORCE}"
)
_HEAD_RELATIVE = re.compile(rf"{_RELATIVE}起?{_IN_FORCE}")


@dataclass(frozen=True, slots=True)
class LawDates:
    """The dates of one version. ``amended_on`` is the latest amendment; ``notes`` say what could not be believed."""

    adopted_on: date | None = None
    promulgated_on: date | None = None
    amended_on: date | None = None
    effective_on: date | None = None
    effective_basis: str = UNKNOWN
    expired_on: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def latest(self) -> date | None:
        """The latest adoption, amendment or promulgation."""
        known = [day for day in (self.adopted_on, self.amended_on, self.promulgated_on) if day is not None]
        return max(known, default=None)


def law_dates(
    head: Sequence[str],
    nodes: Sequence[Node],
    *,
    promulgated: date | str | None = None,
    effective: date | str | None = None,
    expired: date | str | None = None,
) -> LawDates:
    """Find the dates of a version; what a manifest states (dates, ISO or Chinese text) goes before what the text says.

    The effective date is, in this order: stated; the head's 施行; the closing article's; both only if not before the
    latest adoption, amendment or promulgation (an amended law keeps the dates of its first text); the promulgation,
    unless it is before the latest adoption or amendment; that latest date.
    """
    notes: list[str] = []
    dates, head_effective = _from_head(head, notes)
    own_promulgation = dates.promulgated_on
    dates = replace(
        dates,
        promulgated_on=_stated(promulgated, "promulgated", notes) or dates.promulgated_on,
        expired_on=_stated(expired, "expired", notes) or dates.expired_on,
    )
    if dates.promulgated_on and dates.adopted_on and dates.promulgated_on < dates.adopted_on:
        notes.append(f"promulgated {dates.promulgated_on.isoformat()}, before adopted {dates.adopted_on.isoformat()}")
        dates = replace(dates, promulgated_on=own_promulgation or dates.promulgated_on)
    if own_promulgation and dates.promulgated_on and dates.promulgated_on > own_promulgation and not dates.amended_on:
        # The manifest knows of a later publication than the head: the text was amended then.
        dates = replace(dates, amended_on=dates.promulgated_on)
    stated = _stated(effective, "effective", notes)
    day, basis = _effective(dates, stated, head_effective, head, nodes, notes)
    if day and dates.expired_on and dates.expired_on <= day:
        notes.append(f"expired {dates.expired_on.isoformat()}, not after effective {day.isoformat()}")
    return replace(dates, effective_on=day, effective_basis=basis, notes=tuple(notes))


def read_date(text: str) -> date | None:
    """Read the first date in the text (ISO, 2021年3月1日, 二〇二一年三月一日); None when none is possible."""
    plain = unicodedata.normalize("NFKC", text).strip()
    iso = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", plain)
    if iso:
        return _day(*(int(part) for part in iso.groups()))
    found = _DATE.search(plain)
    return _from_match(found, 1) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_match(found: re.Match[str], group: int) -> date | None:
    year = to_int(found[group].replace("O", "〇"))
    month, day = to_int(found[group + 1]), to_int(found[group + 2])
    return _day(year, month, day) if year and month and day else None


def _stated(value: date | str | None, what: str, notes: list[str]) -> date | None:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    day = read_date(value)
    if day is None:
        notes.append(f"impossible {what} date: {value.strip()[:40]}")
    return day


def _from_head(head: Sequence[str], notes: list[str]) -> tuple[LawDates, date | None]:
    """Sort the dates of the head by what the words after each say happened on it."""
    acts_in_order = ("adopted", "approved", "promulgated", "amended", "effective", "expired")
    days: dict[str, list[date]] = {act: [] for act in acts_in_order}
    waiting: list[date] = []
    adopters = ""
    for day, words, written in _events(head):
        if day is None:
            notes.append(f"impossible date: {written}")
            continue
        waiting.append(day)
        acts = _acts(words)
        if words.rstrip().endswith("、"):
            adopters += words
            continue  # 2008年2月18日 …会议、2008年5月8日 …会议通过: both do what the second says.
        if "adopted" in acts and days["adopted"] and not _joins(adopters, words):
            # The same body adopts it a second time: that is an amended text.
            acts = acts - {"adopted"} | {"amended"}
        if "adopted" in acts:
            adopters += words
        for act in acts or {"promulgated"}:
            days[act].extend(waiting)
        waiting = []
    dates = LawDates(
        adopted_on=max(days["adopted"], default=None) or min(days["approved"], default=None),
        promulgated_on=max(days["promulgated"] + waiting, default=None),
        amended_on=max(days["amended"], default=None),
        expired_on=max(days["expired"], default=None),
    )
    return dates, max(days["effective"], default=None)


def _joins(earlier: str, words: str) -> bool:
    """Whether another body adopts what one has adopted before: court and procuratorate decide on different days."""
    return ("检察" in words) != ("检察" in earlier)


def _events(head: Sequence[str]) -> Iterator[tuple[date | None, str, str]]:
    text = _TITLES.sub("《》", unicodedata.normalize("NFKC", "\n".join(head)))
    found = list(_DATE.finditer(text))
    for position, match in enumerate(found):
        end = found[position + 1].start() if position + 1 < len(found) else len(text)
        yield _from_match(match, 1), text[match.end() : end], match[0]


def _acts(words: str) -> set[str]:
    """What the words after a date say happened: one thing, except that 公布施行 is two."""
    words = "".join(words.split())
    if re.search(r"废止|失效", words):
        return {"expired"}
    if re.search(r"修正|修订|修改", words) or re.search(r"通过的《》", words) or re.search(r"《》$", words):
        return {"amended"} | ({"effective"} if re.search(rf"{_IN_FORCE}", words) else set())
    acts = set()
    if re.search(r"公布|发布|颁布|印发|公告|令第", words):
        acts.add("promulgated")
    elif "批准" in words:
        acts.add("approved")
    elif re.search(r"通过|会议|委员会", words):
        acts.add("adopted")
    if re.search(_IN_FORCE, words) and not _HEAD_RELATIVE.search(words):
        acts.add("effective")
    return acts


def _effective(
    dates: LawDates,
    stated: date | None,
    head_effective: date | None,
    head: Sequence[str],
    nodes: Sequence[Node],
    notes: list[str],
) -> tuple[date | None, str]:
    if stated:
        return stated, STATED
    latest = dates.latest
    if head_effective and (latest is None or head_effective >= latest):
        return head_effective, TEXT_HEAD
    relative = _HEAD_RELATIVE.search("".join(head))
    if relative:
        day = _counted_from(relative[1], dates)
        if day and (latest is None or day >= latest):
            return day, TEXT_HEAD
    closing = closing_date(nodes, dates, notes)
    if closing and (latest is None or closing >= latest):
        return closing, CLOSING_ARTICLE
    if dates.promulgated_on and dates.promulgated_on == latest:
        return latest, PROMULGATION
    if latest:
        return latest, ADOPTION
    return None, UNKNOWN


def _counted_from(act: str, dates: LawDates) -> date | None:
    """The day that 自公布之日 and 自通过之日 mean; None for an amended text, where they mean its first publication."""
    if dates.amended_on is not None:
        return None
    if act in ("通过", "批准"):
        return dates.adopted_on
    if dates.adopted_on and dates.promulgated_on and dates.promulgated_on - dates.adopted_on > _SOON:
        return None
    return dates.promulgated_on


def closing_date(nodes: Sequence[Node], dates: LawDates, notes: list[str] | None = None) -> date | None:
    """Find what the closing article says: 本法自2021年3月1日起施行, 自公布之日起施行.

    The last such sentence of the text itself counts, annexes aside; in one paragraph with several, the latest day.
    """
    for text in _texts_backwards(nodes):
        if not any(word in text for word in ("施行", "实施", "生效", "执行", "实行")):
            continue
        days = []
        for found in _BEGINS.finditer(unicodedata.normalize("NFKC", _TITLES.sub("", text))):
            if found["date"]:
                day = _from_match(found, 3)
                if day is None and notes is not None:
                    notes.append(f"impossible date: {found['date']}")
            else:
                day = _counted_from(found[found.re.groups], dates)
            if day is None and not found["date"]:
                return None
            days.append(day)
        known = [day for day in days if day is not None]
        if known:
            return max(known)
    return None


def _texts_backwards(nodes: Sequence[Node]) -> Iterator[str]:
    for node in reversed(nodes):
        if node.kind is ProvisionKind.ANNEX:
            continue
        yield from _texts_backwards(node.children)
        if node.text:
            yield node.text
