"""What an answer says, and what must be true of it before it is sent; other rooms add their checks here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.consultations.models import (
    Consultation,
)
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import AnswerKind
from portal.consultations.policies import WrongState
from portal.consultations.services.time import clocks
from portal.consultations.states import State


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article of an answer; the fields are those of ``AnswerCitation``."""

    written: str
    read_on: date
    instrument_slug: str = ""
    locator: str = ""
    cited_on: str = "today"
    date_reason: str = ""
    quote: str = ""
    digest: str = ""
    outside_title: str = ""
    outside_number: str = ""
    outside_url: str = ""


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What the editor sends. ``claim_number`` is that of the page it was written on: after a hand-back it sends nothing.
    ``confirmed`` are the digests of prompts that the lawyer has looked at and stands by."""

    conclusion: str
    legal_basis: str = ""
    reasoning: str = ""
    next_steps: str = ""
    citations: Sequence[CitedArticle] = ()
    late_explanation: str = ""
    claim_number: int | None = None
    correction_reason: str = ""
    confirmed: frozenset[str] = frozenset()


Check = Callable[[Consultation, WrittenAnswer], None]
"""Raises ValidationError for an answer that must not be sent."""
_CHECKS: list[Check] = []


def register_answer_check(check: Check) -> None:
    """Add what every answer must pass before it is sent; called from ``AppConfig.ready``."""
    if check not in _CHECKS:
        _CHECKS.append(check)


WordsCheck = Callable[[Consultation, Mapping[str, str]], None]
"""Raises ValidationError by field for other words that a citizen must not be sent (a deferral's reason, a question)."""
_WORDS_CHECKS: list[WordsCheck] = []


def register_words_check(check: WordsCheck) -> None:
    """Add what all other words to a citizen must pass; called from ``AppConfig.ready``."""
    if check not in _WORDS_CHECKS:
        _WORDS_CHECKS.append(check)


def demand_ready(case: Consultation, written: WrittenAnswer, kind: AnswerKind, at: datetime) -> None:
    """Everything that keeps an answer back, told at once."""
    _demand_current(case, written)
    demands: list[Callable[[], None]] = [
        lambda: _demand_sections(written, kind),
        lambda: _demand_explained(case, written, kind, at),
        *(partial(check, case, written) for check in _CHECKS),
    ]
    errors: dict[str, Any] = {}
    for demanded in demands:
        try:
            demanded()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def _demand_current(case: Consultation, written: WrittenAnswer) -> None:
    if written.claim_number is not None and written.claim_number != case.claim_number:
        raise WrongState(_("这件咨询在您打开之后交回或者移交过，请重新打开。您写的内容还在页面上。"))


def _demand_sections(written: WrittenAnswer, kind: AnswerKind) -> None:
    wanted = ("conclusion",) if kind == AnswerKind.FURTHER else SECTIONS
    names = {
        "conclusion": _("结论"),
        "legal_basis": _("法律依据"),
        "reasoning": _("分析"),
        "next_steps": _("下一步怎么办"),
    }
    missing = {
        name: _("请填写“%s”（规范第二十一条要求结构完整）。") % names[name]
        for name in wanted
        if not getattr(written, name).strip()
    }
    if missing:
        raise ValidationError(missing)


def _demand_explained(case: Consultation, written: WrittenAnswer, kind: AnswerKind, at: datetime) -> None:
    if kind == AnswerKind.CORRECTION:
        if not written.correction_reason.strip():
            raise ValidationError({"correction_reason": _("请向咨询人说明哪里有误、为什么更正。")})
    elif kind == AnswerKind.EXPERT and case.state != State.REFERRED_TO_EXPERT:
        return  # nobody waited for it
    elif clocks.is_late(case, at) and not written.late_explanation.strip():
        raise ValidationError({"late_explanation": _("答复已经逾期，请向咨询人说明原因（规范第二十三条），才能发出。")})


def demand_words(case: Consultation, texts: Mapping[str, str]) -> None:
    """Raise what the checks of other words find."""
    for check in _WORDS_CHECKS:
        check(case, texts)
