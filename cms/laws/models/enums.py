"""Closed lists of the law library; the values are stored and part of the API (docs: glossary in README)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """效力位阶, from highest to lowest."""

    CONSTITUTION = "constitution", _("宪法")
    LAW = "law", _("法律")
    ADMINISTRATIVE_REGULATION = "administrative_regulation", _("行政法规")
    SUPERVISORY_REGULATION = "supervisory_regulation", _("监察法规")
    JUDICIAL_INTERPRETATION = "judicial_interpretation", _("司法解释")
    LOCAL_REGULATION = "local_regulation", _("地方性法规")
    DEPARTMENTAL_RULE = "departmental_rule", _("部门规章")
    LOCAL_GOVERNMENT_RULE = "local_government_rule", _("地方政府规章")
    NORMATIVE_DOCUMENT = "normative_document", _("规范性文件")


class EffectiveBasis(models.TextChoices):
    """How the effective date is known; from ``promulgation`` on it is inferred (推定)."""

    STATED = "stated", _("来源注明")
    TEXT_HEAD = "text_head", _("题注")
    CLOSING_ARTICLE = "closing_article", _("施行条款")
    PROMULGATION = "promulgation", _("公布日期（推定）")
    ADOPTION = "adoption", _("通过日期（推定）")
    UNKNOWN = "unknown", _("不详")


class Effectivity(models.TextChoices):
    """时效性 of a version on a day: computed, never stored."""

    IN_FORCE = "in_force", _("有效")
    AMENDED = "amended", _("已修改")
    REPEALED = "repealed", _("已废止")
    NOT_YET_EFFECTIVE = "not_yet_effective", _("尚未生效")
    UNKNOWN = "unknown", _("日期不详")


class CitationState(models.TextChoices):
    """What has become of a cited article since it was read."""

    CURRENT = "current", _("与引用时相同")
    CHANGED = "changed", _("已修改")
    GONE = "gone", _("已没有这一条")
    REPEALED = "repealed", _("已废止")
    MISSING = "missing", _("原文未公开")
