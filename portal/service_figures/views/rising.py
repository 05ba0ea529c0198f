"""``/workbench/service-figures/rising/``: words and articles that rise, with the rows behind each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.form_fields import DayField
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.issues.looking import Look, look
from portal.service_figures.issues.rising import FALSE_ALARMS, LEAST_ASKERS, LEAST_RATIO, Rising
from portal.service_figures.views.entries import VIEW


class RisingForm(forms.Form):
    """Up to which day, of which topic."""

    on = DayField(
        label=_("到哪一天为止"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填：今天。"),
    )
    topic = forms.ChoiceField(label=_("专题"), required=False)

    def __init__(self, data: Any, topics: dict[str, str]) -> None:
        super().__init__(data, auto_id="filter-%s")
        field: Any = self.fields["topic"]
        field.choices = [("", _("全部")), *topics.items()]


@never_cache
@require_safe
@staff_page(VIEW)
def rising_issues(request: HttpRequest) -> HttpResponse:
    """Two tables: words of questions, articles of answers."""
    topics = topic_names()
    form = RisingForm(request.GET or None, topics)
    form.is_valid()
    said = getattr(form, "cleaned_data", {})
    last = said.get("on")
    if last is None or not 2000 <= last.year <= 2100:
        last = clock.today()
    topic = said.get("topic") or ""
    found = look(last, topic)
    context = {
        "form": form,
        "found": found,
        "words": _lines(found, found.words, "term_mentions", topic),
        "articles": _lines(found, found.articles, "citations", topic),
        "least": LEAST_ASKERS,
        "ratio": LEAST_RATIO,
        "alarms": round(FALSE_ALARMS * 100),
    }
    return render(request, "service_figures/rising.html", context)


def _lines(found: Look, rows: Any, measure: str, topic: str) -> list[dict[str, Any]]:
    later, earlier = Asked(found.later, topic=topic), Asked(found.earlier, topic=topic)

    def line(row: Rising) -> dict[str, Any]:
        said = {"measure": measure, "by": "kind", "cell": row.counted.word}
        queries = {"query": later.query(**said), "earlier": earlier.query(**said)}
        return {"row": row, **queries, "ratio": None if row.ratio is None else f"{row.ratio:.1f}"}

    return [line(row) for row in rows]
