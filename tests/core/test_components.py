"""Components: what they promise to whoever includes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from cms.core.templatetags.dates import chinese_date
from cms.core.templatetags.page_numbers import page_window


def include(name: str, **values: object) -> str:
    return render_to_string(f"components/{name}.html", values)


@pytest.mark.parametrize(
    ("number", "pages", "window"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 100, [1, None, 4, 5, 6, None, 100]),
        (3, 5, [1, 2, 3, 4, 5]),
        (4, 100, [1, 2, 3, 4, 5, None, 100]),
        (100, 100, [1, None, 99, 100]),
    ],
)
def test_pagination_leaves_out_no_single_page(number, pages, window):
    assert page_window(number, pages) == window


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/search/", {"q": "工伤 & 赔偿", "page": "2"})
    html = render_to_string("components/pagination.html", {"number": 2, "pages": 3}, request)
    assert "?q=%E5%B7%A5%E4%BC%A4+%26+%E8%B5%94%E5%81%BF&amp;page=3" in html
    assert 'aria-current="page"' in html


def test_one_page_needs_no_pagination():
    assert include("pagination", number=1, pages=1) == ""


def test_text_is_escaped_everywhere():
    nasty = "<script>alert(1)</script>"
    for name, values in {
        "search_box": {"value": nasty, "hint": nasty},
        "link_list": {"items": [{"title": nasty, "url": "/", "note": nasty}]},
        "result_item": {"title": nasty, "snippet": nasty, "meta": [nasty]},
        "notice": {"text": nasty, "title": nasty},
        "copy_button": {"text": nasty, "label": nasty},
        "diff_words": {"words": [{"kind": "added", "text": nasty}, {"kind": "same", "text": nasty}]},
    }.items():
        assert "<script" not in include(name, **values), name


def test_a_changed_word_is_told_apart_without_colour_or_sight():
    html = include("diff_words", words=[{"kind": "removed", "text": "十"}, {"kind": "added", "text": "七"}])
    assert "<del" in html
    assert "［删去：" in html
    assert "<ins" in html
    assert "［新增：" in html


def test_the_error_summary_links_to_each_field_and_the_field_names_its_error():
    class Form(forms.Form):
        name = forms.CharField(label="称呼", help_text="可以不写真名")

    form = Form({"name": ""})
    assert '<a href="#id_name">称呼：' in include("error_summary", form=form)
    field = include("field", field=form["name"])
    assert 'aria-invalid="true"' in field
    for described in ("id_name_helptext", "id_name_error"):
        assert f'id="{described}"' in field
    assert include("error_summary", form=Form({"name": "王某"})) == ""


def test_a_question_in_the_error_summary_is_not_followed_by_a_colon():
    class Form(forms.Form):
        happened = forms.CharField(label="什么时候发生的？", error_messages={"required": "请选一项。"})

    assert ">什么时候发生的？请选一项。<" in include("error_summary", form=Form({"happened": ""}))


def test_what_was_typed_is_never_lost():
    assert 'value="试用期&quot;被辞退"' in include("search_box", value='试用期"被辞退')


def test_dates_are_written_in_chinese_in_the_citys_own_time():
    assert chinese_date(date(2026, 3, 1)) == "2026年3月1日"
    assert chinese_date(datetime(2026, 2, 28, 17, 0, tzinfo=UTC)) == "2026年3月1日"
    assert chinese_date(None) == ""


def test_the_way_here_begins_at_the_first_page():
    html = Template("{% include 'components/breadcrumb.html' with trail=trail only %}").render(
        Context({"trail": [{"title": "查法律", "url": "/laws/"}]})
    )
    assert html.index('href="/"') < html.index('href="/laws/"')
