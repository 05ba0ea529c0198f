"""The texts of a case that its public page is made of, each under a name that the redaction map speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.redaction import Kind
from portal.consultations.models import Answer, Consultation, FurtherQuestion
from portal.consultations.models.answers import SECTIONS
from portal.consultations.shown_answers import SECTION_TITLES


@dataclass(frozen=True, slots=True)
class Part:
    """One text: its name in the map, what a page calls it, the text as it was written."""

    name: str
    title: str | Promise
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A case as its page is made from: the answers that stand (a corrected one gives way to its correction) with the 追问
    they answer, the facts that were added, the files that are there."""

    case: Consultation
    answers: tuple[Answer, ...]
    further: dict[int, FurtherQuestion]
    parts: tuple[Part, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The texts by the names of their parts."""
        return {part.name: part.text for part in self.parts}


def source_of(case: Consultation) -> Source:
    """Read a case: a query each for answers, citations, 追问, facts, files."""
    rows = list(
        Answer.objects.filter(consultation=case)
        .select_related("author__staff_code")
        .prefetch_related("citations")
        .order_by("sent_at", "pk")
    )
    corrected = {row.corrects_id for row in rows}
    standing = tuple(row for row in rows if row.pk not in corrected)
    further: dict[int, FurtherQuestion] = {}
    for asked in case.further.all():
        if asked.answer_id is not None:
            further[_latest(rows, asked.answer_id)] = asked
    return Source(case, standing, further, tuple(_parts(case, standing, further)))


def known_words(case: Consultation) -> list[tuple[str, Kind]]:
    """What the portal knows of the people of a case, though no rule may find it in the text: hidden wherever it stands."""
    found: list[tuple[str, Kind]] = []
    for word in case.other_side.replace("，", "、").replace(",", "、").replace(" ", "、").split("、"):
        if 2 <= len(word.strip()) <= 30:
            found.append((word.strip(), Kind.NAME if len(word.strip()) <= 4 else Kind.ORGANISATION))
    contact = getattr(case, "contact", None)
    profile = getattr(case.citizen, "citizen", None) if case.citizen is not None else None
    for holder, fields in ((contact, _OF_CONTACT), (profile, _OF_PROFILE)):
        found += [(value, kind) for name, kind in fields if holder is not None and (value := getattr(holder, name))]
    found.append((case.receipt_number, Kind.SERIAL))
    found.append((case.written_number, Kind.SERIAL))
    return found


_OF_CONTACT = (("phone", Kind.PHONE), ("email", Kind.EMAIL), ("safe_contact", Kind.PHONE))
_OF_PROFILE = (("real_name", Kind.NAME), ("document_number", Kind.IDENTITY), ("phone", Kind.PHONE))


def _latest(rows: list[Answer], key: int) -> int:
    """The answer that stands in the place of this one."""
    following = {row.corrects_id: row.pk for row in rows if row.corrects_id}
    while key in following:
        key = following[key]
    return key


def _parts(case: Consultation, answers: tuple[Answer, ...], further: dict[int, FurtherQuestion]) -> Iterator[Part]:
    yield Part("question", _("问题"), case.question)
    for fact in case.facts.filter(kind="added").order_by("at", "pk"):
        yield Part(f"fact:{fact.pk}", _("补充情况"), fact.text)
    for answer in answers:
        if answer.pk in further:
            yield Part(f"further:{further[answer.pk].pk}", _("追问"), further[answer.pk].text)
        for section in SECTIONS:
            if text := getattr(answer, section):
                yield Part(f"answer:{answer.pk}:{section}", SECTION_TITLES[section], text)
        for row in answer.citations.all():
            if not row.instrument_slug:
                yield Part(f"citation:{row.pk}", _("库外文件"), row.written or row.outside_title)
    for file in case.attachments.filter(removed_at__isnull=True):
        yield Part(f"file:{file.pk}", _("附件的名称"), file.name)
