"""Drafting, editing and showing a record."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import CreateView, EditView, InspectView, ModelFormView

from cms.directory.admin.addresses import page_of
from cms.directory.admin.furniture import Furnished
from cms.directory.admin.history import history_of
from cms.directory.admin.permissions import may, may_see
from cms.directory.admin.records.acting import act_page
from cms.directory.admin.records.forms import RecordForm, SubjectForm
from cms.directory.admin.records.words import WORDS
from cms.directory.models import DirectoryNotice, DisciplinaryRecord, Entry
from cms.directory.models.enums import Phase, RecordState
from cms.directory.models.querysets import EntryQuerySet
from cms.directory.policies import acts_for, has_permission, is_writer
from cms.directory.services import records
from cms.directory.states import Act
from cms.directory.views.describing_records import described_record

CARRIED_OVER = ("authority", "source_name", "source_url", "display_until")


class _RecordFormView(Furnished, ModelFormView):
    subject: Entry | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the subject."""
        return super().get_form_kwargs() | {"subject": self.subject}

    def form_valid(self, form: RecordForm) -> HttpResponse:
        """Hand what was typed to the service."""
        try:
            record = self.write(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, _("已存为草稿。核对无误后，请提交审核。"))
        return redirect(page_of(record))

    def form_invalid(self, form: RecordForm) -> HttpResponse:
        """The form again, with everything typed."""
        messages.error(self.request, _("还没有保存，请先更正标出的内容。"))
        return self.render_to_response(self.get_context_data(form=form))

    def write(self, form: RecordForm) -> DisciplinaryRecord:
        """Let the service write."""
        raise NotImplementedError

    def get_context_data(self, form: Any = None, **kwargs: Any) -> dict[str, Any]:
        """Who it is about."""
        subject = self.subject
        context = {
            "subject": subject,
            "subject_url": page_of(subject) if subject is not None else "",
            "form_action": self.request.get_full_path(),
            **kwargs,
        }
        return super().get_context_data(form=form, **context)

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/record_form.html"]


class RecordCreateView(_RecordFormView, CreateView):
    """A new draft: first whom it is about, then what was decided."""

    here = gettext_lazy("录入")
    replaces: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a subject, ask for one."""
        if not self.check_action_permitted(request.user):
            return super().dispatch(request, *args, **kwargs)
        if "replaces" in request.GET:
            self.replaces = self._replaced(request)
            self.subject = self.replaces.subject
        else:
            form = SubjectForm(request.GET if {"practitioner", "institution"} & set(request.GET) else None)
            if not form.is_valid():
                return self._ask(request, form)
            self.subject = form.cleaned_data["practitioner"] or form.cleaned_data["institution"]
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """A successor begins with what seldom changes."""
        if self.replaces is None:
            return {}
        return {name: getattr(self.replaces, name) for name in CARRIED_OVER}

    def write(self, form: RecordForm) -> DisciplinaryRecord:
        """A first decision or a successor."""
        user = self.request.user
        if self.replaces is not None:
            return records.draft_successor(self.replaces, form.all_values(), by=user, today=self.today)
        return records.draft_record(self.model, form.all_values(), by=user)

    def get_context_data(self, form: Any = None, **kwargs: Any) -> dict[str, Any]:
        """What it replaces."""
        return super().get_context_data(form=form, replaces=self.replaces, **kwargs)

    def _replaced(self, request: HttpRequest) -> Any:
        number = request.GET["replaces"]
        rows = self.model._default_manager.select_related("institution", "practitioner")
        found = rows.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        if found is None or Act.REPLACE not in acts_for(request.user, found, self.today):
            raise Http404
        return found

    def _ask(self, request: HttpRequest, form: SubjectForm) -> HttpResponse:
        context = {
            "view": self,
            "form": form,
            "media": form.media,
            "breadcrumbs_items": self.trail(),
            "header_title": self.get_page_title(),
            "header_icon": self.menu_icon,
            "verbose_name": self.verbose_name,
        }
        return TemplateResponse(request, "directory/admin/record_subject.html", context)


class RecordEditView(_RecordFormView, EditView):
    """A draft, or what was returned."""

    here = gettext_lazy("修改")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is submitted or public is not edited."""
        if may(request.user, "change", self.model) and Act.EDIT not in acts_for(
            request.user, self.instance, self.today
        ):
            words = _("记录现在是“%(phase)s”，不能修改。") % {"phase": self.instance.phase_on(self.today).label}
            messages.error(request, words)
            return redirect(page_of(self.instance))
        self.subject = self.instance.subject
        return super().dispatch(request, *args, **kwargs)

    def get_instance(self) -> Any:
        """As it is stored: the form writes over what it is given."""
        return self.model._default_manager.get(pk=self.instance.pk)

    def write(self, form: RecordForm) -> DisciplinaryRecord:
        """Only what was changed."""
        record: DisciplinaryRecord = records.edit_record(
            self.instance, form.values(), by=self.request.user, today=self.today
        )
        return record


class RecordInspectView(Furnished, InspectView):
    """A record: as everybody will read it, where it stands, what can be done now and by whom."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything on one page."""
        record, user = self.instance, self.request.user
        now = record.phase_on(self.today)
        acts = acts_for(user, record, self.today)
        waits_for_another = (
            now is Phase.SUBMITTED and has_permission(user, Act.APPROVE, self.model) and is_writer(user, record)
        )
        public: EntryQuerySet = type(record.subject)._default_manager.public_on(self.today)
        is_listed = public.filter(pk=record.subject.pk).exists()
        context = {
            "record": record,
            "subject": record.subject,
            "subject_url": page_of(record.subject),
            "public_url": record.subject.get_absolute_url() if is_listed and now is Phase.SHOWN else "",
            "is_hidden": now is Phase.SHOWN and not is_listed,
            "shown": described_record(record),
            "phase": now,
            "acts": [_button(record, act) for act in acts],
            "waits_for_another": waits_for_another,
            "is_overdue": record.state == RecordState.APPROVED
            and record.withdrawal_due_on is not None
            and record.withdrawal_due_on < self.today,
            "replaces_url": page_of(record.replaces) if record.replaces is not None else "",
            "successor": _successor(record),
            "notices": self._notices(record),
            "history": history_of(record),
            "history_url": self.action_url("history"),
            **kwargs,
        }
        return super().get_context_data(**context)

    def get_fields_dict(self) -> list[Any]:
        """None of modeladmin's own listing of columns."""
        return []

    def get_page_title(self) -> str:
        """The number of the decision."""
        return str(self.instance)

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/record.html"]

    def _notices(self, record: DisciplinaryRecord) -> list[dict[str, Any]]:
        if not may_see(self.request.user, DirectoryNotice):
            return []
        found = DirectoryNotice.objects.filter(record_key=record.event_key)
        return [{"notice": one, "url": page_of(one)} for one in found]


def _button(record: DisciplinaryRecord, act: Act) -> dict[str, Any]:
    words = WORDS[act]
    return {"label": words.button, "url": act_page(record, act), "is_serious": words.is_serious, "act": act.value}


def _successor(record: DisciplinaryRecord) -> dict[str, str] | None:
    model: Any = type(record)
    found = model._default_manager.filter(replaces=record).first()
    return {"number": found.document_number, "url": page_of(found)} if found is not None else None
