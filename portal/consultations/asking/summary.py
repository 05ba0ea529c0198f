"""What was said, as the list that is checked before sending: each line leads back to its screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _

from portal.consultations.asking.filling import Filled
from portal.consultations.asking.forms import WantedForm
from portal.consultations.models.choices import AgeBand, ForWhom, Guardian, Happened, InProceedings
from portal.consultations.purposes import PURPOSES


@dataclass(frozen=True, slots=True)
class Said:
    """One line: what was asked, what was said, and the screen to change it on ("" where nothing is to be changed)."""

    term: str
    text: str
    step: str


def summary(filled: Filled, *, files: int = 0) -> list[Said]:
    """Every answer in the order it was given; ``files`` is the number of attachments."""
    return [
        Said(term, text or _("没有填"), step) for term, text, step in _lines(filled.said, dict(_topics(filled)), files)
    ]


def _topics(filled: Filled) -> list[tuple[str, str]]:
    form = filled.forms.get("topic")
    return list(cast(Any, form.fields["topic"]).choices) if form else []


def _lines(
    said: Mapping[str, Mapping[str, Any]], topics: Mapping[str, str], files: int
) -> Iterator[tuple[str, str, str]]:
    yield _("您的问题"), said["question"]["question"], "question"
    yield _("是否在办理"), str(InProceedings(said["proceedings"]["in_proceedings"]).label), "proceedings"
    yield _("什么时候"), when_words(said["when"]), "when"
    yield _("在哪里"), said["where"]["place"], "where"
    yield _("为谁问"), str(ForWhom(said["for-whom"]["for_whom"]).label), "for-whom"
    yield _("年龄段"), str(AgeBand(said["age"]["age_band"]).label), "age"
    if "guardian" in said:
        yield _("监护人"), str(Guardian(said["guardian"]["guardian"]).label), "guardian"
    yield _("哪方面"), topics.get(said["topic"]["topic"], ""), "topic"
    yield _("对方"), said["other-side"]["other_side"], "other-side"
    yield _("希望得到的帮助"), WantedForm.words(dict(said["wanted"])), "wanted"
    yield _("附件"), _("%d 个文件") % files if files else "", "files"
    yield _("怎么告诉您"), contact_words(said["contact"], bool(said["consent"].get("purpose_contact"))), "contact"
    yield _("您同意的事项"), consent_words(said["consent"]), "consent"


def when_words(said: Mapping[str, Any]) -> str:
    """The days in words."""
    first, last = _day(said.get("happened_from")), _day(said.get("happened_until"))
    happened = said["happened"]
    if happened == Happened.PERIOD:
        return _("%(first)s到%(last)s") % {"first": first, "last": last}
    if happened == Happened.ONGOING:
        return _("%(first)s起，仍在持续") % {"first": first} if first else str(Happened.ONGOING.label)
    return first or str(Happened(happened).label)


def contact_words(said: Mapping[str, Any], is_agreed: bool) -> str:
    """The ways in words; nothing of the numbers is hidden from who typed them. Without consent to it nothing is sent."""
    ways = [_("短信 %s") % said["phone"]] if said["phone"] else []
    ways += [_("邮件 %s") % said["email"]] if said["email"] else []
    if ways and said["safe_from"]:
        hours = {"first": f"{said['safe_from']:%H:%M}", "last": f"{said['safe_until']:%H:%M}"}
        ways.append(_("%(first)s至%(last)s之间") % hours)
    if ways and not is_agreed:
        ways.append(_("您没有同意“把办理进展告诉您”，所以不会发送"))
    return "；".join(ways) or _("不通知，您自己来看")


def consent_words(said: Mapping[str, Any]) -> str:
    """What was agreed to, and what was not."""
    agreed = [str(purpose.label) for purpose in PURPOSES if said.get(f"purpose_{purpose.code}")]
    return "；".join([_("服务协议"), *agreed])


def _day(day: date | None) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day} if day else ""
