"""Dates as they are written here: 2026年11月22日."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def chinese_date(value: date | datetime | None) -> str:
    """``2026年11月22日`` in Asia/Shanghai; nothing for nothing."""
    if value is None or value == "":
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.year}年{day.month}月{day.day}日"
