"""The first kinds of penalties and sanctions, by profession and legal basis. Clerks manage the rows afterwards: a row that
exists is never overwritten.

Ranges stand as the laws give them (以上、以下 include the number). Where a law leaves the amount to another rule the row has
no bounds. Laws: 律师法 (2017), 公证法 (2017), 行政处罚法 (2021); 司法鉴定: 司法鉴定管理问题的决定 and its rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms.directory.models.enums import Effect, InstitutionKind, PractitionerKind

LAWYER, LAW_FIRM = PractitionerKind.LAWYER, InstitutionKind.LAW_FIRM
NOTARY, NOTARY_OFFICE = PractitionerKind.NOTARY, InstitutionKind.NOTARY_OFFICE
EXAMINER, FORENSIC = PractitionerKind.FORENSIC_EXAMINER, InstitutionKind.FORENSIC_INSTITUTION
WORKER, OFFICE = PractitionerKind.GRASSROOTS_LEGAL_WORKER, InstitutionKind.GRASSROOTS_LEGAL_OFFICE


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure that a legal basis allows: its code within the basis, name, effect, months and amounts."""

    code: str
    name: str
    effect: str = Effect.NONE
    months: tuple[int | None, int | None] = (None, None)
    amounts: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis for one profession ("" for any), with its measures."""

    code: str
    subject_kind: str
    legal_basis: str
    measures: tuple[Measure, ...]


def warning(name: str = "警告") -> Measure:
    """A warning."""
    return Measure("warning", name)


def fine(most: int | None, least: int | None = None) -> Measure:
    """A fine within bounds in yuan."""
    return Measure("fine", "罚款", amounts=(least, most))


def suspension(name: str, least: int | None, most: int | None) -> Measure:
    """Practising suspended for a number of months."""
    return Measure("suspension", name, Effect.SUSPENDS, months=(least, most))


def ending(name: str) -> Measure:
    """Practising ended."""
    return Measure("revocation", name, Effect.ENDS)


GAINS = Measure("confiscation", "没收违法所得")
_STOP, _CLOSE, _REVOKE = "停止执业", "停业整顿", "吊销执业证书"
_FORENSIC = "全国人民代表大会常务委员会关于司法鉴定管理问题的决定第十三条"
_FORENSIC_MEASURES = (warning(), suspension("停止从事司法鉴定业务", 3, 12), ending("撤销登记"))

PENALTIES: tuple[Basis, ...] = (
    Basis("lawyers-47", LAWYER, "律师法第四十七条", (warning(), fine(5_000), GAINS, suspension(_STOP, None, 3))),
    Basis("lawyers-48", LAWYER, "律师法第四十八条", (warning(), fine(10_000), GAINS, suspension(_STOP, 3, 6))),
    Basis(
        "lawyers-49",
        LAWYER,
        "律师法第四十九条",
        (suspension(_STOP, 6, 12), fine(50_000), GAINS, ending(_REVOKE)),
    ),
    Basis(
        "lawyers-50",
        LAW_FIRM,
        "律师法第五十条",
        (warning(), suspension(_CLOSE, 1, 6), fine(100_000), GAINS, ending(_REVOKE)),
    ),
    Basis("lawyers-51", LAWYER, "律师法第五十一条", (suspension(_STOP, 3, 12), ending(_REVOKE))),
    Basis("lawyers-51-firm", LAW_FIRM, "律师法第五十一条", (ending(_REVOKE),)),
    Basis(
        "notaries-41",
        NOTARY,
        "公证法第四十一条",
        (warning(), fine(5_000, 1_000), suspension(_STOP, 3, 6), GAINS),
    ),
    # The sentence names fine and suspension for both; the office's own measure of suspension is read the same way.
    Basis(
        "notaries-41-office",
        NOTARY_OFFICE,
        "公证法第四十一条",
        (warning(), fine(50_000, 10_000), suspension(_STOP, 3, 6), GAINS),
    ),
    Basis(
        "notaries-42",
        NOTARY,
        "公证法第四十二条",
        (warning(), fine(10_000, 2_000), suspension(_STOP, 3, 12), GAINS, ending(_REVOKE)),
    ),
    Basis(
        "notaries-42-office",
        NOTARY_OFFICE,
        "公证法第四十二条",
        (warning(), fine(100_000, 20_000), suspension(_CLOSE, 1, 3), GAINS),
    ),
    Basis("forensic", EXAMINER, _FORENSIC, _FORENSIC_MEASURES),
    Basis("forensic-institution", FORENSIC, _FORENSIC, _FORENSIC_MEASURES),
    Basis("grassroots", WORKER, "行政处罚法第九条", (warning(), Measure("notice", "通报批评"), fine(None), GAINS)),
    Basis(
        "grassroots-office",
        OFFICE,
        "行政处罚法第九条",
        (warning(), Measure("notice", "通报批评"), fine(None), GAINS, suspension("责令停业", None, None)),
    ),
    Basis(
        "penalties-9",
        "",
        "行政处罚法第九条",
        (
            warning(),
            Measure("notice", "通报批评"),
            fine(None),
            GAINS,
            Measure("suspended-licence", "暂扣许可证件", Effect.SUSPENDS),
            ending("吊销许可证件"),
        ),
    ),
)

_LAWYERS = "中华全国律师协会会员违规行为处分规则"
_NOTARIES = "中国公证协会会员行业处分规则"


def _bar(code: str, subject: str) -> Basis:
    return Basis(
        code,
        subject,
        _LAWYERS,
        (
            Measure("admonition", "训诫"),
            warning(),
            Measure("notice", "通报批评"),
            Measure("censure", "公开谴责"),
            # Rights within the association: practising itself is for the authority to stop.
            Measure("membership-suspended", "中止会员权利", months=(1, 12)),
            Measure("membership-ended", "取消会员资格"),
        ),
    )


def _notaries(code: str, subject: str) -> Basis:
    return Basis(
        code,
        subject,
        _NOTARIES,
        (
            warning(),
            Measure("severe-warning", "严重警告"),
            fine(None),
            Measure("demerit", "记过"),
            Measure("membership-suspended", "暂停会员资格"),
            Measure("membership-ended", "取消会员资格"),
        ),
    )


SANCTIONS: tuple[Basis, ...] = (
    _bar("bar", LAWYER),
    _bar("bar-firm", LAW_FIRM),
    _notaries("notary-association", NOTARY),
    _notaries("notary-association-office", NOTARY_OFFICE),
)


def sow_kinds(sender: Any = None, **kwargs: Any) -> None:
    """Add the kinds that are missing (by code); rows that exist stay as clerks left them."""
    from cms.directory.models import PenaltyKind, SanctionKind

    sown: tuple[tuple[Any, tuple[Basis, ...]], ...] = ((PenaltyKind, PENALTIES), (SanctionKind, SANCTIONS))
    for model, bases in sown:
        present = set(model.objects.values_list("code", flat=True))
        rows = [
            model(
                code=f"{basis.code}-{measure.code}",
                name=measure.name,
                subject_kind=basis.subject_kind,
                legal_basis=basis.legal_basis,
                effect=measure.effect,
                months_min=measure.months[0],
                months_max=measure.months[1],
                amount_min=measure.amounts[0],
                amount_max=measure.amounts[1],
                position=place,
            )
            for place, (basis, measure) in enumerate(
                ((basis, measure) for basis in bases for measure in basis.measures), start=1
            )
        ]
        model.objects.bulk_create([row for row in rows if row.code not in present], ignore_conflicts=True)
