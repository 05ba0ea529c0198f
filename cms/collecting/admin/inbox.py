"""待审新闻: what was fetched and waits for a person."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.collecting import taking
from cms.collecting.admin.source_list import day_and_hour
from cms.collecting.models import CollectedItem, ItemState, Source
from cms.collecting.policies import DECIDE_ITEMS, VIEW_ITEMS
from cms.collecting.services import deciding
from cms.collecting.services.sorting import alike
from cms.collecting.states import Act, acts_in
from portal.common import clock

PER_PAGE = 30
ALIKE_SHOWN = 5
CHANGED = "changed"


class InboxForm(forms.Form):
    """What the list's address takes; a value that means nothing filters nothing."""

    state = forms.ChoiceField(required=False, choices=[*ItemState.choices, (CHANGED, "")])
    source = forms.IntegerField(required=False, min_value=1)
    q = forms.CharField(required=False, max_length=100, label=gettext_lazy("标题中的词"))

    PARAMS: ClassVar = ("state", "source", "q")

    def value(self, name: str) -> Any:
        """A parameter's value, or ""."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    def url(self, **changes: Any) -> str:
        """The list's address with some parameters changed."""
        values = {name: self.value(name) for name in self.PARAMS} | changes
        query = {name: value for name, value in values.items() if value}
        return reverse("collecting_inbox") + (f"?{urlencode(query)}" if query else "")


class InboxMixin(WagtailAdminTemplateMixin):
    """What the list and a story share."""

    page_title = gettext_lazy("待审新闻")
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may see what was collected."""
        if not request.user.has_perm(VIEW_ITEMS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, here."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("collecting_inbox"), "label": _("待审新闻")},
            *self.further_breadcrumbs(),
        ]

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        """Below the list."""
        return []

    @property
    def may_decide(self) -> bool:
        """Whether this person decides."""
        return bool(self.request.user.has_perm(DECIDE_ITEMS))


class InboxView(InboxMixin, TemplateView):
    """The list, by state; the ticked ones can be rejected together."""

    template_name = "collecting/admin/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of the list."""
        form = InboxForm(self.request.GET)
        state = form.value("state") or ItemState.WAITING.value
        counts = dict(CollectedItem.objects.order_by().values_list("state").annotate(Count("pk")))
        changed = CollectedItem.objects.filter(changed_at__isnull=False, state=ItemState.TAKEN)
        tabs = [
            {"label": label, "count": counts.get(value, 0), "url": form.url(state=value), "current": value == state}
            for value, label in ItemState.choices
        ]
        tabs.append(
            {
                "label": _("原文有改动"),
                "count": changed.count(),
                "url": form.url(state=CHANGED),
                "current": state == CHANGED,
            }
        )
        rows = changed if state == CHANGED else CollectedItem.objects.filter(state=state)
        rows = _filtered(rows, form).select_related("source", "resembles").defer("text", "resembles__text")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "tabs": tabs,
            "state": state,
            "page": page,
            "sources": Source.objects.filter(items__isnull=False).distinct().order_by("name").values_list("pk", "name"),
            "source": form.value("source"),
            "words": form.value("q"),
            "older_url": form.url(page=page.next_page_number()) if page.has_next() else "",
            "newer_url": form.url(page=page.previous_page_number()) if page.has_previous() else "",
            "may_reject": self.may_decide and state == ItemState.WAITING,
            "reason": kwargs.get("reason", ""),
            "ticked": kwargs.get("ticked", ()),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reject what is ticked. Ticks and reason are kept where something is missing."""
        ticked = {int(pk) for pk in request.POST.getlist("item") if pk.isdecimal()}
        reason = request.POST.get("reason", "")
        if not ticked:
            messages.error(request, _("请先勾选要处理的新闻。"))
        else:
            try:
                number = deciding.reject_all(ticked, reason, by=request.user)
                messages.success(request, _("%(number)d 条已标为不采用。") % {"number": number})
                return redirect(request.get_full_path())
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
        return self.render_to_response(self.get_context_data(reason=reason, ticked=ticked))


class StoryView(InboxMixin, TemplateView):
    """One story with those like it beside it."""

    template_name = "collecting/admin/story.html"
    item: CollectedItem

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the story."""
        if request.user.has_perm(VIEW_ITEMS):
            rows = CollectedItem.objects.select_related("source", "decided_by", "page")
            self.item = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Its title."""
        return self.item.title

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        """The story."""
        return [{"url": "", "label": self.item.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Facts, text, those like it, what may be done."""
        item = self.item
        acts = acts_in(item.state, has_page=item.has_page, has_changed=item.changed_at is not None)
        acts = acts if self.may_decide else []
        return {
            **super().get_context_data(**kwargs),
            "item": item,
            "facts": _facts(item),
            "paragraphs": item.text.split("\n") if item.text else [],
            "alike": alike(item, moment=clock.now())[:ALIKE_SHOWN],
            "may_take": Act.TAKE in acts and taking.taker() is not None,
            "may_reject": Act.REJECT in acts,
            "may_mark": Act.MARK_DUPLICATE in acts,
            "may_reopen": Act.REOPEN in acts,
            "may_note_seen": Act.SEEN in acts,
            "newer": _beside(item, newer=True),
            "older": _beside(item, newer=False),
            "reason": kwargs.get("reason", ""),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a button says, then show the next story that waits (or the page that was made)."""
        act, item = request.POST.get("act", ""), self.item
        following = _beside(item, newer=False) or _beside(item, newer=True)
        try:
            if act == Act.TAKE:
                taken = deciding.take(item, by=request.user)
                messages.success(request, _("已采用为草稿。请核对、补充之后提交审核；批准之前不会公开。"))
                return redirect("wagtailadmin_pages:edit", taken.page_id)
            if act == Act.REJECT:
                deciding.reject(item, request.POST.get("reason", ""), by=request.user)
                messages.success(request, _("“%(title)s”已标为不采用。") % {"title": item.title})
            elif act == Act.MARK_DUPLICATE:
                of = request.POST.get("of", "")
                other = CollectedItem.objects.filter(pk=int(of)).first() if of.isdecimal() else None
                deciding.mark_duplicate(item, other, by=request.user)
                messages.success(request, _("“%(title)s”已标为重复。") % {"title": item.title})
            elif act == Act.SEEN:
                deciding.note_seen(item, by=request.user)
                messages.success(request, _("已记下：原文的改动已处理。"))
                return redirect("collecting_story", item.pk)
            elif act == Act.REOPEN:
                deciding.reopen(item, by=request.user)
                messages.success(request, _("已放回待审。"))
                return redirect("collecting_story", item.pk)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(reason=request.POST.get("reason", "")))
        return redirect("collecting_story", following.pk) if following else redirect("collecting_inbox")


def _filtered(rows: QuerySet[CollectedItem], form: InboxForm) -> QuerySet[CollectedItem]:
    if source := form.value("source"):
        rows = rows.filter(source_id=source)
    if words := form.value("q"):
        rows = rows.filter(Q(title__icontains=words))
    return rows


def _beside(item: CollectedItem, *, newer: bool) -> CollectedItem | None:
    """The waiting story next to this one in the order of the list."""
    waiting = CollectedItem.objects.filter(state=ItemState.WAITING).only("pk", "title")
    at, pk = item.collected_at, item.pk
    if newer:
        after = Q(collected_at__gt=at) | Q(collected_at=at, pk__gt=pk)
        return waiting.filter(after).order_by("collected_at", "pk").first()
    before = Q(collected_at__lt=at) | Q(collected_at=at, pk__lt=pk)
    return waiting.filter(before).order_by("-collected_at", "-pk").first()


def _facts(item: CollectedItem) -> list[tuple[str, str]]:
    def day(moment: Any) -> str:
        return day_and_hour(moment) if moment else ""

    facts = [
        (_("原作者"), item.author or _("没有写")),
        (_("原编辑"), item.editor or _("没有写")),
        (_("原文注明的来源"), item.told_source),
        (_("采集来源"), item.source.name),
        (_("原发布时间"), day(item.published_at) or _("没有写")),
        (_("采集时间"), day(item.collected_at)),
        (_("状态"), item.get_state_display()),
        (_("原文改动时间"), day(item.changed_at)),
        (_("理由"), item.reason),
        (_("处理人"), f"{item.decided_by} {day(item.decided_at)}" if item.decided_by else ""),
    ]
    return [(name, words) for name, words in facts if words]
