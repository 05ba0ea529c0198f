"""The acts on a record as pages: each shows the whole record as the public will see it, asks what the act asks, and hands it to
the one service that does it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.directory.admin.addresses import folder, list_of, page_of
from cms.directory.admin.furniture import DirectoryPage
from cms.directory.admin.history import history_of
from cms.directory.admin.permissions import may_see
from cms.directory.admin.records.forms import FORMS, ActForm
from cms.directory.admin.records.words import WORDS
from cms.directory.models import DisciplinaryRecord
from cms.directory.policies import NotAllowed, WrongPhase, demand, has_permission
from cms.directory.services import records
from cms.directory.states import Act
from cms.directory.views.describing_records import described_record


def act_page(record: DisciplinaryRecord, act: Act) -> str:
    """Where an act is confirmed."""
    if act is Act.EDIT:
        return page_of(record, "edit")
    if act is Act.REPLACE:
        return f"{list_of(type(record), 'create')}?replaces={record.pk}"
    return reverse(f"{folder(type(record)).replace('/', '_')}_modeladmin_act", args=[record.pk, act.value])


class RecordActView(DirectoryPage):
    """One act on one record."""

    model: Any = None
    template_name = "directory/admin/record_act.html"
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the act and the record; whoever may not see records learns of neither."""
        if not may_see(request.user, self.model):
            raise PermissionDenied
        try:
            self.act = Act(kwargs["act"])
            self.form_class = FORMS[self.act]
        except (ValueError, KeyError):
            raise Http404 from None
        rows = self.model._default_manager.select_related("institution", "practitioner", "kind", "drafted_by")
        self.record = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def may_open(self, user: Any) -> bool:
        """For whoever may do the act to some record; the rest is said in words."""
        return has_permission(user, self.act, self.model)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask whether it shall be done, unless it cannot be."""
        try:
            demand(request.user, self.act, self.record, self.today)
        except (NotAllowed, WrongPhase) as error:
            return self._lead_back(_words(error))
        return self.render_to_response(self.get_context_data(form=self.form_class(initial=self._initial())))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            done = self._do(form)
        except (NotAllowed, WrongPhase) as error:
            return self._lead_back(_words(error))
        except ValidationError as error:
            _refuse(form, error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, WORDS[self.act].done)
        return redirect(page_of(done) if done is not None else self._list())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record as everybody will read it, what became of it since the draft, and the question."""
        since_draft = history_of(self.record)[:-1] if self.act is Act.APPROVE else []
        return super().get_context_data(
            record=self.record,
            subject=self.record.subject,
            shown=described_record(self.record),
            words=WORDS[self.act],
            act=self.act.value,
            back_url=page_of(self.record),
            since_draft=since_draft,
            **kwargs,
        )

    def trail(self) -> list[dict[str, Any]]:
        """The list, the record."""
        return [
            {"url": self._list(), "label": str(self.model._meta.verbose_name)},
            {"url": page_of(self.record), "label": str(self.record)},
        ]

    def get_page_title(self) -> str:
        """What is done."""
        return str(WORDS[self.act].heading)

    def _list(self) -> str:
        return list_of(self.model)

    def _initial(self) -> dict[str, Any]:
        return {
            "seen": self.record.updated_at.isoformat(),
            "withdrawal_reason": self.record.withdrawal_reason,
            "alteration_notified_on": self.record.alteration_notified_on or self.today,
        }

    def _lead_back(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(page_of(self.record))

    def _do(self, form: ActForm) -> DisciplinaryRecord | None:
        record, typed = self.record, form.cleaned_data
        who: dict[str, Any] = {"by": self.request.user, "today": self.today}
        if self.act is Act.SUBMIT:
            return records.submit_record(record, **who)
        if self.act is Act.RETURN:
            return records.return_record(record, typed["return_reason"], **who)
        if self.act is Act.APPROVE:
            return records.approve_record(record, seen=_moment(typed["seen"]), **who)
        if self.act is Act.DISCARD:
            records.discard_record(record, **who)
            return None
        note = (typed["withdrawal_reason"], typed["alteration_notified_on"])
        if self.act is Act.NOTE_ALTERATION:
            return records.note_alteration(record, *note, **who)
        return records.withdraw_record(record, *note, **who)


def _words(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _refuse(form: ActForm, error: ValidationError) -> None:
    """Beside the field where there is one, above the form where there is none."""
    for name, found in getattr(
        error, "error_dict", {"": error.error_list if not hasattr(error, "error_dict") else []}
    ).items():
        form.add_error(name if name in form.fields else None, [message for one in found for message in one.messages])


def _moment(seen: str) -> datetime:
    """When what was read had last been changed; something that never was for what is no moment."""
    try:
        return datetime.fromisoformat(seen)
    except ValueError:
        raise WrongPhase(_("请从记录的页面重新打开审核页。")) from None
