"""What every test of the API starts from."""

from datetime import date

import pytest
from django.test import Client

from cms.laws.models import Instrument
from tests.api.laws import law, text


@pytest.fixture
def client() -> Client:
    """A program that reads; faults reach it as answers, as they would over a network."""
    return Client(raise_request_exception=False)


@pytest.fixture
def labour_law(db: None) -> Instrument:
    """An invented law with a text of 2010 and one of 2020 that amended it."""
    return law(
        "中华人民共和国示范用工法",
        text(date(2010, 1, 1), "第一条 旧的示范条文。\n\n第二条 照旧。"),
        text(
            date(2020, 3, 1),
            "## 第一章 总则\n\n第一条 新的示范条文：\n\n（一）甲项；\n\n（二）乙项。\n\n另有一款。\n\n"
            "第一条之一 后来插入的条文。\n\n## 第二章 附则\n\n第二条 本法自2020年3月1日起施行。",
        ),
    )
