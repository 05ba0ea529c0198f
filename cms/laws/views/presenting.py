"""What a law's page says about a text: facts, state, notices, timeline. Plain values in, plain values for templates out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.templatetags.dates import chinese_date
from cms.laws.effectivity import NoneInForce, effectivity, text_in_force
from cms.laws.models import EffectiveBasis, Effectivity, InstrumentVersion
from cms.laws.views.finding import Found

_INFERRED = {
    EffectiveBasis.PROMULGATION: gettext_lazy("推定为公布之日"),
    EffectiveBasis.ADOPTION: gettext_lazy("推定为通过之日"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence above the text that the reader must not miss."""

    text: str
    tone: str = ""
    title: str = ""
    link_url: str = ""
    link_label: str = ""


def what_is_said(found: Found, text: InstrumentVersion, today: date, asked: date | None = None) -> dict[str, Any]:
    """Give what the page of a text says of it, published or as a draft: state, facts, notices, history."""
    return {
        "found": found,
        "instrument": found.instrument,
        "text": text,
        "today": today,
        "badge": badge(effectivity(text, found.texts, today)),
        "effective_words": effective_words(text),
        "facts": facts(found, text),
        "notices": notices(found, text, asked, today),
        "timeline": timeline(found, text, today) if len(found.texts) > 1 else [],
    }


def badge(state: Effectivity) -> dict[str, str]:
    """Give what the badge component takes."""
    return {"kind": state.value, "label": str(state.label)}


def effective_words(text: InstrumentVersion, *, brief: bool = False) -> str:
    """Say since when a text is law, and (unless ``brief``) where that is only inferred, from what."""
    if text.effective_on is None:
        return _("施行日期不详")
    words = _("%(day)s起施行") % {"day": chinese_date(text.effective_on)}
    inferred = _INFERRED.get(EffectiveBasis(text.effective_basis))
    return f"{words}（{inferred}）" if inferred and not brief else words


def facts(found: Found, text: InstrumentVersion) -> list[dict[str, str]]:
    """Give the dates and origins of a text as terms and values; what is not known is left out.
    The date of effect stands beside the badge."""
    instrument = found.instrument
    rows = [
        (_("通过日期"), chinese_date(text.adopted_on), ""),
        (_("公布日期"), chinese_date(text.promulgated_on), ""),
        (_("最近修改"), chinese_date(text.amended_on), ""),
        (_("失效日期"), _expiry(text, found), ""),
        (_("制定机关"), instrument.issuing_authority, ""),
        (_("文号"), text.document_number, ""),
        (_("效力位阶"), str(instrument.get_level_display()), ""),
        (_("地区"), instrument.region, ""),
        (_("来源"), instrument.source_name or instrument.source_url, instrument.source_url),
        (_("核对日期"), chinese_date(instrument.checked_on), ""),
    ]
    return [{"term": term, "text": words, "url": url} for term, words, url in rows if words]


def _expiry(text: InstrumentVersion, found: Found) -> str:
    """When a text lapsed. Sources mark old texts repealed that were only replaced by a later one: the badge says that."""
    if text.expired_on or not text.is_repealed:
        return chinese_date(text.expired_on)
    later = any(one.effective_on and text.effective_on and one.effective_on > text.effective_on for one in found.texts)
    return "" if later else _("已废止，日期不详")


def notices(found: Found, text: InstrumentVersion, asked: date | None, today: date) -> list[Notice]:
    """Give what must be said above a text: whose day it is, that it is not the law of today, what is to come."""
    said: list[Notice] = []
    if asked is not None and asked != text.effective_on:
        said.append(_asked_day(found, text, asked, today))
    said += _state_notices(found, text, today)
    return said


def _asked_day(found: Found, text: InstrumentVersion, asked: date, today: date) -> Notice:
    words = _("您查看的是 %(day)s 当日有效的文本。") % {"day": chinese_date(asked)}
    if asked > today:
        words += _("这一天还没有到，以目前已公布的文本为准。")
    label = _("固定网址：%(words)s的文本") % {"words": effective_words(text, brief=True)}
    return Notice(words, link_url=found.address(text), link_label=label)


def _state_notices(found: Found, text: InstrumentVersion, today: date) -> list[Notice]:
    instrument, state = found.instrument, effectivity(text, found.texts, today)
    current = text_in_force(found.texts, today, today=today)
    in_force = current if isinstance(current, InstrumentVersion) else None
    said: list[Notice] = []
    if state is Effectivity.REPEALED or (state is Effectivity.AMENDED and in_force is None):
        said.append(_repealed(found, text))
    elif state is Effectivity.AMENDED and in_force is not None:
        words = _("这不是现行文本，仅供查考。现行文本%(words)s。") % {"words": effective_words(in_force, brief=True)}
        said.append(
            Notice(words, "warning", _("已修改"), link_url=instrument.get_absolute_url(), link_label=_("看现行文本"))
        )
    elif state is Effectivity.NOT_YET_EFFECTIVE:
        words = _("本文本%(words)s，现在还不是有效的法律。") % {"words": effective_words(text)}
        link = (instrument.get_absolute_url(), _("看现在有效的文本")) if in_force else ("", "")
        said.append(Notice(words, "warning", _("尚未生效"), *link))
    elif state is Effectivity.UNKNOWN:
        words = _("没有查到本文本的施行日期，无法确定它今天是否有效。引用前请向制定机关核实。")
        said.append(Notice(words, "warning", _("日期不详")))
    if state is Effectivity.IN_FORCE:
        said += [_coming(found, later) for later in found.texts if later.effective_on and later.effective_on > today][
            :1
        ]
    return said


def _repealed(found: Found, text: InstrumentVersion) -> Notice:
    last = max(
        (one for one in found.texts if one.is_repealed), key=lambda one: one.expired_on or date.max, default=text
    )
    when = _("%(day)s起失效。") % {"day": chinese_date(last.expired_on)} if last.expired_on else _("废止日期不详。")
    words = when + _("这里保留原文，仅供查考。")
    successor = found.instrument.replaced_by
    if successor is not None and successor.is_public:
        label = _("取代它的是《%(title)s》") % {"title": successor.title}
        return Notice(words, "error", _("已废止"), successor.get_absolute_url(), label)
    return Notice(words, "error", _("已废止"))


def _coming(found: Found, later: InstrumentVersion) -> Notice:
    words = _("修改后的文本%(words)s。") % {"words": effective_words(later)}
    return Notice(words, link_url=found.address(later), link_label=_("看将要施行的文本"))


def timeline(found: Found, shown: InstrumentVersion, today: date) -> list[dict[str, Any]]:
    """Give all texts, newest first, as events of the timeline component."""
    events = []
    for text in sorted(found.texts, key=lambda one: one.effective_on or date.min, reverse=True):
        state = badge(effectivity(text, found.texts, today))
        events.append(
            {
                "when": effective_words(text, brief=True),
                "url": found.address(text),
                "current": text is shown,
                "badge_kind": state["kind"],
                "badge_label": state["label"],
            }
        )
    return events


def compared_with(found: Found, shown: InstrumentVersion, today: date) -> InstrumentVersion | None:
    """Choose the text a reader wants to see the changes against: the one before, but for a text that is no longer law the
    one that is."""
    if shown.effective_on is None:
        return None
    current = text_in_force(found.texts, today, today=today)
    if isinstance(current, InstrumentVersion) and effectivity(shown, found.texts, today) is Effectivity.AMENDED:
        return current if current is not shown else None
    earlier = [text for text in found.texts if text.effective_on and text.effective_on < shown.effective_on]
    return earlier[-1] if earlier else None


def comparison_address(found: Found, one: InstrumentVersion, other: InstrumentVersion) -> str:
    """Give the page that shows two dated texts side by side, the older first."""
    days = sorted(day.isoformat() for day in (one.effective_on, other.effective_on) if day)
    return f"{found.instrument.get_absolute_url()}compare/{'..'.join(days)}/"


def why_none(answer: Any, found: Found, asked: date) -> tuple[str, Sequence[InstrumentVersion]]:
    """Say in plain words why there is no text of a day, and which texts come nearest."""
    title, day = found.instrument.title, chinese_date(asked)
    if isinstance(answer, NoneInForce):
        near = [text for text in (answer.last, answer.coming) if text is not None]
        if answer.last is None:
            # Whether it was in force before the first text we have, under an older wording, is more than we know.
            words = _("本网没有《%(title)s》在 %(day)s 有效的文本。这一天它可能还没有施行，也可能更早的文本没有收录。")
            return words % {"title": title, "day": day}, near
        return _("《%(title)s》在 %(day)s 已经废止，当日没有有效的文本。") % {"title": title, "day": day}, near
    words = _("《%(title)s》的施行日期或者废止日期不详，无法确定 %(day)s 当日有效的是哪个文本。")
    return words % {"title": title, "day": day}, answer.candidates
