"""``/directory/records/``: penalties, or sanctions, queried as article 14 asks, in six queries at most however many there are.

Every query starts from what is shown today, so that no combination of conditions tells of a record that is not.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.directory import catalogue
from cms.directory.models import (
    AdministrativePenalty,
    DisciplinaryRecord,
    PenaltyKind,
    ProfessionalSanction,
    SanctionKind,
)
from cms.directory.views.describing_records import described_record
from cms.directory.views.list_form import PENALTIES, SANCTIONS, tabs_for
from cms.directory.views.presenting import day_words
from portal.common.clock import request_today
from portal.common.form_fields import DayField

PER_PAGE = 20


def _day(label: Any) -> DayField:
    return DayField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("请写成 2026-03-10 这样的日期。")},
    )


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=100, widget=widget)


class RecordForm(forms.Form):
    """The conditions, all of which are optional. What was typed stays where it was typed."""

    name = _words(gettext_lazy("姓名或者机构名称"))
    licence_number = _words(gettext_lazy("执业证号"), gettext_lazy("完整的证号。"))
    institution = _words(gettext_lazy("所在机构"), gettext_lazy("机构名称中的几个字。"))
    kind = forms.ChoiceField(label=gettext_lazy("种类"), required=False)
    decided_from = _day(gettext_lazy("决定日期从"))
    decided_until = _day(gettext_lazy("决定日期到"))

    FILTERS: ClassVar = ("name", "licence_number", "institution", "kind", "decided_from", "decided_until")

    def __init__(self, data: Any, kinds: list[str]) -> None:
        super().__init__(data, auto_id="record_%s")
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("全部种类")), *((kind, kind) for kind in kinds)]

    def clean(self) -> dict[str, Any]:
        """Refuse a span of days that ends before it begins."""
        found = super().clean() or {}
        first, last = found.get("decided_from"), found.get("decided_until")
        if first and last and last < first:
            self.add_error("decided_until", _("不能早于开始的日期。"))
        return found

    @property
    def chosen(self) -> dict[str, Any]:
        """The conditions in use, as the catalogue takes them."""
        return {name: value for name in self.FILTERS if (value := self.cleaned_data.get(name))}


@require_safe
@cache_control(no_store=True)
def record_list(request: HttpRequest) -> HttpResponse:
    """Show a page of the records that are shown today and fit the conditions."""
    today = request_today(request)
    is_sanctions = request.GET.get("tab") == SANCTIONS
    model: type[DisciplinaryRecord] = ProfessionalSanction if is_sanctions else AdministrativePenalty
    kinds = (SanctionKind if is_sanctions else PenaltyKind)._default_manager.order_by("position", "code")
    names = list(dict.fromkeys(kinds.values_list("name", flat=True)))
    form = RecordForm(request.GET, names)
    records, total, pages, number = [], 0, 1, 1
    if form.is_valid():
        found = catalogue.search_records(model, today, **form.chosen)
        total = found.count()
        pages = max(1, -(-total // PER_PAGE))
        number = _page_number(request)
        if number > pages:
            raise Http404(_("没有这一页。"))
        start = (number - 1) * PER_PAGE
        records = [_described(record) for record in found[start : start + PER_PAGE]]
    context = {
        "form": form,
        "is_sanctions": is_sanctions,
        "record_name": model._meta.verbose_name,
        "is_asked": not form.is_valid() or bool(form.chosen),
        "clear_url": f"/directory/records/?tab={SANCTIONS}" if is_sanctions else "/directory/records/",
        "hidden": [("tab", SANCTIONS)] if is_sanctions else [],
        "records": records,
        "total": total,
        "pages": pages,
        "number": number,
        "data_as_of": catalogue.record_sources_checked_on() if records else None,
        "empty": {} if records else _nothing(form, model, is_sanctions),
        "trail": [{"title": _("找律师、找机构"), "url": "/directory/"}],
        "tabs": tabs_for(SANCTIONS if is_sanctions else PENALTIES),
        "today": today,
    }
    return render(request, "directory/records.html", context)


def _page_number(request: HttpRequest) -> int:
    written = request.GET.get("page", "")
    return int(written) if written.isascii() and written.isdigit() and 0 < len(written) < 7 and int(written) else 1


def _nothing(form: RecordForm, model: type[DisciplinaryRecord], is_sanctions: bool) -> dict[str, Any]:
    """What an empty list says, and what to do then."""
    day, label = catalogue.records_as_of(), model._meta.verbose_name
    as_of = _("（数据截至%(day)s）") % {"day": day_words(day)} if day else ""
    text = _("本网目前无%(which)s在公示期内的%(record)s信息%(as_of)s。公示期满的、已撤下的不再提供查询。")
    other = _("查行政处罚") if is_sanctions else _("查行业处分")
    return {
        "title": _("没有查到%(record)s") % {"record": label},
        "text": text % {"which": _("符合条件的、") if form.chosen else "", "record": label, "as_of": as_of},
        "actions": [
            {"label": other, "url": "/directory/records/" if is_sanctions else f"/directory/records/?tab={SANCTIONS}"}
        ],
    }


def _described(record: DisciplinaryRecord) -> dict[str, Any]:
    subject: Any = record.subject
    places = [one.institution.name for one in getattr(subject, "current_affiliations", ())]
    return {
        **described_record(record),
        "name": subject.name,
        "url": record.get_absolute_url(),
        "meta": [str(subject.get_kind_display()), subject.licence_number, *places],
    }
