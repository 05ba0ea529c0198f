"""Nothing is lost, whatever the lines; digests follow the words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.laws.parser import digest, parse, significant, write_back
from tests.laws.parser.shapes import at, parsed

LINES = st.sampled_from(
    [
        "",
        "#",
        "##",
        "# 青石市河道管理条例",
        "# 第一编 总则",
        "## 第一章 总　则",
        "### 第二节 河道",
        "## 附则",
        "附 则",
        "## 序言",
        "## 一、一般规定",
        "目 录",
        "第一章 总则",
        "第二章 罚则",
        "第一条 甲。",
        "第二条乙。",
        "第二条规定的河道。",
        "第三条",
        "第三条【巡河】丙。",
        "第３条 丁。 第四条 戊。",
        "第一百三十三条之一 己。",
        "一、决定如下：",
        "二、将第三条修改为：“第三条 子。",
        "“第四条 丑。”",
        "（一）寅；",
        "(二)卯。",
        "1.辰；",
        "（1）巳；",
        "①午。",
        "附件一 规程",
        "附件：1.规程",
        "附：",
        "| 河 | 宽 |",
        "<table>",
        "</table>",
        "<!-- INFO END -->",
        "<!-- FORCE BREAK -->",
        "\u200b",
        "本决定自公布之日起施行。",
        "2019年3月1日 通过",
        "　　普通的一句话。",
        "café e\u0301 ﬁ 〇",
    ]
)
ANY_LINE = st.one_of(
    LINES,
    LINES,
    LINES,
    st.text(alphabet="第一二十条章节编款项之、。；：“”（）()0123456789#<>-|附件 \t\u3000\u200b甲", max_size=24),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(ANY_LINE, max_size=40))
def test_of_any_mix_of_lines_nothing_is_lost_or_moved(lines):
    source = "\n".join(lines)
    text = parse(source)
    assert "".join(write_back(text).split()) == significant(source)
    assert text.characters_in == text.characters_kept
    locators = [node.locator for node in text.walk()]
    assert len(set(locators)) == len(locators)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_of_any_text_at_all_nothing_is_lost(source):
    text = parse(source)
    assert "".join(write_back(text).split()) == significant(source)


@given(st.lists(ANY_LINE, max_size=20))
@settings(max_examples=50, deadline=None)
def test_the_same_source_gives_the_same_tree(lines):
    assert parse("\n".join(lines)) == parse("\n".join(lines))


def test_a_digest_is_that_of_the_words_without_white_space():
    one = at(parsed("第一条 河长 巡河：\n（一）每月；\n（二）每年。"), "art-1")
    other = at(parsed("第一条　河长巡河：（一）每月；\n（二） 每年。"), "art-1")
    assert digest(one) == digest(other)
    assert digest(one).startswith("v1:")
    assert len(digest(one)) == 67


def test_a_digest_changes_with_a_word_and_not_with_the_articles_own_number():
    here = at(parsed("第一条 河长巡河。"), "art-1")
    moved = at(parsed("第一条 甲。\n第二条 河长巡河。"), "art-2")
    changed = at(parsed("第一条 河长巡湖。"), "art-1")
    assert digest(here) == digest(moved) != digest(changed)


def test_text_written_back_reads_as_the_law_does():
    text = parsed("## 第一章 总则\n第一条 甲：\n（一）乙；\n（二）丙。\n丁。")
    assert write_back(text).splitlines()[2:] == ["第一章 总则", "第一条 甲：", "（一）乙；", "（二）丙。", "丁。"]
