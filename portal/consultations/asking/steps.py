"""The screens in their order, as data: which come when, how far one is, what comes before and after.

At most eight are short questions, and they are counted; the others are what the text itself calls for, and what has to be
agreed to before anything is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consultations.asking import forms
from portal.consultations.asking.content import Content
from portal.consultations.asking.hints import PersonalData
from portal.consultations.models.choices import AgeBand, InProceedings

QUESTIONS = 8


def _always(content: Content) -> bool:
    return True


def _is_handled(content: Content) -> bool:
    return content.value("proceedings", "in_proceedings") in (InProceedings.YES, InProceedings.UNSURE)


def _is_under_14(content: Content) -> bool:
    return content.value("age", "age_band") == AgeBand.UNDER_14


def _points_at_somebody(content: Content) -> bool:
    return bool(content.earlier_texts) or bool(PersonalData(content.question).findings)


def _may_be_answered(content: Content) -> bool:
    return not content.nothing_similar


@dataclass(frozen=True, slots=True)
class Step:
    """One screen. ``number`` counts the short questions (0: none); ``must`` be gone through before sending; ``applies`` says
    whether it comes at all."""

    name: str
    title: str | Promise
    form: type[forms.StepForm] = forms.StepForm
    number: int = 0
    must: bool = True
    applies: Callable[[Content], bool] = _always
    template: str = ""

    @property
    def template_name(self) -> str:
        """The template that shows it."""
        return f"consultations/asking/{self.template or 'step'}.html"


STEPS: tuple[Step, ...] = (
    Step("question", _("把事情写下来"), forms.QuestionForm, template="question"),
    Step("proceedings", _("是不是已经在打官司，或者有机关正在办理？"), forms.ProceedingsForm, 1),
    Step("other-ways", _("还有这些办法"), applies=_is_handled, template="other_ways"),
    Step("when", _("什么时候发生的？"), forms.WhenForm, 2),
    Step("where", _("在哪里发生的？"), forms.WhereForm, 3),
    Step("for-whom", _("您为谁问？"), forms.ForWhomForm, 4),
    Step("age", _("当事人多大年纪？"), forms.AgeForm, 5),
    Step("guardian", _("监护人知道吗？"), forms.GuardianForm, applies=_is_under_14, template="guardian"),
    Step("topic", _("是哪方面的事情？"), forms.TopicForm, 6, template="topic"),
    Step("other-side", _("对方是谁？"), forms.OtherSideForm, 7),
    Step("wanted", _("您希望得到什么帮助？"), forms.WantedForm, 8),
    Step("answers", _("这些内容也许已经回答了您"), must=False, applies=_may_be_answered, template="answers"),
    Step("personal", _("隐去个人信息"), must=False, applies=_points_at_somebody, template="personal"),
    Step("files", _("要不要附上材料？"), must=False, template="files"),
    Step("contact", _("有了答复怎么告诉您？"), forms.ContactForm, template="contact"),
    Step("notice", _("提问之前请您知道"), forms.NoticeForm, template="notice"),
    Step("consent", _("服务协议和个人信息"), forms.ConsentForm, template="consent"),
)
BY_NAME = {step.name: step for step in STEPS}
CHECK = "check"
"""Where all of them lead."""


def steps_of(content: Content) -> Sequence[Step]:
    """The screens that come for this content."""
    return [step for step in STEPS if step.applies(content)]


def name_after(step: Step, content: Content) -> str:
    """The screen after one, ``check`` at the end."""
    return next((later.name for later in STEPS[STEPS.index(step) + 1 :] if later.applies(content)), CHECK)


def name_before(step: Step | None, content: Content) -> str:
    """The screen before one (None: before the last, the check); "" before the first."""
    end = len(STEPS) if step is None else STEPS.index(step)
    return next((earlier.name for earlier in reversed(STEPS[:end]) if earlier.applies(content)), "")


def first_open(content: Content) -> str:
    """The first screen that is still to be gone through, ``check`` when none is."""
    return next((step.name for step in steps_of(content) if step.must and step.name not in content.passed), CHECK)


def may_open(step: Step, content: Content) -> bool:
    """Whether everything before a screen was gone through; a screen that was, may be opened again."""
    first = first_open(content)
    return first == CHECK or STEPS.index(step) <= STEPS.index(BY_NAME[first])
