"""What an installation decides of 在线即时咨询."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="comment")
class LiveHoursSettings(BaseGenericSetting):
    """One row for the installation."""

    is_open = models.BooleanField(_("开放在线即时咨询"), default=True, help_text=_("有驻场人员值班时才会显示为开放。"))
    take_minutes = models.PositiveSmallIntegerField(
        _("多少分钟没有人接办就转成留言"), default=10, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    most_at_once = models.PositiveSmallIntegerField(
        _("一名驻场人员同时接几件在线咨询"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    last_minutes = models.PositiveSmallIntegerField(
        _("下班前多少分钟不再接新的在线咨询"), default=15, validators=[MaxValueValidator(60)]
    )
    silent_minutes = models.PositiveSmallIntegerField(
        _("咨询人多少分钟没有说话，可以按已知情况总结"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    class Meta:
        verbose_name = _("在线即时咨询设置")
