"""Filters beside the lists of records."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.directory.admin.filters import ListFilter, Pairs
from cms.directory.models.enums import Phase, RecordState
from portal.common.clock import request_today


class PhaseFilter(ListFilter):
    """What a record is today."""

    title = gettext_lazy("状态")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """The phases, and what must be withdrawn."""
        return [*Phase.choices, ("due", _("应当撤下"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one phase."""
        chosen, today = self.value(), request_today(request)
        if chosen == "due":
            return queryset.filter(state=RecordState.APPROVED, withdrawal_due_on__isnull=False)
        dates = {
            Phase.AWAITING: Q(display_from__gt=today),
            Phase.SHOWN: Q(display_from__lte=today, display_until__gte=today),
            Phase.LAPSED: Q(display_until__lt=today),
        }
        if chosen in dates:
            return queryset.filter(dates[Phase(chosen)], state=RecordState.APPROVED)
        return queryset.filter(state=chosen) if chosen else None


class SubjectFilter(ListFilter):
    """A person's or an institution's."""

    title = gettext_lazy("对象")
    parameter_name = "subject"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """人员, 机构."""
        return [("practitioner", _("人员")), ("institution", _("机构"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one of them."""
        return queryset.filter(**{f"{self.value()}__isnull": False}) if self.value() else None


class KindNameFilter(ListFilter):
    """警告, 罚款 …, whatever the legal basis."""

    title = gettext_lazy("种类")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """The names there are."""
        kinds = model_admin.model._meta.get_field("kind").related_model._default_manager
        names = dict.fromkeys(kinds.order_by("position").values_list("name", flat=True))
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one name."""
        return queryset.filter(kind__name=self.value()) if self.value() else None


class YearFilter(ListFilter):
    """The year of the decision."""

    title = gettext_lazy("决定年份")
    parameter_name = "year"
    years = 8

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """The last years."""
        last = request_today(request).year
        return [(str(year), _("%(year)s年") % {"year": year}) for year in range(last, last - self.years, -1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one year."""
        return queryset.filter(decided_on__year=int(self.value() or 0)) if self.value() else None
