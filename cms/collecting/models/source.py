"""Where content comes from, and each time it was looked at."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.collecting.fetching import FetchProblem, ask
from cms.collecting.models.enums import FETCHED, Outcome, SourceKind, Way
from portal.common import clock

APPROVED_FACTS = ("way", "address", "only_under", "reads_pages")
"""What an approval is about: when one of these changes, it was given to another source and holds no more."""
OVERDUE_AFTER = timedelta(hours=2)
"""How long after its time a source is overdue: the job runs each hour."""


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources by what is to be done with them."""

    def overdue(self, moment: datetime) -> SourceQuerySet:
        """Active ones that should have been looked at by now."""
        return self.filter(is_active=True, due_at__lt=moment - OVERDUE_AFTER)

    def to_fetch(self, moment: datetime) -> SourceQuerySet:
        """Those that the job asks: approved, active, due, and asked by nobody just now."""
        is_free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=moment)
        return self.filter(is_free, is_active=True, way__in=FETCHED, approved_at__isnull=False, fetch_at__lte=moment)


class Source(models.Model):
    """A place that is looked at regularly. Nothing is fetched from it before a reviewing editor approved it."""

    kind = models.CharField(_("内容"), max_length=20, choices=SourceKind)
    way = models.CharField(_("方式"), max_length=20, choices=Way, default=Way.HAND)
    name = models.CharField(_("名称"), max_length=120, unique=True, help_text=_("例如：示范市司法局网站“要闻”栏目"))
    address = models.CharField(
        _("网址"),
        max_length=2000,
        blank=True,
        help_text=_("自动采集的填 RSS、Atom 文件或者站点地图的网址；人工核对的填要看的网页。"),
    )
    only_under = models.CharField(
        _("只采集网址以此开头的"),
        max_length=300,
        blank=True,
        help_text=_("站点地图通常列出整个网站：填“/xwzx/”就只采集这个栏目。可以不填。"),
    )
    reads_pages = models.BooleanField(
        _("打开原文网页"),
        default=False,
        help_text=_("RSS 里只有标题或者摘要时勾选：到原文网页取作者、编辑和正文。站点地图总是这样做。"),
    )
    import_path = models.CharField(
        _("导入的文件或者目录"),
        max_length=500,
        blank=True,
        help_text=_("服务器上的绝对路径，与导入命令中写的相同；命令导入之后，这里自动记为已核对。"),
    )
    interval_hours = models.PositiveIntegerField(
        _("间隔（小时）"), default=168, help_text=_("每隔多久看一次。每天 24，每周 168，每月 720。")
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("负责人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("逾期没有核对时，通知这个人。"),
    )
    source_name = models.CharField(
        _("来源的写法"), max_length=120, blank=True, help_text=_("发布时写作“来源：……”；不填就用上面的名称。")
    )
    default_author = models.CharField(_("作者（原文没有写时）"), max_length=120, blank=True)
    default_editor = models.CharField(_("编辑（原文没有写时）"), max_length=120, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    note = models.TextField(_("备注"), max_length=1000, blank=True)

    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    last_checked_at = models.DateTimeField(_("上次查看"), null=True, editable=False)
    last_success_at = models.DateTimeField(_("上次成功"), null=True, editable=False)
    last_error = models.CharField(_("上次的错误"), max_length=500, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0, editable=False)
    due_at = models.DateTimeField(_("应在此前核对"), editable=False, db_index=True)
    fetch_at = models.DateTimeField(_("下次采集"), editable=False)
    overdue_told_at = models.DateTimeField(_("逾期通知时间"), null=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    claim = models.CharField(max_length=32, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("来源")
        verbose_name_plural = _("来源")
        ordering = ["due_at", "pk"]
        permissions = [("approve_source", _("批准来源")), ("check_source", _("记录已核对"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="source_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(way__in=FETCHED) | (~Q(address="") & Q(kind=SourceKind.NEWS)), name="source_fetched_news"
            ),
            models.CheckConstraint(condition=Q(interval_hours__gte=1), name="source_interval"),
            models.UniqueConstraint(
                fields=["address"], condition=Q(way__in=FETCHED), name="source_address_fetched_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new source is due at once: nobody has looked at it yet."""
        if self.due_at is None:
            self.due_at = self.fetch_at = clock.now()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse, in words, what a job could not fetch."""
        self.address = self.address.strip()
        wrong: dict[str, Any] = {}
        if self.interval_hours is not None and self.interval_hours < 1:
            wrong["interval_hours"] = _("间隔至少一小时。")
        if self.is_fetched and self.kind != SourceKind.NEWS:
            wrong["kind"] = _("自动采集目前只用于法治新闻；其他内容请选择定时导入或者人工核对。")
        if self.is_fetched and not self.address:
            wrong["address"] = _("自动采集要填网址。")
        if self.way == Way.COMMAND and not self.import_path:
            wrong["import_path"] = _("定时导入要填文件或者目录。")
        if self.address and "address" not in wrong:
            try:
                ask(self.address)
            except FetchProblem as problem:
                wrong["address"] = f"{problem.words}。"
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_fetched(self) -> bool:
        """Whether a job of ours asks another's server for it."""
        return self.way in FETCHED

    @property
    def is_approved(self) -> bool:
        """Whether a reviewing editor let it be fetched, such as it is now."""
        return self.approved_at is not None and self.approved_digest == self.facts_digest

    @property
    def facts_digest(self) -> str:
        """What an approval is about, as one value."""
        facts = "\n".join(str(getattr(self, name)) for name in APPROVED_FACTS)
        return hashlib.sha256(facts.encode()).hexdigest()

    @property
    def shown_name(self) -> str:
        """How the source is named beside a story."""
        return self.source_name or self.name

    def is_overdue(self, moment: datetime) -> bool:
        """Whether it should have been looked at by now."""
        return self.is_active and self.due_at < moment - OVERDUE_AFTER


class SourceCheck(models.Model):
    """One look at a source: by the job, by an import, by a person."""

    source = models.ForeignKey(Source, verbose_name=_("来源"), on_delete=models.CASCADE, related_name="checks")
    began_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"), null=True)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome, default=Outcome.RUNNING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.CharField(_("说明"), max_length=500, blank=True)
    counts = models.JSONField(_("数目"), default=dict)
    report = models.JSONField(_("报告"), default=dict)

    class Meta:
        verbose_name = _("采集记录")
        verbose_name_plural = _("采集记录")
        ordering = ["-began_at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["source", "-began_at"], name="check_by_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.began_at:%Y-%m-%d %H:%M}"

    @property
    def counts_words(self) -> str:
        """The numbers as a line of words."""
        return "，".join(f"{name} {number}" for name, number in self.counts.items() if isinstance(number, int))
