"""Finding words: where they stand in the text as it was typed, whatever stands between their letters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.wording import checking, patterns
from cms.wording.checking import Ruleset, check
from cms.wording.excerpts import excerpt, marked
from cms.wording.folding import fold
from cms.wording.patterns import Form, PatternError, form_of
from tests.patience import must_end
from tests.wording.builders import rule


def found(text: str, *words: str, **facts: object) -> list[str]:
    return [finding.words for finding in check(text, [rule(*words, **facts)])]


@pytest.mark.parametrize(
    "text",
    [
        "我们包赢官司",
        "我们包 赢官司",
        "我们包\u3000赢官司",
        "我们包\n赢官司",
        "我们包\u200b赢官司",
        "我们包\u00a0 \t赢官司",
    ],
)
def test_white_space_inside_words_hides_nothing_and_the_offsets_are_those_of_the_text(text):
    (finding,) = check(text, [rule("包赢官司")])
    assert text[finding.start : finding.end] == finding.words
    assert finding.words.startswith("包")
    assert finding.words.endswith("官司")


@pytest.mark.parametrize("text", ["胜率100%", "胜率１００％", "胜率 １００ ％", "胜率⑴００%".replace("⑴", "1")])
def test_full_width_is_half_width(text):
    (finding,) = check(text, [rule("100%")])
    assert text[finding.start : finding.end] == finding.words


def test_capitals_and_compatibility_characters_are_the_plain_ones():
    assert found("请加 ＶＸ 或者 vx", "VX") == ["ＶＸ", "vx"]
    assert found("⼈民检查院", "人民检查院") == ["⼈民检查院"]


def test_words_are_not_found_over_a_blank_line():
    assert found("前一段说的是包\n\n赢了比赛", "包赢") == []
    assert found("前一段说的是包\r\n\r\n赢了比赛", "包赢") == []


def test_latin_words_and_numbers_are_found_whole():
    assert found("tips 与 ip", "ip") == ["ip"]
    assert found("电话 123480 与 12348", "12348") == ["12348"]
    assert found("trust  me", "trust me") == ["trust  me"]
    assert found("trust me", "trustme") == []


def test_a_star_stands_for_a_few_characters_of_one_sentence():
    assert found("保证您的官司能够胜诉", "保证*胜诉") == ["保证您的官司能够胜诉"]
    assert found("保证胜诉", "保证*胜诉") == ["保证胜诉"]
    assert found("保证质量。胜诉", "保证*胜诉") == []
    assert found("保证一二三四五六七八胜诉", "保证*胜诉") == ["保证一二三四五六七八胜诉"]
    assert found("保证一二三四五六七八九胜诉", "保证*胜诉") == []


def test_brackets_stand_for_one_of_several_and_none_may_be_empty():
    assert found("转帐和记帐，不是蚊帐", "[转|记]帐") == ["转帐", "记帐"]
    assert found("国家银监会、银监会", "[国家|]银监会") == ["国家银监会", "银监会"]


def test_of_overlapping_words_of_one_rule_the_longest_is_told():
    assert found("国家工商行政管理总局", "工商行政管理", "国家工商行政管理总局") == ["国家工商行政管理总局"]


def test_what_two_rules_find_at_one_place_is_told_twice_and_marked_once():
    text = "保证胜诉吧"
    findings = check(text, [rule("保证胜诉", severity="block"), rule("胜诉")])
    assert [finding.words for finding in findings] == ["保证胜诉", "胜诉"]
    segments = marked(text, findings)
    assert [(part.text, part.severity, part.numbers) for part in segments] == [
        ("保证胜诉", "block", (1, 2)),
        ("吧", "", ()),
    ]


def test_an_exception_covers_the_words_inside_it_and_no_others():
    facts = {"exceptions": ("既使用", "既使*又")}
    assert found("既使用了商标", "既使", **facts) == []
    assert found("既使对方受损，又获利", "既使", **facts) == []
    assert found("既使没有合同", "既使", **facts) == ["既使"]
    assert found("既使用了商标。既使没有合同", "既使", **facts) == ["既使"]


@pytest.mark.parametrize(
    "line",
    [
        "*胜诉",
        "胜诉*",
        "保证**胜诉",
        "[*|]胜诉",
        "[甲|乙",
        "甲]乙",
        "[[甲|乙]]",
        "的",
        "[]",
        "[甲|]*胜诉",
        "甲*乙*丙*丁",
        "一" * 301,
    ],
)
def test_a_line_that_cannot_be_read_is_refused_in_words(line):
    with pytest.raises(PatternError, match=r"[\u4e00-\u9fff]"):
        form_of(line)


def test_a_line_that_could_make_a_text_slow_is_refused():
    nested = "[" + "|".join("啊" * n for n in range(1, 10)) + "]"
    assert form_of(nested + "们")
    with pytest.raises(PatternError, match="太复杂"):
        form_of(nested * 4 + "们")


def test_each_finding_names_its_sentence_so_that_the_same_words_elsewhere_are_another():
    text = "不要相信包赢的话。我们包赢！"
    first, second = check(text, [rule("包赢", pk=7)])
    assert (first.context, second.context) == ("不要相信包赢的话", "我们包赢")
    assert first.digest != second.digest
    again = check("前言后语。" + text, [rule("包赢", pk=7)])
    assert [finding.digest for finding in again] == [first.digest, second.digest]
    stricter = check(text, [rule("包赢", pk=7, severity="block")])
    assert stricter[0].digest != first.digest


def test_an_excerpt_is_one_line_with_the_words_marked():
    text = "前" * 40 + "\n甲 <b>包赢</b>\n" + "后" * 40
    (finding,) = check(text, [rule("包赢")])
    parts = excerpt(text, finding)
    assert [part.text for part in parts if part.severity] == ["包赢"]
    assert "\n" not in "".join(part.text for part in parts)
    assert parts[0].text == parts[-1].text == "…"


def test_the_same_words_a_hundred_thousand_times_are_found_in_a_text_and_marked():
    """Each place was compared with every other one, so that ten times the text took a hundred times as long."""
    text = "的是" * 100_000
    rules = [rule("的是"), rule("是的"), rule("的是的", exceptions=("的是的是的是",))]
    with must_end(20):
        findings = check(text, rules)
        segments = marked(text, findings)

    assert len(findings) > 199_000
    assert sum(len(segment.numbers) for segment in segments) == len(findings)


@settings(deadline=None)  # the first example pays for what is loaded
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=12), st.integers(0, 12))
def test_what_is_kept_of_spans_is_what_comparing_all_with_all_keeps(given, cut):
    spans = [(start, start + length) for start, length in given]
    hits, covers = spans[:cut], spans[cut:]
    kept = []
    for span in sorted(set(hits), key=lambda span: (span[0] - span[1], span[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)

    assert checking._longest(hits) == sorted(kept)
    assert set(checking._outside(hits, covers)) == {
        hit for hit in hits if not any(start <= hit[0] and hit[1] <= end for start, end in covers)
    }


def test_a_text_is_gone_through_once_for_all_rules(monkeypatch):
    """What is tried is counted, not timed: it follows the text, and rules whose characters do not occur cost nothing."""
    tried = 0
    plain = Form.end_at

    def counted(self, text, start):
        nonlocal tried
        tried += 1
        return plain(self, text, start)

    monkeypatch.setattr(Form, "end_at", counted)
    page = "双方当事人就合同的履行发生争议，依法向人民法院提起诉讼。" * 700
    few, many = Ruleset([rule("诉迅")]), Ruleset([rule("诉迅"), *(rule(f"词{number}号") for number in range(500))])

    def cost(ready, text):
        nonlocal tried
        tried = 0
        check(text, ready)
        return tried

    assert len(page) > 19_000
    assert cost(few, page) == page.count("诉")
    assert cost(many, page) == cost(few, page)
    assert cost(few, page * 2) == 2 * cost(few, page)


def test_no_pattern_tries_more_than_its_counted_steps():
    form = form_of("保证[能|会|您|]*[胜诉|赢]*官司")
    assert patterns.steps(form.choices) <= patterns.MOST_STEPS


@given(st.text(alphabet="包赢 \n\u3000ＡａA1１.。!！<&的", max_size=60))
def test_folding_leads_back_to_the_very_characters(text):
    folded = fold(text)
    for position in range(len(folded.text)):
        start, end = folded.original(position, position + 1)
        assert fold(text[start:end]).text in (folded.text[position], "")
    assert folded.original(0, len(folded.text))[1] <= len(text) if folded.text else True


@given(st.text(alphabet="保证胜诉包赢，。*[]|帐转能会", max_size=40))
def test_any_line_an_editor_types_is_read_or_refused(line):
    try:
        form = form_of(line)
    except PatternError:
        return
    checking.check(line * 3, Ruleset([rule(line)]))
    assert form.firsts
