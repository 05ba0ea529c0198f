"""行政处罚 and 行业处分 in the menu. Every address of a model lies below one prefix: a fresh second factor is asked for there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel

from cms.directory.admin.addresses import folder
from cms.directory.admin.furniture import HistoryPage
from cms.directory.admin.listing import DirectoryAdmin
from cms.directory.admin.permissions import ThroughActs
from cms.directory.admin.records.acting import RecordActView
from cms.directory.admin.records.filters import KindNameFilter, PhaseFilter, SubjectFilter, YearFilter
from cms.directory.admin.records.forms import RecordForm
from cms.directory.admin.records.views import RecordCreateView, RecordEditView, RecordInspectView
from cms.directory.admin.searching import MOST_KEYS, subjects
from cms.directory.models import AdministrativePenalty, Institution, Practitioner, ProfessionalSanction
from cms.directory.views.presenting import day_words


def record_panels() -> Panel:
    """The form of a decision, in the order of its text."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("kind", help_text=_("只列出适用于该对象的种类，按依据分组，括号内是法定幅度。")),
                    FieldPanel("document_number", help_text=_("与决定书一致，例如：示司罚决字〔2026〕第1号。")),
                    FieldPanel("authority"),
                    FieldPanel("decided_on"),
                    FieldPanel("cause"),
                    FieldPanel("amount", help_text=_("罚款或者没收的金额；没有的不填。")),
                    FieldRowPanel([FieldPanel("suspended_from"), FieldPanel("suspended_until")]),
                ],
                heading=_("决定"),
                help_text=_("一份决定书有几项处理的，分别录入，文号相同。"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("display_from"), FieldPanel("display_until")])],
                heading=_("公示期"),
                help_text=_("首日和末日都公示；期满后自动停止公示，任何页面都不再出现。"),
            ),
            MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading=_("来源")),
        ],
        base_form_class=RecordForm,
    )


class _RecordAdmin(DirectoryAdmin):
    permission_helper_class = ThroughActs
    pages = frozenset({"index", "create", "edit", "inspect", "history"})
    create_view_class = RecordCreateView
    edit_view_class = RecordEditView
    inspect_view_class = RecordInspectView
    history_view_class = HistoryPage
    ordering = ("-decided_on", "-pk")
    list_display = ("number", "subject", "kind_name", "decided", "display", "phase")
    list_filter: ClassVar[Any] = (PhaseFilter, SubjectFilter, KindNameFilter, YearFilter)
    list_select_related = ("institution", "practitioner", "kind")
    search_hint = gettext_lazy("文号、对象名称、拼音首字母或者证号")

    @cached_property
    def edit_handler(self) -> Panel:
        """The form."""
        return record_panels()

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By document number, or whom it is about."""
        people, firms = (list(subjects(model, words)[:MOST_KEYS]) for model in (Practitioner, Institution))
        return rows.filter(
            Q(document_number__icontains="".join(words.split())) | Q(practitioner__in=people) | Q(institution__in=firms)
        )

    def look_up(self, rows: list[Any], today: Any) -> None:
        """What each is today."""
        for row in rows:
            row.now = row.phase_on(today)
            row.is_due = bool(row.withdrawal_due_on) and row.state == "approved"
            row.is_late = row.is_due and row.withdrawal_due_on < today

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """With the acts."""
        act = path(
            f"{folder(self.model)}/act/<int:pk>/<str:act>/",
            RecordActView.as_view(model=self.model),
            name=self.url_helper.get_action_url_name("act"),
        )
        return (*super().get_admin_urls_for_registration(), act)

    @admin.display(description=gettext_lazy("文号"))
    def number(self, record: Any) -> str:
        """文号."""
        return str(record.document_number)

    @admin.display(description=gettext_lazy("对象"))
    def subject(self, record: Any) -> str:
        """Whom it is about."""
        return str(record.subject.name)

    @admin.display(description=gettext_lazy("种类"))
    def kind_name(self, record: Any) -> str:
        """种类."""
        return str(record.kind.name)

    @admin.display(description=gettext_lazy("决定日期"))
    def decided(self, record: Any) -> str:
        """决定日期."""
        return day_words(record.decided_on)

    @admin.display(description=gettext_lazy("公示期"))
    def display(self, record: Any) -> str:
        """公示期."""
        return _("%(begin)s至%(end)s") % {
            "begin": day_words(record.display_from),
            "end": day_words(record.display_until),
        }

    @admin.display(description=gettext_lazy("状态"))
    def phase(self, record: Any) -> Any:
        """What it is today, and whether it must go."""
        words = record.now.label
        if not record.is_due:
            return format_html('<span class="dir-tag dir-tag--{}">{}</span>', record.now.value, words)
        due = _("最迟%(day)s撤下") % {"day": day_words(record.withdrawal_due_on)}
        due = _("%(due)s，已超期") % {"due": due} if record.is_late else due
        return format_html(
            '<span class="dir-tag dir-tag--{}">{}</span> <strong class="dir-late">{}</strong>',
            record.now.value,
            words,
            due,
        )


class PenaltyAdmin(_RecordAdmin):
    """行政处罚."""

    model = AdministrativePenalty
    menu_label = gettext_lazy("行政处罚")
    menu_icon = "warning"
    add_words = gettext_lazy("录入行政处罚")
    empty_words = gettext_lazy("还没有行政处罚记录。")


class SanctionAdmin(_RecordAdmin):
    """行业处分."""

    model = ProfessionalSanction
    menu_label = gettext_lazy("行业处分")
    menu_icon = "warning"
    add_words = gettext_lazy("录入行业处分")
    empty_words = gettext_lazy("还没有行业处分记录。")
