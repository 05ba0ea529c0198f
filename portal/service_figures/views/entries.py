"""The room on the workbench's landing page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry

VIEW, REPORT, COMMEND = (
    "service_figures.view_figures",
    "service_figures.report_figures",
    "service_figures.commend",
)


def register() -> None:
    """Called from ``AppConfig.ready``."""
    add_entry("service-figures", _("运行数据"), "service-figures/", VIEW, 46)
