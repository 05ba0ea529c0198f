"""A public consultation as a page shows it (``templates/public_board/page_body.html``): made of ``PublicPage`` and the law library
alone.

The body's words are those that the citizen agreed to; the articles in place are the library's, as they were on the day each was
cited for, with what has become of them since: three queries however many answers, articles and days there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.laws.cited import ShownCitation, happened, shown_then_and_now
from cms.laws.cited_places import CitedPlace
from cms.laws.models import CitationState
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import AnswerKind
from portal.consultations.shown_answers import SECTION_TITLES, ShownArticle, ShownSection
from portal.public_board.content import PublicAnswer, PublicCitation, PublicPage


@dataclass(frozen=True, slots=True)
class ShownPublicAnswer:
    """One answer as ``consultations/answer_text.html`` takes it; ``further`` is the 追问 before it."""

    number: int
    heading: str
    is_expert: bool
    staff_code: str
    answered_on: date
    further: str
    sections: tuple[ShownSection, ...]
    articles: tuple[ShownArticle, ...]

    @property
    def has_legal_basis(self) -> bool:
        """Whether the section stands there that the articles belong under."""
        return any(section.name == "legal_basis" for section in self.sections)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The whole page. ``doubt``: that an answer is looked at again, else nothing. ``banner``: what has become of articles since,
    a sentence each."""

    title: str
    question: str
    facts: tuple[str, ...]
    files: tuple[str, ...]
    asked_on: date
    law_on: date
    answers: tuple[ShownPublicAnswer, ...]
    banner: tuple[str, ...]
    doubt: str = ""


def shown_page(page: PublicPage, today: date, *, is_doubted: bool = False) -> ShownPage:
    """Give what the template of a public page shows on a day; ``is_doubted`` as ``PublicCase`` has it."""
    cited = [(answer, row) for answer in page.answers for row in answer.citations]
    articles: list[list[ShownArticle]] = [[] for _answer in page.answers]
    banner: list[str] = []
    read = dict(zip(places := places_of(page), shown_then_and_now(places, today), strict=True))
    numbers = {id(answer): number for number, answer in enumerate(page.answers)}
    for answer, row in cited:
        place = place_of(row)
        article, sentence = _outside(row) if place is None else _inside(row, answer, *read[place])
        articles[numbers[id(answer)]].append(article)
        banner.append(sentence)
    return ShownPage(
        title=page.title,
        question=page.question,
        facts=page.facts,
        files=page.files,
        asked_on=date.fromisoformat(page.asked_on),
        law_on=page.law_date,
        answers=tuple(
            _answer(number, answer, articles[number - 1]) for number, answer in enumerate(page.answers, start=1)
        ),
        banner=tuple(dict.fromkeys(filter(None, banner))),
        doubt=_doubt_words() if is_doubted else "",
    )


def _doubt_words() -> str:
    return _(
        "引用的法律有变动，或者有人认为答复有误，本网正在核对。核对完以前请不要照着办；急需办理的，拨打12348问清楚。"
    )


def places_of(page: PublicPage) -> list[CitedPlace]:
    """The places of the library that a page cites, each once."""
    found: Iterable[CitedPlace | None] = (place_of(row) for answer in page.answers for row in answer.citations)
    return list(dict.fromkeys(place for place in found if place is not None))


def place_of(row: PublicCitation) -> CitedPlace | None:
    """The place that a citation means; None for texts outside the library."""
    if not row.slug or not row.locator:
        return None
    return CitedPlace(row.slug, row.locator, date.fromisoformat(row.read_on), row.digest, title=row.written)


def _answer(number: int, answer: PublicAnswer, articles: list[ShownArticle]) -> ShownPublicAnswer:
    return ShownPublicAnswer(
        number=number,
        heading=str(AnswerKind(answer.kind).label),
        is_expert=answer.kind == AnswerKind.EXPERT,
        staff_code=answer.staff_code,
        answered_on=date.fromisoformat(answer.answered_on),
        further=answer.further,
        sections=tuple(
            ShownSection(name, str(SECTION_TITLES[name]), text) for name in SECTIONS if (text := getattr(answer, name))
        ),
        articles=tuple(articles),
    )


def _inside(
    row: PublicCitation, answer: PublicAnswer, then: ShownCitation, now: ShownCitation
) -> tuple[ShownArticle, str]:
    """The article, and the banner's sentence: none of what had changed before the answer and was cited as law of its day."""
    changed = now.state != CitationState.CURRENT
    is_of_another_day = row.read_on < answer.answered_on
    was_known = is_of_another_day and (
        now.changed_on is None or now.changed_on <= date.fromisoformat(answer.answered_on)
    )
    article = ShownArticle(
        title=then.title if then.lines else row.written,
        url=_address(row, then) if changed and then.lines else now.url,
        about=_("%(day)s有效的规定") % {"day": chinese_date(date.fromisoformat(row.read_on))},
        lines=then.lines,
        since=f"{happened(now)}。" if changed else now.coming_words,
    )
    return article, now.words if changed and not was_known else ""


def _address(row: PublicCitation, then: ShownCitation) -> str:
    """The text of the day, where today's says something else."""
    page, has_anchor, anchor = then.url.partition("#")
    return f"{page}{row.read_on}/#{anchor}" if has_anchor else then.url


def _outside(row: PublicCitation) -> tuple[ShownArticle, str]:
    about = _("这份文件不在本网的法律法规库里，请以发布机关公布的文本为准。")
    return ShownArticle(title=row.written, url=row.url, about=about, is_outside=True), ""
