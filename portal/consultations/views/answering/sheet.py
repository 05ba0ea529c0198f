"""The sheet that is written on: the four sections, rows of citations, what holds them back, made ready for the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from portal.common import clock
from portal.consultations.editor.checking import LABELS, Verdict, words_verdict
from portal.consultations.editor.citing import CitationRow, ReadRow, default_day
from portal.consultations.editor.forms import AnswerForm, CitationForm, CorrectionForm
from portal.consultations.editor.panel import changed_articles
from portal.consultations.editor.state import WORDS, EditorState
from portal.consultations.models import Consultation
from portal.consultations.models.choices import CitedOn
from portal.consultations.services.time.clocks import is_late, is_nearly_late
from portal.consultations.shown_clocks import ShownClock, clocks_of


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the summary of errors, with the field it leads to."""

    words: str
    anchor: str = ""


@dataclass(slots=True)
class Sheet:
    """What the template shows of the sheet. ``verdict`` is there once the answer was looked through."""

    form: AnswerForm
    rows: list[CitationForm]
    empty_row: CitationForm
    problems: list[Problem]
    banner: list[str]
    verdict: Verdict | None
    confirmed: frozenset[str]
    clocks: list[ShownClock]
    is_late: bool = False
    is_nearly_late: bool = False

    @property
    def media(self) -> Any:
        """Scripts and styles of the citation input."""
        return self.empty_row.media

    @property
    def count(self) -> int:
        """How many rows the form sends."""
        return len(self.rows)

    @staticmethod
    def labels() -> Mapping[str, Any]:
        """What the fields are called."""
        return {name: LABELS[name] for name in WORDS}

    @classmethod
    def of_answer(
        cls,
        case: Consultation,
        state: EditorState,
        read: Sequence[ReadRow],
        errors: ValidationError | None,
        *,
        blank: int = 0,
    ) -> Sheet:
        """The sheet of an answer that is owed."""
        now = clock.now()
        late = is_late(case, now)
        form = AnswerForm(state, is_late=late)
        sheet = cls._made(case, state, read, errors, form, clocks_of(case, now), late, blank)
        sheet.is_nearly_late = not late and is_nearly_late(case, now)
        return sheet

    @classmethod
    def of_correction(
        cls,
        case: Consultation,
        state: EditorState,
        read: Sequence[ReadRow],
        errors: ValidationError | None,
        *,
        blank: int = 0,
    ) -> Sheet:
        """The sheet of a correction."""
        return cls._made(case, state, read, errors, CorrectionForm(state), [], False, blank)

    @classmethod
    def _made(
        cls,
        case: Consultation,
        state: EditorState,
        read: Sequence[ReadRow],
        errors: ValidationError | None,
        form: AnswerForm,
        clocks: list[ShownClock],
        late: bool,
        blank: int,
    ) -> Sheet:
        form.full_clean()
        rest = form.take(errors) if errors is not None else []
        default = _default(case)
        typed = [CitationForm(one.row, number, one, default) for number, one in enumerate(read)]
        spare = blank if typed else max(blank, 1)
        blanks = [CitationForm(CitationRow(), len(typed) + number, None, default) for number in range(spare)]
        verdict = words_verdict(case, state.written(read, None)) if errors is not None else None
        return cls(
            form=form,
            rows=[*typed, *blanks],
            empty_row=CitationForm(CitationRow(), "__prefix__", None, default),
            problems=_problems(form, typed, rest) if errors is not None else [],
            banner=changed_articles(read),
            verdict=verdict,
            confirmed=state.confirmed,
            clocks=clocks,
            is_late=late,
        )


def _default(case: Consultation) -> str:
    days = [chinese_date(day) for day in {default_day(CitedOn.EVENT, case), default_day(CitedOn.PERIOD, case)} if day]
    return "、".join(days)


def _problems(form: AnswerForm, rows: Sequence[CitationForm], rest: Sequence[str]) -> list[Problem]:
    found = [Problem(words) for words in rest]
    for each in (form, *rows):
        for bound in each:
            name = _place(each, str(bound.label))
            found += [Problem(f"{name}：{words}", bound.id_for_label) for words in bound.errors]
    return found


def _place(form: Any, label: str) -> str:
    if not isinstance(form, CitationForm) or not isinstance(form.number, int):
        return label
    return _("引用%(number)d·%(label)s") % {"number": form.number + 1, "label": label}
