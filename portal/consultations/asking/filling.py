"""A content's forms, made and checked: one screen's, or all of them before sending."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.utils.datastructures import MultiValueDict

from cms.core.models import Topic
from portal.consultations.asking import forms
from portal.consultations.asking.content import Content
from portal.consultations.asking.steps import Step, steps_of
from portal.consultations.services.intake.texts import CurrentTexts, current_texts


def topic_choices() -> list[tuple[str, str]]:
    """Every topic, in the editors' order: code and name; one query."""
    return list(Topic.objects.values_list("code", "name"))


def form_of(
    step: Step,
    data: MultiValueDict[str, str] | None,
    today: date,
    *,
    texts: CurrentTexts | None = None,
    **kwargs: Any,
) -> forms.StepForm:
    """The form of a screen on a day; ``texts`` are the versions that hold, read where they are not given and needed."""
    if step.form is forms.TopicForm:
        kwargs["topics"] = topic_choices()
    if step.form in (forms.NoticeForm, forms.ConsentForm):
        shown = texts or current_texts(today)
        kwargs["version"] = notice_version(shown) if step.form is forms.NoticeForm else agreement_version(shown)
    return step.form(data, today=today, **kwargs)


def notice_version(texts: CurrentTexts) -> str:
    """What the notice's screen sends along."""
    return str(texts.risk_notice.pk)


def agreement_version(texts: CurrentTexts) -> str:
    """What the agreement's screen sends along: both texts that are agreed to there."""
    return f"{texts.agreement.pk}-{texts.privacy_rules.pk}"


class Filled:
    """All screens of a content on a day (Asia/Shanghai): what was said, and where something is wrong."""

    def __init__(self, content: Content, today: date) -> None:
        self.content, self.today = content, today
        self.steps = [step for step in steps_of(content) if step.form is not forms.StepForm]

    @cached_property
    def forms(self) -> dict[str, forms.StepForm]:
        """The form of each screen that has one, bound."""
        texts = current_texts(self.today)
        return {
            step.name: form_of(step, self.content.values(step.name), self.today, texts=texts) for step in self.steps
        }

    @property
    def wrong(self) -> list[Step]:
        """The screens that are not as they should be, in order."""
        return [step for step in self.steps if not self.forms[step.name].is_valid()]

    @property
    def said(self) -> dict[str, dict[str, Any]]:
        """The cleaned values by screen."""
        return {name: form.cleaned_data for name, form in self.forms.items() if form.is_valid()}
