"""What an installation decides of the panel's work."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

_PERCENT = [MaxValueValidator(100)]


@register_setting(icon="group")
class PanelSettings(BaseGenericSetting):
    """One row for the installation."""

    sampling_percent = models.PositiveSmallIntegerField(
        _("随机抽查的答复占百分之几"),
        default=5,
        validators=_PERCENT,
        help_text=_("评价低、逾期、有争议等情形另外抽查，不占这个比例。"),
    )
    double_percent = models.PositiveSmallIntegerField(
        _("抽到的答复中，由两名专家分别审阅的占百分之几"),
        default=20,
        validators=_PERCENT,
        help_text=_("两人互相看不到对方的意见，用来衡量尺度是否一致。"),
    )
    first_answers = models.PositiveSmallIntegerField(
        _("新到驻场人员的前几份答复必查"), default=5, help_text=_("填 0：不因新到而抽查。")
    )

    class Meta:
        verbose_name = _("专家组设置")
