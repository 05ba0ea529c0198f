"""处罚处分种类: which measures there are for whom, on which legal basis, within which range."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail_modeladmin.views import CreateView, EditView, ModelFormView

from cms.directory.admin.filters import ListFilter, Pairs
from cms.directory.admin.forms import DirectoryForm
from cms.directory.admin.furniture import Furnished, HistoryPage
from cms.directory.admin.listing import DirectoryAdmin
from cms.directory.admin.permissions import NeverDeleted
from cms.directory.admin.records.forms import range_words
from cms.directory.models import PenaltyKind, SanctionKind
from cms.directory.models.enums import SUBJECT_KINDS
from cms.directory.services.kinds import is_used, save_kind

ANYBODY = "any"


class KindForm(DirectoryForm):
    """A kind."""

    def clean(self) -> dict[str, Any]:
        """The least is not more than the most."""
        cleaned: dict[str, Any] = super().clean()
        for what in ("months", "amount"):
            least, most = cleaned.get(f"{what}_min"), cleaned.get(f"{what}_max")
            if least is not None and most is not None and least > most:
                self.add_error(f"{what}_max", _("上限不能小于下限。"))
        return cleaned


class SubjectKindFilter(ListFilter):
    """Profession."""

    title = gettext_lazy("适用对象")
    parameter_name = "subject"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Pairs:
        """Those for which there are kinds."""
        found = set(model_admin.model._default_manager.order_by().values_list("subject_kind", flat=True))
        return [(ANYBODY, _("任何对象")), *((value, label) for value, label in SUBJECT_KINDS if value in found)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Keep one."""
        chosen = self.value()
        return queryset.filter(subject_kind="" if chosen == ANYBODY else chosen) if chosen else None


class _KindFormView(Furnished, ModelFormView):
    def form_valid(self, form: KindForm) -> HttpResponse:
        """Hand it to the service."""
        try:
            kind = save_kind(self.stored(), form.values(), by=self.request.user)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, _("已保存“%(kind)s”。") % {"kind": kind})
        return redirect(self.index_url)

    def form_invalid(self, form: KindForm) -> HttpResponse:
        """The form again, with everything typed."""
        messages.error(self.request, _("还没有保存，请先更正标出的内容。"))
        return self.render_to_response(self.get_context_data(form=form))

    def stored(self) -> Any:
        """As it is stored."""
        return self.model()


class KindCreateView(_KindFormView, CreateView):
    """A new kind."""

    here = gettext_lazy("新增")


class KindEditView(_KindFormView, EditView):
    """A kind that exists."""

    here = gettext_lazy("修改")

    def get_context_data(self, form: Any = None, **kwargs: Any) -> dict[str, Any]:
        """Say what is fixed."""
        note = _("已有记录使用这一种类：适用对象、依据、种类和影响不能更改；请停用本行，另建一行。")
        return super().get_context_data(form=form, note=note if is_used(self.instance) else "", **kwargs)

    def get_instance(self) -> Any:
        """Fresh: the form writes over what it is given."""
        return self.stored()

    def stored(self) -> Any:
        """As it is stored."""
        return self.model._default_manager.get(pk=self.instance.pk)


def kind_panels() -> Panel:
    """The form."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("subject_kind", help_text=_("不选表示任何机构和人员都适用。")),
                    FieldPanel("legal_basis", help_text=_("例如：律师法第四十七条。")),
                    FieldPanel("name", help_text=_("例如：停止执业。")),
                    FieldPanel("effect", help_text=_("决定名录中的执业状态。")),
                ],
                heading=_("种类"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("months_min"), FieldPanel("months_max")]),
                    FieldRowPanel([FieldPanel("amount_min"), FieldPanel("amount_max")]),
                ],
                heading=_("幅度"),
                help_text=_("“以上”“以下”都包括本数。法律没有规定的不填。录入超出幅度的记录会被拒绝。"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("is_active", help_text=_("不再使用的种类取消勾选，原有记录不变。")),
                    FieldPanel("position", help_text=_("数字小的排在前面。")),
                ],
                heading=_("选用"),
            ),
        ],
        base_form_class=KindForm,
    )


class _KindAdmin(DirectoryAdmin):
    permission_helper_class = NeverDeleted
    pages = frozenset({"index", "create", "edit", "history"})
    inspect_view_enabled = False
    create_view_class = KindCreateView
    edit_view_class = KindEditView
    history_view_class = HistoryPage
    ordering = ("position", "pk")
    list_per_page = 100
    list_display = ("kind", "profession", "basis", "bounds", "effect_words", "active")
    list_filter: ClassVar[Any] = (SubjectKindFilter,)
    add_words = gettext_lazy("新增种类")
    empty_words = gettext_lazy("还没有种类。")
    search_hint = gettext_lazy("种类或者依据")

    @cached_property
    def edit_handler(self) -> Panel:
        """The form."""
        return kind_panels()

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """By name or legal basis: there are some dozens."""
        plain = "".join(words.split())
        return rows.filter(Q(name__icontains=plain) | Q(legal_basis__icontains=plain))

    @admin.display(description=gettext_lazy("种类"))
    def kind(self, row: Any) -> str:
        """种类."""
        return str(row.name)

    @admin.display(description=gettext_lazy("适用对象"))
    def profession(self, row: Any) -> str:
        """适用对象."""
        return str(row.get_subject_kind_display()) if row.subject_kind else _("任何对象")

    @admin.display(description=gettext_lazy("依据"))
    def basis(self, row: Any) -> str:
        """依据."""
        return str(row.legal_basis)

    @admin.display(description=gettext_lazy("幅度"))
    def bounds(self, row: Any) -> str:
        """幅度."""
        return range_words(row)

    @admin.display(description=gettext_lazy("对执业的影响"))
    def effect_words(self, row: Any) -> str:
        """对执业的影响."""
        return str(row.get_effect_display())

    @admin.display(description=gettext_lazy("选用"))
    def active(self, row: Any) -> Any:
        """Whether it can be chosen."""
        return "" if row.is_active else format_html('<span class="dir-tag">{}</span>', _("已停用"))


class PenaltyKindAdmin(_KindAdmin):
    """Kinds of penalties."""

    model = PenaltyKind
    menu_label = gettext_lazy("处罚种类")
    menu_icon = "list-ul"


class SanctionKindAdmin(_KindAdmin):
    """Kinds of sanctions."""

    model = SanctionKind
    menu_label = gettext_lazy("处分种类")
    menu_icon = "list-ul"
