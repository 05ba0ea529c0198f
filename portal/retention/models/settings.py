"""What an installation decides of keeping; cautious defaults, explained in the operator's handbook."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

LEAST_YEARS = 2
"""Article 32: not less than two years."""


@register_setting(icon="history")
class RetentionSettings(BaseGenericSetting):
    """One row for the installation."""

    years = models.PositiveSmallIntegerField(
        _("办结以后保存多少年"),
        default=LEAST_YEARS,
        validators=[MinValueValidator(LEAST_YEARS), MaxValueValidator(30)],
        help_text=_("规范第三十二条：不少于二年。到期以后可以清理，不会自动清理。"),
    )
    export_days = models.PositiveSmallIntegerField(
        _("调取材料的压缩包保留多少天"), default=7, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )

    class Meta:
        verbose_name = _("保存和清理设置")
        constraints = [models.CheckConstraint(condition=Q(years__gte=LEAST_YEARS), name="kept_two_years_at_least")]
