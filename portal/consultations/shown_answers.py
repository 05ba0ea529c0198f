"""Answers as a citizen reads them (``templates/consultations/answer.html``): on the case's page, in the lawyer's preview, in print.

What is shown is derived: the article's words are those of the day it was cited on, and what has become of it since is
asked of the law library, two queries for each different day however many articles there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.templatetags.dates import chinese_date
from cms.laws.cited import CitedLine, ShownCitation, happened, shown_citations
from cms.laws.cited_places import CitedPlace
from cms.laws.models import CitationState
from portal.common.clock import SHANGHAI
from portal.consultations.models import Answer, AnswerCitation, Consultation, RiskNotice
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import AnswerKind, CitedOn

SECTION_TITLES: Mapping[str, str | Promise] = {
    "conclusion": gettext_lazy("结论"),
    "legal_basis": gettext_lazy("法律依据"),
    "reasoning": gettext_lazy("分析"),
    "next_steps": gettext_lazy("下一步怎么办"),
}
"""What a page calls the four sections (article 21)."""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One of the four sections that has words."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """A cited article with its words on the day it was cited on; ``about`` says which day and why, ``since`` what has
    become of it. Outside the library it has a title, a number and perhaps a link."""

    title: str
    url: str = ""
    about: str = ""
    lines: tuple[CitedLine, ...] = ()
    quote: str = ""
    since: str = ""
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer with what it corrects (``earlier``, the latest first). ``sent_at`` is None in a preview."""

    pk: int | None
    kind: str
    heading: str
    staff_code: str
    is_expert: bool
    sent_at: datetime | None
    sections: tuple[ShownSection, ...]
    articles: tuple[ShownArticle, ...]
    law_of: str
    banner: tuple[str, ...]
    late_explanation: str
    correction_reason: str
    risk_notice: RiskNotice
    earlier: tuple[ShownAnswer, ...] = ()

    @property
    def has_legal_basis(self) -> bool:
        """Whether the section stands there that the articles belong under (a 追问 may do without)."""
        return any(section.name == "legal_basis" for section in self.sections)

    @property
    def anchor(self) -> str:
        """The id of its heading on a page."""
        return f"answer-{self.pk or 'new'}"


def shown_answers(case: Consultation, today: date) -> list[ShownAnswer]:
    """Every answer of a case in the order of sending, a corrected one in the place of what it corrects."""
    rows = (
        Answer.objects.filter(consultation=case)
        .select_related("author__staff_code", "risk_notice")
        .prefetch_related("citations")
        .order_by("sent_at", "pk")
    )
    return in_versions(list(rows), today)


def in_versions(rows: Sequence[Answer], today: date) -> list[ShownAnswer]:
    """Answers as shown, each with the earlier texts it took the place of."""
    articles = _articles_of([(row, list(row.citations.all())) for row in rows], today)
    shown = {row.pk: _shown(row, articles[number]) for number, row in enumerate(rows)}
    heads: dict[int, list[ShownAnswer]] = {}
    head_of: dict[int, int] = {}
    for row in rows:
        first = head_of.get(row.corrects_id or 0, row.pk)
        head_of[row.pk] = first
        heads.setdefault(first, []).append(shown[row.pk])
    return [replace(texts[-1], earlier=tuple(reversed(texts[:-1]))) for texts in heads.values()]


def previewed(answer: Answer, citations: Sequence[AnswerCitation], today: date) -> ShownAnswer:
    """An answer that was not sent, as it would be shown."""
    (articles,) = _articles_of([(answer, citations)], today)
    return _shown(answer, articles)


def _shown(row: Answer, articles: Sequence[tuple[ShownArticle, str]]) -> ShownAnswer:
    cited = [article for article, _banner in articles]
    return ShownAnswer(
        pk=row.pk,
        kind=row.kind,
        heading=str(AnswerKind(row.kind).label),
        staff_code=row.author.code if row.author is not None else "",
        is_expert=row.kind == AnswerKind.EXPERT,
        sent_at=row.sent_at if row.pk is not None else None,
        sections=tuple(
            ShownSection(name, str(SECTION_TITLES[name]), text) for name in SECTIONS if (text := getattr(row, name))
        ),
        articles=tuple(cited),
        law_of=chinese_date(row.sent_at),
        banner=tuple(dict.fromkeys(banner for _article, banner in articles if banner)),
        late_explanation=row.late_explanation,
        correction_reason=row.correction_reason,
        risk_notice=row.risk_notice,
    )


# -- the articles ------------------------------------------------------------------------------------------------------


def _articles_of(
    answers: Sequence[tuple[Answer, Sequence[AnswerCitation]]], today: date
) -> list[list[tuple[ShownArticle, str]]]:
    """For each answer its articles, each with the sentence its banner says of it."""
    rows = [row for _answer, citations in answers for row in citations if row.instrument_slug]
    shown = _read({(day, place_of(row)) for row in rows for day in (row.read_on, today)})
    return [
        [
            _outside(row)
            if not row.instrument_slug
            else _inside(row, shown[row.read_on, place_of(row)], shown[today, place_of(row)], _sent_on(answer))
            for row in citations
        ]
        for answer, citations in answers
    ]


def place_of(row: AnswerCitation) -> CitedPlace:
    """The cited place that a row keeps."""
    return CitedPlace(row.instrument_slug, row.locator, row.read_on, row.digest, title=row.written)


def _read(wanted: Iterable[tuple[date, CitedPlace]]) -> dict[tuple[date, CitedPlace], ShownCitation]:
    by_day: dict[date, list[CitedPlace]] = defaultdict(list)
    for day, place in wanted:
        by_day[day].append(place)
    return {(day, one.cited): one for day, places in by_day.items() for one in shown_citations(places, day)}


def _inside(row: AnswerCitation, then: ShownCitation, now: ShownCitation, sent_on: date) -> tuple[ShownArticle, str]:
    """What had changed before the answer was sent was known to whoever cited it: said beside the article, no banner."""
    changed = now.state != CitationState.CURRENT
    was_known = row.cited_on != CitedOn.TODAY and (now.changed_on is None or now.changed_on <= sent_on)
    banner = now.words if changed and not was_known else ""
    article = ShownArticle(
        title=then.title if then.lines else row.written,
        url=_address(row, then) if then.lines else now.url,
        about=about_day(row),
        lines=then.lines,
        quote=row.quote,
        since=f"{happened(now)}。" if changed else now.coming_words,
    )
    return article, banner


def _address(row: AnswerCitation, then: ShownCitation) -> str:
    """The text of the day it was cited on; of today's, the page of today, which never asks for a day."""
    if row.cited_on == CitedOn.TODAY or "#" not in then.url:
        return then.url
    page, _hash, anchor = then.url.partition("#")
    return f"{page}{row.read_on.isoformat()}/#{anchor}"


def about_day(row: AnswerCitation) -> str:
    """Which day's law it is, and why that day's: 适用2019年5月1日（事情发生当天）的规定：…."""
    if row.cited_on == CitedOn.TODAY:
        return _("%(day)s有效的规定") % {"day": chinese_date(row.read_on)}
    label = {CitedOn.EVENT: _("事情发生当天"), CitedOn.PERIOD: _("事情持续期间")}[CitedOn(row.cited_on)]
    return _("适用%(day)s（%(label)s）的规定：%(reason)s") % {
        "day": chinese_date(row.read_on),
        "label": label,
        "reason": row.date_reason,
    }


def _outside(row: AnswerCitation) -> tuple[ShownArticle, str]:
    number = f"（{row.outside_number}）" if row.outside_number else ""
    shown = ShownArticle(
        title=f"{row.outside_title}{number}",
        url=row.outside_url,
        about=_("这份文件不在本网的法律法规库里，请以发布机关公布的文本为准。"),
        quote=row.quote,
        is_outside=True,
    )
    return shown, ""


def _sent_on(answer: Any) -> date:
    return answer.sent_at.astimezone(SHANGHAI).date()
