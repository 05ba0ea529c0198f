"""Dates as they are written here: 2026年11月22日."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def chinese_date(value: date | datetime | str | None) -> str:
    """``2026年11月22日`` in Asia/Shanghai, also of a day as it is stored in JSON (``2026-11-22``); nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.year}年{day.month}月{day.day}日"
