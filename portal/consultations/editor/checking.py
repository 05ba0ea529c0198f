"""What must be true of an answer before it is sent: asked by ``services.answers.written``, and by the editor beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common import clock
from portal.consultations.editor.citing import ReadRow, read_rows, row_of
from portal.consultations.editor.findings import AnswerFinding, find_all, identity_of, named
from portal.consultations.models import AgreementConsent, Consultation
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import CitedOn
from portal.consultations.services.answers.written import (
    CitedArticle,
    WrittenAnswer,
    register_answer_check,
    register_words_check,
)
from portal.consultations.shown_answers import SECTION_TITLES

LABELS: Mapping[str, str | Promise] = {
    **SECTION_TITLES,
    "late_explanation": gettext_lazy("延误的说明"),
    "correction_reason": gettext_lazy("更正的说明"),
    "citations": gettext_lazy("引用"),
    "reason": gettext_lazy("约期的原因"),
    "text": gettext_lazy("请咨询人补充的内容"),
}


LONGEST_EXPLANATION = 500
"""Characters that ``Answer`` has room for in either explanation."""


@dataclass(slots=True)
class Verdict:
    """What keeps an answer back, by field in plain words; the findings behind it, those that only ask included."""

    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    findings: list[AnswerFinding] = field(default_factory=list)
    open_prompts: list[AnswerFinding] = field(default_factory=list)

    @property
    def may_be_sent(self) -> bool:
        """Whether nothing holds it back and every prompt is confirmed."""
        return not self.errors and not self.open_prompts


def demand_sendable(case: Consultation, written: WrittenAnswer) -> None:
    """Raise ValidationError by field unless an answer may be sent: a notice was acknowledged (article 18), each citation
    stands (19, 21), nothing names or leads to the resident (22), no word is held back and every prompt confirmed (20)."""
    verdict = words_verdict(case, written)
    _check_consent(case, verdict)
    _check_lengths(written, verdict)
    _check_citations(case, written.citations, clock.today(), verdict)
    for one in verdict.open_prompts:
        verdict.errors[one.field].append(
            _("“%(words)s”：%(why)s 核对无误的，请勾选确认再发出。")
            % {"words": one.finding.words, "why": one.finding.rule.reason or one.finding.suggestion}
        )
    if verdict.errors:
        raise ValidationError(dict(verdict.errors))


def demand_nobody_named(case: Consultation, texts: Mapping[str, str]) -> None:
    """Raise ValidationError by field where words to a citizen name or lead to the resident who has the case (article 22)."""
    verdict = Verdict(findings=find_all(texts, LABELS, identity_of(case.assigned_to), clock.today()))
    _hold_back(verdict, frozenset())
    if verdict.errors:
        raise ValidationError(dict(verdict.errors))


def register() -> None:
    """Let the services ask."""
    register_answer_check(demand_sendable)
    register_words_check(demand_nobody_named)


def words_verdict(case: Consultation, written: WrittenAnswer) -> Verdict:
    """Look through everything of an answer that a citizen will read, but the law's own words."""
    verdict = Verdict(findings=find_all(texts_of(written), LABELS, identity_of(case.assigned_to), clock.today()))
    _hold_back(verdict, written.confirmed)
    return verdict


def texts_of(written: WrittenAnswer) -> dict[str, str]:
    """The words of an answer by field."""
    texts = {name: getattr(written, name) for name in (*SECTIONS, "late_explanation", "correction_reason")}
    cited = "\n\n".join(
        " ".join((one.date_reason, one.outside_title, one.outside_number, one.outside_url)) for one in written.citations
    )
    return {name: text for name, text in (texts | {"citations": cited}).items() if text.strip()}


def _hold_back(verdict: Verdict, confirmed: frozenset[str]) -> None:
    by_field: dict[str, list[AnswerFinding]] = defaultdict(list)
    for one in verdict.findings:
        if one.blocks:
            by_field[one.field].append(one)
        elif one.digest not in confirmed:
            verdict.open_prompts.append(one)
    for name, findings in by_field.items():
        reasons = dict.fromkeys(one.finding.rule.reason for one in findings if one.finding.rule.reason)
        verdict.errors[name].append(
            _("不能发出的词：%(words)s。%(why)s") % {"words": named(findings), "why": "".join(reasons)}
        )


def _check_consent(case: Consultation, verdict: Verdict) -> None:
    if not AgreementConsent.objects.filter(consultation=case).exists():
        verdict.errors["__all__"].append(_("咨询人还没有确认风险提示，不能发出答复（规范第十八条）。"))


def _check_lengths(written: WrittenAnswer, verdict: Verdict) -> None:
    for name in ("late_explanation", "correction_reason"):
        if len(getattr(written, name)) > LONGEST_EXPLANATION:
            verdict.errors[name].append(_("最多%d个字，请写短一些。") % LONGEST_EXPLANATION)


def _check_citations(case: Consultation, citations: Sequence[CitedArticle], today: date, verdict: Verdict) -> None:
    if not citations:
        return
    for article, one in zip(citations, read_rows([row_of(each) for each in citations], case, today), strict=True):
        wrong = [*one.errors.values(), *_not_as_read(article, one, today)]
        if not article.instrument_slug and not article.outside_title.strip():
            wrong.append(_("请写引用的条文；本网没有收录的，请写文件的标题。"))
        verdict.errors["citations"] += [f"{article.written}：{words}" for words in wrong]
    if not verdict.errors["citations"]:
        del verdict.errors["citations"]


def _not_as_read(article: CitedArticle, one: ReadRow, today: date) -> list[str]:
    """A page that stood open over midnight, or over a change of the law, is looked at again."""
    if article.cited_on == CitedOn.TODAY and article.read_on != today:
        return [_("这一条不是今天核对的，请重新预览后再发出。")]
    read = one.article
    if read is not None and article.digest and article.digest != read.digest:
        return [_("这一条的文字刚刚有变动，请重新核对。")]
    return []
