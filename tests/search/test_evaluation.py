"""Measuring the ranking."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.evaluation import Question, citation_key, evaluate
from tests.search.builders import fill, provision


def test_a_citation_is_the_same_with_marks_and_country():
    assert citation_key("《中华人民共和国示范法》第三十九条") == citation_key("示范法第三十九条")


def test_recall_counts_found_gold_and_rank_counts_the_first():
    found = {"甲": ["x", "法第一条"], "乙": ["法第九条"] * 3}
    questions = [Question("甲", frozenset({"法第一条", "法第二条"})), Question("乙", frozenset({"法第三条"}))]
    figures = evaluate(questions, found.__getitem__)
    assert (figures.n, figures.r_at_10, figures.r_at_100, figures.mrr_at_10) == (2, 0.25, 0.25, 0.25)


def test_gold_below_the_tenth_place_counts_for_the_hundred_only():
    places = [f"法第{n}条" for n in range(11)] + ["法第一条"]
    figures = evaluate([Question("甲", frozenset({"法第一条"}))], lambda words: places)
    assert (figures.r_at_10, figures.r_at_100, figures.mrr_at_10) == (0.0, 1.0, 0.0)


@pytest.mark.django_db
def test_the_command_asks_the_portals_search(portal_index, library, tmp_path):
    fill(portal_index, provision("一", "工伤认定由行政部门负责。"), provision("二", "劳动报酬。"))
    file = tmp_path / "questions.jsonl"
    rows = [
        {"question": "工伤谁来认定？", "articles": ["中华人民共和国示范用工法第一条"]},
        {"question": "不相干", "articles": []},
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    out = StringIO()
    call_command("evaluate_search", str(file), json=True, stdout=out)
    assert json.loads(out.getvalue()) == {
        "engine": "embedded",
        "n": 1,
        "r_at_10": 1.0,
        "r_at_100": 1.0,
        "mrr_at_10": 1.0,
    }


def test_the_command_names_a_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.jsonl"):
        call_command("evaluate_search", str(tmp_path / "nowhere.jsonl"))
