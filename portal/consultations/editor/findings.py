"""What holds an answer back and what asks (articles 20 to 22): contacts, the resident's name and firm, rules of wording.

Everything found is a ``Finding`` of ``cms.wording``, so that one component shows it, with the words marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cms.directory.models import Institution
from cms.directory.models.enums import InstitutionKind
from cms.wording.checking import BLOCK, WARN, Finding, Rule
from cms.wording.checking import check as check_wording
from cms.wording.excerpts import Segment, excerpt
from cms.wording.rules import active_rules
from portal.consultations.editor.contacts import (
    NO_NUMBERS,
    Contact,
    Kind,
    Numbers,
    digits_of,
    find_contacts,
    stands_beside_a_public_body,
)
from portal.consultations.editor.names import find_names, firm_forms, firm_hints, person_forms
from portal.consultations.editor.typed_citations import find_wrong_citations
from portal.consultations.models import Authority, ResidentStaff

PUBLIC_KINDS = (
    InstitutionKind.LEGAL_AID_AGENCY,
    InstitutionKind.PUBLIC_LEGAL_SERVICE_CENTRE,
    InstitutionKind.JUSTICE_OFFICE,
    InstitutionKind.MEDIATION_COMMITTEE,
    InstitutionKind.ARBITRATION_COMMISSION,
)
"""Bodies of the directory whose telephones an answer may name."""


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """One finding with the field it stands in; the shape that ``wording/findings.html`` shows."""

    field: str
    place: str
    finding: Finding
    segments: tuple[Segment, ...]
    cleared: None = None

    @property
    def blocks(self) -> bool:
        """Whether the answer is not sent with it."""
        return self.finding.blocks

    @property
    def digest(self) -> str:
        """What a tick confirms: these words in this sentence of this field."""
        return f"{self.field}:{self.finding.digest}"


@dataclass(frozen=True, slots=True)
class Identity:
    """What must not be said of a resident, and the numbers that may."""

    person: frozenset[str] = frozenset()
    firm: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    numbers: Numbers = NO_NUMBERS


def identity_of(staff: ResidentStaff | None) -> Identity:
    """Read a resident's names and numbers, and the public's numbers: four queries, two where there is no resident."""
    own: frozenset[str] = frozenset()
    institution = None
    if staff is not None:
        institution = Institution.objects.get(resident_institution=staff.resident_institution_id)
        own = digits_of(institution.telephone)
    numbers = Numbers(public=_public_numbers(institution) - own, own=own)
    if staff is None or institution is None:
        return Identity(numbers=numbers)
    names = [institution.name, *institution.former_name_list]
    host = (urlsplit(institution.website).hostname or "").removeprefix("www.")
    return Identity(
        person=person_forms(staff.practitioner.name),
        firm=firm_forms(names),
        hints=firm_hints(names),
        hosts=frozenset({host} - {""}),
        numbers=numbers,
    )


def _public_numbers(own: Institution | None) -> frozenset[str]:
    authorities = Authority.objects.filter(is_active=True).values_list("telephone", flat=True)
    bodies = Institution.objects.filter(~Q(telephone=""), kind__in=PUBLIC_KINDS)
    if own is not None:
        bodies = bodies.exclude(pk=own.pk)
    written = [*authorities, *bodies.values_list("telephone", flat=True)]
    return frozenset().union(*map(digits_of, written))


def find_all(
    texts: Mapping[str, str], labels: Mapping[str, str | Promise], identity: Identity, today: date
) -> list[AnswerFinding]:
    """Everything found in the fields of an answer, in their order. One query for the rules of wording; three more where
    articles are named in the text."""
    rules = active_rules("answers")
    cited = find_wrong_citations(texts, today)
    return [
        AnswerFinding(field, str(labels.get(field, field)), finding, tuple(excerpt(text, finding)))
        for field, text in texts.items()
        for finding in sorted(
            (*names_and_contacts(text, identity), *check_wording(text, rules), *cited.get(field, ())),
            key=lambda one: (one.start, one.end),
        )
    ]


def names_and_contacts(text: str, identity: Identity) -> Iterator[Finding]:
    """What would lead past the portal: blocks, but for a number that stands beside the name of a public body."""
    taken: list[tuple[int, int]] = []
    for named in find_names(text, identity.person, identity.firm):
        taken.append((named.start, named.end))
        yield _finding(text, named.start, named.end, _firm_named() if named.is_firm else _person_named())
    for hint in find_names(text, (), identity.hints):
        if not _is_within(hint.start, hint.end, taken):
            yield _finding(text, hint.start, hint.end, _firm_perhaps())
    for host in identity.hosts:
        start = text.lower().find(host)
        if start >= 0:
            yield _finding(text, start, start + len(host), _firm_named())
    for contact in find_contacts(text, identity.numbers):
        if not _is_within(contact.start, contact.end, taken):
            yield _finding(text, contact.start, contact.end, _contact_rule(text, contact, identity.numbers))


def _is_within(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in taken)


def _contact_rule(text: str, contact: Contact, numbers: Numbers) -> Rule:
    if stands_beside_a_public_body(text, contact, numbers):
        return Rule(
            (),
            reason=_("这个号码不在本网登记的机关电话里，请核对它确实是前面所说机关的。"),
            severity=WARN,
            category="public_number",
        )
    kinds = {
        Kind.MOBILE: _("手机号码"),
        Kind.TELEPHONE: _("电话号码"),
        Kind.EMAIL: _("电子邮箱"),
        Kind.ACCOUNT: _("微信、QQ等联系方式"),
    }
    return Rule(
        (),
        suggestion=_("删去；咨询人想委托律师的，请用“委托提示”一句，引导到本网名录。"),
        reason=_("规范第二十二条：答复里不能有%(kind)s。机关、法律援助机构的电话和热线可以写。")
        % {"kind": kinds[contact.kind]},
        severity=BLOCK,
        category="contact",
    )


def _person_named() -> Rule:
    return Rule(
        (),
        suggestion=_("删去，或者写“我”“本网律师”。"),
        reason=_("规范第二十二条：驻场人员只以统一编号答复，不能写姓名。"),
        severity=BLOCK,
        category="name",
    )


def _firm_named() -> Rule:
    return Rule(
        (),
        suggestion=_("删去；咨询人想委托律师的，请用“委托提示”一句，引导到本网名录。"),
        reason=_("规范第二十二条：答复里不能写所在机构的名称、简称和网站。"),
        severity=BLOCK,
        category="firm",
    )


def _firm_perhaps() -> Rule:
    return Rule(
        (),
        reason=_("规范第二十二条：答复里不能写所在机构的简称。这两个字如果不是指机构，请勾选确认。"),
        severity=WARN,
        category="firm",
    )


def _finding(text: str, start: int, end: int, rule: Rule) -> Finding:
    return Finding(rule, start, end, text[start:end], _sentence(text, start, end))


def _sentence(text: str, start: int, end: int) -> str:
    """A little of what stands around: the same words elsewhere are another finding."""
    return "".join(text[max(0, start - 30) : end + 30].split())


def named(findings: Iterable[AnswerFinding]) -> str:
    """The words found, each once: “甲”、“乙”."""
    return "、".join(dict.fromkeys(f"“{one.finding.words}”" for one in findings))
