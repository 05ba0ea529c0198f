"""Articles of an answer: what was typed becomes a place of a law, read and checked in the text of the day it is cited on.

It exists, it was in force that day, the words quoted are those of that day (article 19 of the service rules). One query for
the titles, two for each different day, however many articles there are. What stands outside the library is named by
title, number and link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.laws.citations import LONGEST_QUERY, TitleIndex, recognise, title_index
from cms.laws.cited_places import CitedPlace, unit_of
from cms.laws.cited_texts import CitedLaw, read_laws
from cms.laws.effectivity import DateUnknown, NoneInForce, text_in_force
from cms.laws.locators import TypedPlace, citation_text, is_locator
from cms.laws.reading_places import ADDRESS, NotFound, choose, ranked, understood
from portal.consultations.editor.quoting import mismatch
from portal.consultations.models import Consultation
from portal.consultations.models.choices import CitedOn
from portal.consultations.services.answers.written import CitedArticle

MOST = 30
LONGEST = {"date_reason": 200, "outside_title": 200, "outside_number": 100, "outside_url": 500}
"""Characters that a citation has room for."""
_link = URLValidator(schemes=("http", "https"))


@dataclass(frozen=True, slots=True)
class CitationRow:
    """What one row of the editor says. ``was`` is the place as it was picked; ``accepts``: what changed since was read anew.
    ``day_typed`` is the day as it was typed: ``read_on`` is None where that is no day."""

    words: str = ""
    was: CitedPlace | None = None
    accepts: bool = False
    cited_on: str = CitedOn.TODAY
    read_on: date | None = None
    day_typed: str = ""
    date_reason: str = ""
    quote: str = ""
    outside_title: str = ""
    outside_number: str = ""
    outside_url: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed that would be lost."""
        return not any((self.words, self.quote, self.outside_title, self.outside_number, self.outside_url))


@dataclass(slots=True)
class ReadRow:
    """What became of a row: an article, or errors by field in plain words. ``law`` is as of the day."""

    row: CitationRow
    day: date
    article: CitedArticle | None = None
    law: CitedLaw | None = None
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""

    @property
    def text(self) -> str:
        """The article's words on that day."""
        if self.law is None or self.article is None:
            return ""
        return article_texts(self.law, self.article.locator)[0]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The laws a row may mean, and the place: as typed, or a locator that is known."""

    slugs: tuple[str, ...]
    typed: TypedPlace | None = None
    locator: str = ""

    @property
    def unit(self) -> str:
        return self.typed.article_locator if self.typed is not None else unit_of(self.locator)


def read_rows(rows: Sequence[CitationRow], case: Consultation, today: date) -> list[ReadRow]:
    """Read and check every row; empty ones come back with neither article nor errors."""
    read = [ReadRow(row, _day_of(row, case, today)) for row in rows]
    wanted: dict[int, _Wanted] = {}
    index: TitleIndex | None = None
    for number, one in enumerate(read):
        _check_lengths(one)
        _check_day(one, case, today)
        if one.row.words:
            index = index or title_index()
            try:
                wanted[number] = _wanted(one.row, index)
            except NotFound as error:
                one.errors["words"] = str(error)
        elif one.row.outside_title:
            _take_outside(one)
        elif not one.row.is_empty:
            one.errors["words"] = _("请写引用的条文；本网没有收录的，请写文件的标题。")
    laws = _laws_by_day(wanted, read)
    for number, want in wanted.items():
        _take(read[number], want, laws[read[number].day], today)
    return read


def default_day(cited_on: str, case: Consultation) -> date | None:
    """The day that the citizen's own account gives for ``event`` and ``period``; None where nobody said."""
    if cited_on == CitedOn.PERIOD:
        return case.happened_until or case.happened_from
    return case.happened_from or case.happened_until


def article_texts(law: CitedLaw, locator: str) -> tuple[str, str]:
    """The whole article that a place lies in, as it may be quoted: with the numbers of its items, and without."""
    rows = law.article(unit_of(locator))
    numbered = "\n".join(f"{row.label if row.locator != row.unit else ''}{row.heading}{row.text}" for row in rows)
    return numbered, "\n".join(f"{row.heading}{row.text}" for row in rows)


# -- one row -----------------------------------------------------------------------------------------------------------


def _day_of(row: CitationRow, case: Consultation, today: date) -> date:
    if row.cited_on == CitedOn.TODAY:
        return today
    return row.read_on or default_day(row.cited_on, case) or today


def _check_day(one: ReadRow, case: Consultation, today: date) -> None:
    row = one.row
    if row.is_empty or row.cited_on == CitedOn.TODAY:
        return
    if row.cited_on not in CitedOn.values:
        one.errors["cited_on"] = _("请选适用哪一天的规定。")
    elif row.read_on is None and row.day_typed:
        one.errors["read_on"] = _("日期请写成 2026-10-08 这样。")
    elif row.read_on is None and default_day(row.cited_on, case) is None:
        one.errors["read_on"] = _("咨询人没有写明日期，请填写适用哪一天的规定。")
    elif one.day > today:
        one.errors["read_on"] = _("适用规定的日期不能晚于今天。")
    if not row.date_reason.strip():
        one.errors["date_reason"] = _("请写明为什么适用这一天的规定，咨询人会看到。")


def _check_lengths(one: ReadRow) -> None:
    for name, most in LONGEST.items():
        if len(getattr(one.row, name)) > most:
            one.errors[name] = _("最多%d个字，请写短一些。") % most


def _wanted(row: CitationRow, index: TitleIndex) -> _Wanted:
    if row.was is not None and row.words == row.was.words:
        return _Wanted((row.was.slug,), locator=row.was.locator)
    pasted = ADDRESS.search(row.words)
    if pasted is not None and is_locator(pasted["locator"]):
        return _Wanted((pasted["slug"],), locator=pasted["locator"])
    short = len(row.words) <= LONGEST_QUERY
    recognised, typed = understood(row.words, recognise(row.words, index) if short else None)
    return _Wanted(recognised.slugs, typed=typed)


def _laws_by_day(wanted: Mapping[int, _Wanted], read: Sequence[ReadRow]) -> dict[date, dict[str, CitedLaw]]:
    pairs: dict[date, set[tuple[str, str]]] = defaultdict(set)
    for number, want in wanted.items():
        pairs[read[number].day] |= {(slug, want.unit) for slug in want.slugs}
    return {day: read_laws(sorted(of_day), day) for day, of_day in pairs.items()}


def _take(one: ReadRow, want: _Wanted, laws: Mapping[str, CitedLaw], today: date) -> None:
    of_the_name = ranked(laws, want.slugs, one.day)
    found = _found(one, want, of_the_name)
    if found is None:
        return
    law, locator = found
    not_in_force = why_not_in_force(law, one.day, today)
    if not_in_force:
        one.errors["words"] = not_in_force
        return
    one.law = law
    digest = law.article(unit_of(locator))[0].digest
    _check_change(one, law, digest)
    wrong = mismatch(one.row.quote, article_texts_with_number(law, locator))
    if wrong:
        one.errors["quote"] = _("引用的原文与《%(law)s》%(place)s在%(day)s的文本不一致，从“%(words)s”起对不上。") % {
            "law": law.instrument.title,
            "place": citation_text(unit_of(locator)),
            "day": chinese_date(one.day),
            "words": wrong,
        }
    one.article = CitedArticle(
        written=f"{law.instrument.short_title}{citation_text(locator)}"[:200],
        read_on=one.day,
        instrument_slug=law.instrument.slug,
        locator=locator,
        cited_on=one.row.cited_on,
        date_reason=one.row.date_reason.strip(),
        quote=one.row.quote.strip(),
        digest=digest,
    )


def _found(one: ReadRow, want: _Wanted, laws: Sequence[CitedLaw]) -> tuple[CitedLaw, str] | None:
    """The law and the locator; None where there is none, with what to say."""
    if not laws:
        one.errors["words"] = _("本网没有公开的这部法律法规，请核对名称；没有收录的，请在“库外文件”里写明。")
        return None
    if want.typed is None:
        law = laws[0]
        if any(row.locator == want.locator for row in law.article(want.unit)):
            return law, want.locator
    else:
        try:
            place = choose(laws, want.typed, one.day)
        except NotFound:
            pass  # said below, with the day
        else:
            return next(law for law in laws if law.instrument.slug == place.slug), place.locator
    asked = want.locator if want.typed is None else want.typed.locator
    one.errors["words"] = _("《%(law)s》在%(day)s的文本没有%(place)s。请核对条号和日期。") % {
        "law": laws[0].instrument.title,
        "day": chinese_date(one.day),
        "place": citation_text(asked),
    }
    return None


def why_not_in_force(law: CitedLaw, day: date, today: date) -> str:
    """Say why a law was not in force on a day; "" where it was, or where it has no date and nothing says that it was not."""
    answer = text_in_force(law.versions, day, today=today)
    values = {"law": law.instrument.title, "day": chinese_date(day)}
    if isinstance(answer, NoneInForce):
        if answer.last is not None:
            return (
                _("《%(law)s》在%(day)s已经失效，不能作为当天的依据。请换用有效的规定，或者选对适用的日期。") % values
            )
        return _("《%(law)s》在%(day)s还没有施行，不能作为当天的依据。请核对适用的日期。") % values
    if isinstance(answer, DateUnknown) and answer.candidates[0].is_repealed:
        return _("《%(law)s》已经废止，废止日期不详，无法确认%(day)s是否有效，请换用别的依据。") % values
    return ""


def _check_change(one: ReadRow, law: CitedLaw, digest: str) -> None:
    """What was picked or taken over from a template, and has other words today, is looked at by a person first."""
    row = one.row
    was = row.was if row.was is not None and row.words == row.was.words else None
    if was is None or row.cited_on != CitedOn.TODAY or not was.digest or was.digest == digest:
        return
    one.notice = _("《%(law)s》%(place)s的文字与选用时（%(day)s）不同，请核对。") % {
        "law": law.instrument.title,
        "place": citation_text(was.locator),
        "day": chinese_date(was.read_on),
    }
    if not row.accepts:
        one.errors["words"] = _("这一条在选用以后有变动。请核对现行原文，勾选“已核对，按现行文本更新”。")


def article_texts_with_number(law: CitedLaw, locator: str) -> tuple[str, ...]:
    """As ``article_texts``, and with 第三十条 in front, which people copy along."""
    label = citation_text(unit_of(locator))
    texts = article_texts(law, locator)
    return (*texts, *(f"{label}{text}" for text in texts))


def _take_outside(one: ReadRow) -> None:
    row = one.row
    url = row.outside_url.strip()
    if url:
        try:
            _link(url)
        except ValidationError:
            one.errors["outside_url"] = _("链接请写完整的网址，以 https:// 或者 http:// 开头。")
    one.article = CitedArticle(
        written=row.outside_title.strip()[:200],
        read_on=one.day,
        cited_on=row.cited_on,
        date_reason=row.date_reason.strip(),
        quote=row.quote.strip(),
        outside_title=row.outside_title.strip(),
        outside_number=row.outside_number.strip(),
        outside_url=url,
    )


def row_of(article: CitedArticle) -> CitationRow:
    """The row that an article came from: what is about to be sent is read once more, as a row is."""
    was = None
    if article.instrument_slug:
        was = CitedPlace(
            article.instrument_slug, article.locator, article.read_on, article.digest, title=article.written
        )
    return CitationRow(
        words=was.words if was is not None else "",
        was=was,
        accepts=True,
        cited_on=article.cited_on,
        read_on=article.read_on,
        date_reason=article.date_reason,
        quote=article.quote,
        outside_title=article.outside_title,
        outside_number=article.outside_number,
        outside_url=article.outside_url,
    )
