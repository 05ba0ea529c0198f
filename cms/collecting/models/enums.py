"""Closed lists; the values are stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """What a source is looked at for (articles 10, 11, 13, 14, 15)."""

    NEWS = "news", _("法治新闻")
    LAWS = "laws", _("法律法规")
    KNOWLEDGE_QA = "knowledge_qa", _("法律知识问答")
    TYPICAL_CASE = "typical_case", _("典型案例")
    INSTITUTION = "institution", _("法律服务机构")
    PRACTITIONER = "practitioner", _("法律服务人员")
    PENALTY = "penalty", _("行政处罚和行业处分")
    SERVICE_GUIDE = "service_guide", _("办事指引")
    OTHER = "other", _("其他")


class Way(models.TextChoices):
    """How a source's content comes in."""

    FEED = "feed", _("自动采集（RSS 或者 Atom）")
    SITEMAP = "sitemap", _("自动采集（站点地图）")
    COMMAND = "command", _("定时导入（服务器上的命令）")
    HAND = "hand", _("人工核对")


FETCHED = (Way.FEED, Way.SITEMAP)
"""Ways in which we ask another's server."""


class Outcome(models.TextChoices):
    """What came of looking at a source once."""

    RUNNING = "running", _("进行中")
    NEW = "new", _("有更新")
    UNCHANGED = "unchanged", _("没有更新")
    FAILED = "failed", _("失败")


class ItemState(models.TextChoices):
    """Where a collected story stands."""

    WAITING = "waiting", _("待审")
    DUPLICATE = "duplicate", _("重复")
    REJECTED = "rejected", _("不采用")
    TAKEN = "taken", _("已采用")


class LinkState(models.TextChoices):
    """Whether what a page links to is still there."""

    UNCHECKED = "unchecked", _("尚未检查")
    ALIVE = "alive", _("正常")
    FAILING = "failing", _("上次没有打开，下周再查")
    BROKEN = "broken", _("失效")
