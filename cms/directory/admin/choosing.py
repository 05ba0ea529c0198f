"""Choosing an institution or a practitioner in a form: a dialogue with a search, for a list of a hundred thousand fits in no
select. Wagtail's choosers are open to whoever enters the admin; these ask for the permission at each of their addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.directory.admin.permissions import demand
from cms.directory.admin.searching import find
from cms.directory.catalogue import current_affiliations
from cms.directory.models import Institution, Practitioner
from portal.common.clock import request_today
from portal.common.mixins import Beside


class FindForm(BaseFilterForm):
    """The search of the dialogue."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("名称、拼音首字母、证号")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is found."""
        words = self.cleaned_data.get("q") or ""
        if words.strip():
            self.is_searching, self.search_query = True, words
            objects = find(objects, words)
        return super().filter(objects)


class _Guarded(Beside):
    """A view of a chooser, for those who may see what is chosen."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first."""
        demand(request.user, "see", self.model_class)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class _Listing(_Guarded):
    filter_form_class = FindForm
    ordering = ("pinyin", "pk")

    def can_create(self) -> bool:
        """Nothing is made in passing."""
        return False


class _InstitutionColumns(_Listing):
    @property
    def columns(self) -> list[Column]:
        """Name, kind, district, code: what tells namesakes apart."""
        return [
            *super().columns,
            Column("kind", label=_("类别"), accessor="get_kind_display"),
            Column("district", label=_("所在区")),
            Column("unified_social_credit_code", label=_("统一社会信用代码")),
        ]


class _PractitionerColumns(_Listing):
    def get_object_list(self) -> QuerySet[Any]:
        """With where they work."""
        today = request_today(self.request)
        return Practitioner.objects.prefetch_related(current_affiliations(today, only_public=False))

    @property
    def columns(self) -> list[Column]:
        """Name, kind, licence, institution."""
        return [
            *super().columns,
            Column("kind", label=_("类别"), accessor="get_kind_display"),
            Column("licence_number", label=_("执业证号")),
            Column("institution", label=_("执业机构"), accessor=_place),
        ]


def _place(person: Any) -> str:
    return "、".join(row.institution.name for row in person.current_affiliations)


class InstitutionChooseView(_InstitutionColumns, chooser.ChooseView):
    """The dialogue."""


class InstitutionChooseResultsView(_InstitutionColumns, chooser.ChooseResultsView):
    """Its list after a search."""


class PractitionerChooseView(_PractitionerColumns, chooser.ChooseView):
    """The dialogue."""


class PractitionerChooseResultsView(_PractitionerColumns, chooser.ChooseResultsView):
    """Its list after a search."""


class GuardedChosenView(_Guarded, chooser.ChosenView):
    """What was chosen, by its key."""


class GuardedChosenMultipleView(_Guarded, chooser.ChosenMultipleView):
    """The same for several."""


class GuardedCreateView(_Guarded, chooser.CreateView):
    """Making one in passing, which there is not."""

    def can_create(self) -> bool:
        """Nobody."""
        return False


class _EntryChooserViewSet(ChooserViewSet):
    per_page = 20
    chosen_view_class = GuardedChosenView
    chosen_multiple_view_class = GuardedChosenMultipleView
    create_view_class = GuardedCreateView
    choose_another_text = _("换一个")
    edit_item_text = _("打开")


class InstitutionChooserViewSet(_EntryChooserViewSet):
    """Choosing an institution."""

    model = Institution
    icon = "home"
    choose_one_text = _("选择机构")
    choose_view_class = InstitutionChooseView
    choose_results_view_class = InstitutionChooseResultsView


class PractitionerChooserViewSet(_EntryChooserViewSet):
    """Choosing a practitioner."""

    model = Practitioner
    icon = "user"
    choose_one_text = _("选择人员")
    choose_view_class = PractitionerChooseView
    choose_results_view_class = PractitionerChooseResultsView


institution_chooser = InstitutionChooserViewSet(
    "directory_institution_chooser", url_prefix="directory/choose-institution"
)
practitioner_chooser = PractitionerChooserViewSet(
    "directory_practitioner_chooser", url_prefix="directory/choose-practitioner"
)
