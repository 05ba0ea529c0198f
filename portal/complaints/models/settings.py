"""What an installation decides about complaints; cautious defaults, listed in docs/legal-settings.md."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.complaints.choices import About

_ALWAYS = "12345政务服务便民热线；12348公共法律服务热线。"
_HINT = _("一行一条，写在结果后面。请写明机关和电话。")


@register_setting(icon="warning")
class ComplaintSettings(BaseGenericSetting):
    """One row for the installation."""

    waiting_days = models.PositiveSmallIntegerField(
        _("等投诉人补充多少天"), default=7, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    statement_days = models.PositiveSmallIntegerField(
        _("给被投诉人多少天说明"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    second_look_days = models.PositiveSmallIntegerField(
        _("有结果后多少天内可以请另一个人复查"), default=15, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    ways_resident = models.TextField(
        _("对律师的投诉，还可以怎么办"),
        help_text=_HINT,
        default=f"向律师所在地的司法局或者律师协会投诉。\n{_ALWAYS}",
    )
    ways_institution = models.TextField(
        _("对机构的投诉，还可以怎么办"),
        help_text=_HINT,
        default=f"向机构所在地的司法局或者行业协会投诉。\n{_ALWAYS}",
    )
    ways_moderation = models.TextField(
        _("对审核处理的投诉，还可以怎么办"),
        help_text=_HINT,
        default=f"向本网的主管司法局反映。\n认为侵犯了您的合法权益的，可以依法申请行政复议或者提起行政诉讼，是否受理由受理机关决定。\n{_ALWAYS}",
    )
    ways_portal = models.TextField(
        _("对本网的投诉，还可以怎么办"),
        help_text=_HINT,
        default=f"向本网的主管司法局反映。\n涉及个人信息的，可以向网信部门投诉、举报，或者依法向人民法院起诉。\n{_ALWAYS}",
    )
    ways_content = models.TextField(
        _("对公开内容的投诉，还可以怎么办"),
        help_text=_HINT,
        default=f"向本网的主管司法局反映。\n侵犯您的名誉、隐私或者个人信息的，可以依法向人民法院起诉。\n{_ALWAYS}",
    )

    class Meta:
        verbose_name = _("投诉设置")

    def ways_for(self, about: str) -> str:
        """The further ways of a kind of complaint."""
        return str(getattr(self, f"ways_{About(about).value}")).strip() or _ALWAYS
