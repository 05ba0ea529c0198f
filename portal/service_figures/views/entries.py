"""The room on the workbench's landing page."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.common.workbench import WorkbenchEntry, register_workbench_entry

VIEW, REPORT, COMMEND = (
    "service_figures.view_figures",
    "service_figures.report_figures",
    "service_figures.commend",
)


def register() -> None:
    """Called from ``AppConfig.ready``."""
    for name, label, url, permission, order in (("service-figures", _("运行数据"), "service_figures", VIEW, 46),):
        register_workbench_entry(WorkbenchEntry(name, label, reverse_lazy(url), permission, order))
