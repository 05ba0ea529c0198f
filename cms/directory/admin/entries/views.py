"""Creating, changing, showing and deleting an entry. What is typed goes to a service, and comes back with what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton
from wagtail_modeladmin.views import CreateView, DeleteView, EditView, InspectView, ModelFormView

from cms.directory.admin.entries.details import details
from cms.directory.admin.entries.forms import AffiliationFormSet
from cms.directory.admin.furniture import Furnished
from cms.directory.admin.history import history_of
from cms.directory.admin.permissions import may
from cms.directory.models import Practitioner
from cms.directory.services.entries import delete_entry, obstacle_to_deleting, save_entry, warnings_of
from cms.directory.services.practising import save_practitioner


class _EntryFormView(Furnished, ModelFormView):
    """What creating and editing share."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the entry and the rows below it together, so that everything that is wrong is said at once."""
        form, places = self.get_form(), self.places()
        is_good = form.is_valid()
        if places is not None:
            is_good = places.is_valid() and is_good
        if is_good:
            try:
                entry = self._write(form, places)
            except ValidationError as error:
                form.refuse(error)
            else:
                return self._saved(entry)
        messages.error(request, _("还没有保存，请先更正标出的内容。"))
        return self.render_to_response(self.get_context_data(form=form, places=places))

    def places(self) -> Any:
        """The rows of where a practitioner works; None for an institution."""
        if self.model is not Practitioner:
            return None
        data = self.request.POST if self.request.method == "POST" else None
        rows = AffiliationFormSet(data, instance=self.get_instance(), prefix="affiliations")
        return rows

    def get_context_data(self, form: Any = None, **kwargs: Any) -> dict[str, Any]:
        """With those rows."""
        if "places" not in kwargs:
            kwargs["places"] = self.places()
        context = super().get_context_data(form=form, **kwargs)
        if kwargs["places"] is not None:
            context["media"] += kwargs["places"].media
        return context

    def _write(self, form: Any, places: Any) -> Any:
        topics = form.cleaned_data.get("topics")
        if form.instance.pk is not None and "topics" not in form.changed_data:
            topics = None
        entry, by = self.fresh(), self.request.user
        if places is None:
            return save_entry(entry, form.values(), by=by, topics=topics)
        return save_practitioner(entry, form.values(), places.rows(), by=by, topics=topics)

    def fresh(self) -> Any:
        """The entry as it is stored: the form's own has been written over."""
        return self.model()

    def _saved(self, entry: Any) -> HttpResponse:
        buttons = [messages.button(self.url_helper.get_action_url("edit", entry.pk), _("继续修改"))]
        messages.success(self.request, _("已保存“%(name)s”。") % {"name": entry.name}, buttons=buttons)
        warnings = warnings_of(entry)
        if isinstance(entry, Practitioner) and not entry.affiliations.filter(ended_on__isnull=True).exists():
            warnings.append(_("没有填写执业机构。"))
        for warning in warnings:
            messages.warning(self.request, _("已保存，请核对：%(warning)s") % {"warning": warning})
        return redirect(self.url_helper.get_action_url("inspect", entry.pk))


class EntryCreateView(_EntryFormView, CreateView):
    """A new entry."""

    here = gettext_lazy("新增")

    def get_instance(self) -> Any:
        """An empty one."""
        return self.model()


class EntryEditView(_EntryFormView, EditView):
    """An entry that exists."""

    here = gettext_lazy("修改")

    def get_instance(self) -> Any:
        """The stored one, once for the form and once for the rows: each writes over its own."""
        return self.fresh()

    def fresh(self) -> Any:
        """As it is stored."""
        return self.model._default_manager.get(pk=self.instance.pk)


class EntryInspectView(Furnished, InspectView):
    """Everything of an entry on one page, with what can be done."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Facts, standing, records, the latest changes."""
        user, entry = self.request.user, self.instance
        context = {
            **details(entry, user, self.today),
            "history": history_of(entry)[:5],
            "history_url": self.action_url("history"),
            "edit_url": self.action_url("edit") if self.permission_helper.user_can_edit_obj(user, entry) else "",
            "delete_url": self.action_url("delete") if self.permission_helper.user_can_delete_obj(user, entry) else "",
            **kwargs,
        }
        return super().get_context_data(**context)

    def get_fields_dict(self) -> list[Any]:
        """None of modeladmin's own listing of columns."""
        return []

    def get_page_title(self) -> str:
        """The name."""
        return str(self.instance)

    def header_buttons(self) -> list[HeaderButton]:
        """The way to the form."""
        if not may(self.request.user, "change", self.model):
            return []
        return [HeaderButton(_("修改"), url=self.action_url("edit"), icon_name="edit")]

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/entry.html"]


class EntryDeleteView(Furnished, DeleteView):
    """Deleting, where nothing hangs on the entry."""

    here = gettext_lazy("删除")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why not, if so."""
        return super().get_context_data(obstacle=obstacle_to_deleting(self.instance), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete, or say why not."""
        name = self.instance.name
        try:
            delete_entry(self.instance, by=request.user)
        except ValidationError as error:
            return self.render_to_response(self.get_context_data(problem=" ".join(error.messages)))
        messages.success(request, _("已删除“%(name)s”，修改记录仍然保留。") % {"name": name})
        return redirect(self.index_url)

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/delete.html"]
