"""Settings of the site that an administrator of content may change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Name, operator and contacts shown in header and footer."""

    name = models.CharField(_("网站名称"), max_length=40, default="法网")
    operator = models.CharField(_("主办单位"), max_length=80, blank=True)
    hotline = models.CharField(_("公共法律服务热线"), max_length=20, default="12348")
    hotline_hours = models.CharField(_("热线服务时间"), max_length=80, blank=True, default="全天")
    complaint_phone = models.CharField(_("投诉电话"), max_length=40, blank=True)
    icp_number = models.CharField(_("备案号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("网站设置")
