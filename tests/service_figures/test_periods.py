"""Periods of Asia/Shanghai, the one before, the same one a year before; districts as people write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.common.clock import SHANGHAI
from portal.service_figures.districts import district_of
from portal.service_figures.measures import percent, percentile
from portal.service_figures.periods import Period, PeriodKind, period_of

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
KINDS = st.sampled_from([kind for kind in PeriodKind if kind != PeriodKind.DATES])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KINDS, DAYS)
def test_a_period_holds_its_day_and_follows_the_one_before_without_a_gap(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert period.before.last + timedelta(days=1) == period.first
    assert period.year_before.last < period.first


@given(DAYS, st.integers(0, 900))
def test_every_day_of_a_period_is_drawn_in_one_bucket(first: date, length: int) -> None:
    period = Period(PeriodKind.DATES, first, first + timedelta(days=length))
    starts = [day for _words, day in period.buckets]
    assert starts[0] == first
    assert starts == sorted(set(starts))
    assert starts[-1] <= period.last


def test_a_day_begins_at_midnight_of_shanghai() -> None:
    march = period_of(PeriodKind.MONTH, date(2026, 3, 15))
    assert march.holds(datetime(2026, 3, 1, 0, 0, tzinfo=SHANGHAI))
    assert not march.holds(datetime(2026, 4, 1, 0, 0, tzinfo=SHANGHAI))


@pytest.mark.parametrize(
    ("place", "district"),
    [
        ("北京市朝阳区", "朝阳区"),
        ("北京 海淀", "海淀区"),
        ("辽宁省朝阳市", "外省市"),
        ("", "未写明"),
        ("亦庄", "北京经济技术开发区"),
        ("示范区", "其他写法"),
    ],
)
def test_a_written_place_belongs_to_one_district(place: str, district: str) -> None:
    assert district_of(place) == district


def test_percentiles_are_values_that_there_are() -> None:
    assert percentile([(1.0, 1), (2.0, 1), (3.0, 1), (4.0, 1)], 50) == 2.0
    assert percentile([(float(each), 1) for each in range(1, 101)], 90) == 90.0
    assert percentile([(3.0, 1), (1.0, 8), (2.0, 1)], 90) == 2.0
    assert percentile([], 50) is None


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_percentage_is_rounded_half_up_to_one_decimal(part: int, whole: int) -> None:
    assert abs(percent(part, whole) - part * 100 / whole) <= 0.05 + 1e-9
