"""Filters beside the lists: each a single choice, shown as links that can be shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.models import Topic
from cms.directory.models import Affiliation, Institution, Practitioner
from cms.directory.models.enums import (
    Effect,
    EntryStatus,
    InstitutionKind,
    PractitionerKind,
    ReportState,
    StandingCode,
)
from cms.directory.models.querysets import RECORD_MODELS
from portal.common.clock import request_today

Pairs = Iterable[tuple[Any, Any]]


class ListFilter(SimpleListFilter):
    """One choice among few. A value that is none of them narrows to nothing known and is left aside."""

    def value(self) -> str | None:
        """The chosen value, if it is one."""
        chosen = super().value()
        return chosen if chosen in {str(key) for key, _label in self.lookup_choices} else None

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, then each; links begin at the first page."""
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": _("全部"),
        }
        for key, label in self.lookup_choices:
            yield {
                "selected": self.value() == str(key),
                "query_string": changelist.get_query_string({self.parameter_name: key}),
                "display": label,
            }


class _KindFilter(ListFilter):
    title = gettext_lazy("类别")
    parameter_name = "kind"
    kinds: Any = None

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """Kinds."""
        return self.kinds.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one kind."""
        return queryset.filter(kind=self.value()) if self.value() else None


class InstitutionKindFilter(_KindFilter):
    """律师事务所 …"""

    kinds = InstitutionKind


class PractitionerKindFilter(_KindFilter):
    """律师 …"""

    kinds = PractitionerKind


class StatusFilter(ListFilter):
    """Whether everybody may read it."""

    title = gettext_lazy("是否公开")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """公开, 不公开."""
        return EntryStatus.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one of them."""
        return queryset.filter(status=self.value()) if self.value() else None


class StandingFilter(ListFilter):
    """执业状态 today, from the records that are shown and the day on which practising ended."""

    title = gettext_lazy("执业状态")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """Those that are no matter of course."""
        return [(code.value, code.label) for code in StandingCode if code != StandingCode.IN_PRACTICE]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep those that stand so today. Few are: their keys come from the records."""
        if not self.value():
            return None
        today = request_today(request)
        if self.value() == StandingCode.CEASED:
            return queryset.filter(ceased_on__lte=today)
        if self.value() == StandingCode.REVOKED:
            return queryset.filter(pk__in=_subjects(queryset.model, today, kind__effect=Effect.ENDS))
        suspended = _subjects(
            queryset.model,
            today,
            kind__effect=Effect.SUSPENDS,
            suspended_from__lte=today,
            suspended_until__gte=today,
        )
        return queryset.filter(pk__in=suspended)


def _subjects(model: Any, today: Any, **conditions: Any) -> list[int]:
    from django.apps import apps

    subject = f"{model._meta.model_name}_id"
    keys: set[int] = set()
    for name in RECORD_MODELS:
        rows = apps.get_model("directory", name)._default_manager.filter(
            state="approved", display_from__lte=today, display_until__gte=today, **conditions
        )
        keys.update(rows.filter(**{f"{subject}__isnull": False}).values_list(subject, flat=True))
    return sorted(keys)


class DistrictFilter(ListFilter):
    """所在区, as far as there are few enough of them to be listed."""

    title = gettext_lazy("所在区")
    parameter_name = "district"
    most = 40

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """The districts of today's rows."""
        rows = Institution.objects.exclude(district="").order_by("district").values_list("district", flat=True)
        return [(district, district) for district in rows.distinct()[: self.most]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one district."""
        return queryset.filter(district=self.value()) if self.value() else None


class TopicFilter(ListFilter):
    """业务领域."""

    title = gettext_lazy("业务领域")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """The topics."""
        return list(Topic.objects.order_by("position", "code").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one field of practice."""
        if not self.value():
            return None
        through = queryset.model.topics.through._default_manager.filter(topic__code=self.value())
        return queryset.filter(pk__in=through.values(f"{queryset.model._meta.model_name}_id"))


class WorksAtFilter(ListFilter):
    """执业机构: shown only when a link has named one, for there are thousands."""

    title = gettext_lazy("执业机构")
    parameter_name = "institution"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """The one that is asked for."""
        asked = request.GET.get(self.parameter_name, "")
        if not asked.isdecimal() or len(asked) > 18:
            return []
        return list(Institution.objects.filter(pk=int(asked)).values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep those who work there today."""
        if not self.value():
            return None
        here = Affiliation.objects.current_on(request_today(request)).filter(institution=int(self.value() or 0))
        return queryset.filter(pk__in=here.values("practitioner_id"))


class MissingFilter(ListFilter):
    """What a clerk may want to fill in."""

    title = gettext_lazy("缺少内容")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """By model."""
        shared = [("source", _("没有来源")), ("checked", _("没有核对日期"))]
        if model_admin.model is Practitioner:
            return [("licence", _("没有执业证号")), ("place", _("没有执业机构")), *shared]
        return [("code", _("没有信用代码")), *shared]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep those that lack it."""
        found = {
            "source": Q(source_name=""),
            "checked": Q(checked_on__isnull=True),
            "licence": Q(licence_number__isnull=True),
            "code": Q(unified_social_credit_code__isnull=True),
        }
        chosen = self.value()
        if chosen == "place":
            working = Affiliation.objects.current_on(request_today(request))
            return queryset.exclude(pk__in=working.values("practitioner_id"))
        return queryset.filter(found[chosen]) if chosen else None


class ReportStateFilter(ListFilter):
    """Where a report stands."""

    title = gettext_lazy("状态")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """Open ones, those of mine, late ones, closed ones."""
        return [("mine", _("我在办理")), ("late", _("已超期")), *ReportState.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one of them."""
        open_ones = queryset.filter(state=ReportState.OPEN)
        if self.value() == "mine":
            return open_ones.filter(taken_by=request.user)
        if self.value() == "late":
            return open_ones.filter(answer_due_on__lt=request_today(request))
        return queryset.filter(state=self.value()) if self.value() else None
