"""What an installation decides of the consultation service; cautious defaults, explained in the operator's handbook."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class AskingMode(models.TextChoices):
    """Who may ask (article 6)."""

    NONE = "none", _("不需要账户：只凭咨询编号和查询码")
    PHONE = "phone", _("验证手机号码")
    REAL_NAME = "real_name", _("实名")


@register_setting(icon="help")
class ConsultationSettings(BaseGenericSetting):
    """One row for the installation."""

    asking_mode = models.CharField(
        _("提问方式"),
        max_length=10,
        choices=AskingMode,
        default=AskingMode.PHONE,
        help_text=_("规范第六条：可以要求用户注册并提供真实身份信息。"),
    )
    is_open = models.BooleanField(_("接受新的咨询"), default=True)
    closed_words = models.CharField(
        _("暂停时的说明"), max_length=300, blank=True, help_text=_("例如：系统升级，请拨打12348。")
    )
    screening_minutes = models.PositiveSmallIntegerField(
        _("有提示的咨询最多等待审核多少分钟"),
        default=30,
        help_text=_("到时没有人审核的，带着提示转给律师；疑似涉密和不满14周岁的除外。"),
    )
    waiting_days = models.PositiveSmallIntegerField(
        _("等待咨询人补充多少天"), default=15, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    silent_days = models.PositiveSmallIntegerField(
        _("答复后多少天没有动静就办结"), default=15, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("不予解答后多少天内可以申请复核"), default=15, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    most_further = models.PositiveSmallIntegerField(_("一件最多追问几次"), default=2)
    most_deferrals = models.PositiveSmallIntegerField(_("一件最多约期几次"), default=2)
    farthest_deferral_days = models.PositiveSmallIntegerField(_("约期最远多少天"), default=10)
    group_size = models.PositiveSmallIntegerField(_("相同问题多少件时报告监督员"), default=10)

    class Meta:
        verbose_name = _("法律咨询设置")
