"""What a query string may say: serializers that check it, and that the OpenAPI description is made from."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request

from portal.common.api.problems import InvalidParameters

MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 20
# Far beyond any list; keeps offsets where every database can count.
MAX_PAGE = 1_000_000

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayField(serializers.DateField):
    """A day written YYYY-MM-DD and no other way (the parsers of Python and Django take several more)."""

    default_error_messages: ClassVar = {"invalid": _("日期应写作 YYYY-MM-DD，且为真实存在的日期。")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["iso-8601"], **kwargs)

    def to_internal_value(self, value: Any) -> date:
        """Read the day, or fail as REST framework's fields do."""
        if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class Parameters(serializers.Serializer):
    """The parameters of one address. Names that are not declared are ignored, so that links may carry their own."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """Give the checked values (absent ones are absent or their default), or raise ``InvalidParameters``."""
        serializer = cls(data=request.query_params)
        if not serializer.is_valid():
            raise InvalidParameters.of(serializer.errors)
        return serializer.validated_data


class PageParameters(Parameters):
    """Which page of a list."""

    page = serializers.IntegerField(
        required=False, default=1, min_value=1, max_value=MAX_PAGE, help_text="Which page, from 1."
    )
    page_size = serializers.IntegerField(
        required=False,
        default=DEFAULT_PAGE_SIZE,
        min_value=1,
        max_value=MAX_PAGE_SIZE,
        help_text=f"How many entries a page, at most {MAX_PAGE_SIZE}.",
    )
