"""The views that change laws: each change is one transaction, nothing is saved unasked, nothing needed is deleted."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton as Button
from wagtail.log_actions import log
from wagtail.snippets.views import snippets

from cms.laws.models import Instrument, InstrumentVersion
from cms.laws.services.publishing import derive_withdrawn
from cms.laws.services.removing import (
    CannotRemove,
    obstacle_to_removing_instrument,
    obstacle_to_removing_version,
    remove_instrument,
    remove_version,
)
from portal.common.mixins import Beside

CORRECTED = "laws.correct"
"""The log action of a correction to an instrument; its data holds what was changed, from what to what."""


class LawFormMixin(Beside):
    """A form whose saving, publishing and workflow step are one transaction, and that saves only when told to."""

    request: HttpRequest
    autosave_enabled: bool

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Switch Wagtail's autosave off: a law is saved when somebody says so."""
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and act in one transaction; two texts of one day that meet only now are told, not crashed on."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except IntegrityError:
            form.add_error(None, _("没有保存：刚才有人保存了同名的法律法规，或者同一施行日期的版本。请核对后重试。"))
            return self.form_invalid(form)


class LawCreateView(LawFormMixin, snippets.CreateView):
    """A new instrument or version."""


class VersionEditView(LawFormMixin, snippets.EditView):
    """A text, as draft."""

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's own, and the link that shows the draft to another front end."""
        url = reverse("laws_draft_link", args=[self.object.pk])
        return [*super().header_more_buttons, Button(_("给其他前端预览"), url=url, icon_name="link", priority=80)]


class InstrumentEditView(LawFormMixin, snippets.EditView):
    """An instrument; the history keeps what was changed, since there are no revisions to compare."""

    def save_instance(self) -> Instrument:
        """Save, and log old and new values."""
        before = Instrument.objects.get(pk=self.object.pk)
        old = {name: _shown(before, name) for name in self.form.changed_data}
        instance: Instrument = super().save_instance()
        changes = [
            {"field": str(self.form.fields[name].label), "old": old[name], "new": _shown(instance, name)}
            for name in self.form.changed_data
        ]
        if changes:
            log(instance=instance, action=CORRECTED, data={"changes": changes})
        return instance


class WorkflowActionView(snippets.WorkflowActionView):
    """A step of the review: approving publishes, in the same transaction."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act; what cannot be published is told."""
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, _("没有发布：这部法律法规已有同一施行日期的版本。请更正日期。"))
            return redirect(self.redirect_url)


class LawDeleteView(snippets.DeleteView):
    """Deleting asks first, and refuses with the reason."""

    def obstacle(self) -> str:
        """Say why it may not be deleted, or ""."""
        raise NotImplementedError

    def remove(self) -> None:
        """Delete it."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Turn back with the reason before anything is asked."""
        if self.user_has_permission("delete") and (words := self.obstacle()):
            return self._turn_back(words)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete; something may have come in between."""
        try:
            return super().form_valid(form)
        except CannotRemove as error:
            return self._turn_back(str(error))

    def delete_action(self) -> None:
        """Delete and log in one transaction."""
        with transaction.atomic():
            log(instance=self.object, action="wagtail.delete")
            self.remove()

    def _turn_back(self, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class VersionDeleteView(LawDeleteView):
    """Deleting one text."""

    object: InstrumentVersion

    def obstacle(self) -> str:
        """Published, under review, or cited."""
        return obstacle_to_removing_version(self.object)

    def remove(self) -> None:
        """Delete the version."""
        remove_version(self.object)


class InstrumentDeleteView(LawDeleteView):
    """Deleting a law with all its texts."""

    object: Instrument

    def obstacle(self) -> str:
        """A published text, or a citation."""
        return obstacle_to_removing_instrument(self.object)

    def remove(self) -> None:
        """Delete the instrument."""
        remove_instrument(self.object)

    @property
    def confirmation_message(self) -> str:
        """Say how much goes."""
        return _("“%(title)s”和它的 %(count)d 个版本（包括全部草稿和历史）将一并删除，不能恢复。确定删除吗？") % {
            "title": self.object.title,
            "count": self.object.versions.count(),
        }


class VersionUnpublishView(snippets.UnpublishView):
    """Withdrawing a text: readers no longer see it, nothing is deleted."""

    page_title = gettext_lazy("撤回")

    def unpublish(self) -> HttpResponse | None:
        """Withdraw in one transaction. Wagtail's view goes past the model's own ``unpublish``, so what follows from it is
        said here."""
        with transaction.atomic():
            response: HttpResponse | None = super().unpublish()
            derive_withdrawn(self.object.pk)
        return response


def _shown(instance: Instrument, name: str) -> str:
    """Give a field's value as it is read in a history."""
    field = instance._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return "、".join(str(row) for row in getattr(instance, name).all())
    display = getattr(instance, f"get_{name}_display", None)
    value = display() if display else getattr(instance, name)
    return "" if value is None else str(value)
