"""What points at a person is found to the character, and hidden; hotlines, dates, sums and everyday words stay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.redaction import Kind, apply_map, find_personal_data, masked, redaction_map


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("电话13812345678，请回复", "13812345678", Kind.PHONE),
        ("电话 138 1234 5678 请回复", "138 1234 5678", Kind.PHONE),
        ("电话１３８１２３４５６７８", "１３８１２３４５６７８", Kind.PHONE),
        ("座机010-62345678转801", "010-62345678转801", Kind.PHONE),
        ("身份证110101199003071234。", "110101199003071234", Kind.IDENTITY),
        ("身份证11010119900307123X", "11010119900307123X", Kind.IDENTITY),
        ("旧证110101900307123号", "110101900307123", Kind.IDENTITY),
        ("卡号6222 0212 3456 7890 123 转的", "6222 0212 3456 7890 123", Kind.CARD),
        ("车牌京A·12345逃逸", "京A·12345", Kind.PLATE),
        ("新能源车京AD12345", "京AD12345", Kind.PLATE),
        ("发到zhao.min88@163.com", "zhao.min88@163.com", Kind.EMAIL),
        ("微信号是lucky_2020，", "lucky_2020", Kind.ACCOUNT),
        ("QQ：123456789", "123456789", Kind.ACCOUNT),
        ("护照号E12345678被扣", "E12345678", Kind.PASSPORT),
        ("港澳通行证C12345678", "C12345678", Kind.PASSPORT),
        (
            "我住在朝阳区建国路88号院3号楼2单元501室，漏水",
            "朝阳区建国路88号院3号楼2单元501室",
            Kind.ADDRESS,
        ),
        ("我叫王建国，男", "王建国", Kind.NAME),
        ("老板张伟欠我工资", "张伟", Kind.NAME),
        ("收款人：欧阳小红", "欧阳小红", Kind.NAME),
    ],
)
def test_article_30_what_points_at_a_person_is_found_to_the_character(text: str, words: str, kind: Kind) -> None:
    found = find_personal_data(text)
    assert [(one.words(text), one.kind) for one in found] == [(words, kind)]
    assert words not in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "请打12348，或者110、12338",
        "他欠我138000元，说好2029年12月还",
        "订单号202311150001234567里的货少了一半",
        "我住三楼，五楼漏水漏到四楼和我家",
        "房东王女士不退押金，中介刘先生也推脱",
        "张某是我们组长，老板从来不给加班费",
        "我儿子常年在外，朋友向我借钱，对方应该负责",
        "我在一家科技有限公司上班",
        "京政发〔2020〕3号文件适用吗",
    ],
)
def test_hotlines_sums_dates_and_everyday_words_are_nobodys_data(text: str) -> None:
    assert find_personal_data(text) == ()
    assert masked(text) == text


def test_bodies_are_hidden_before_anything_is_public_and_are_no_personal_data() -> None:
    text = "我在北京华宇兴达科技有限公司上班，与某有限公司签了合同"
    assert find_personal_data(text) == ()
    assert masked(text, Kind) == "我在〔单位名称A〕上班，与某有限公司签了合同"


def test_one_map_hides_the_same_words_in_question_answer_and_file_names_and_tells_names_apart() -> None:
    text = "我叫王建国，老板张伟欠我工资，张伟的电话13812345678"
    replacements = redaction_map(text, find_personal_data(text))
    assert apply_map("张伟应当支付王建国的工资。", replacements) == "〔姓名B〕应当支付〔姓名A〕的工资。"
    assert apply_map("欠条-张伟.pdf", replacements) == "欠条-〔姓名B〕.pdf"
    assert apply_map(text, replacements) == "我叫〔姓名A〕，老板〔姓名B〕欠我工资，〔姓名B〕的电话〔电话〕"


@given(st.text(alphabet="我的电话是身份证号卡在13845678901234-.·　 京A，。王伟住路号楼", max_size=80))
def test_of_any_text_findings_lie_in_order_without_overlap_and_masking_leaves_no_number(text: str) -> None:
    found = find_personal_data(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    kinds = {one.kind for one in find_personal_data(masked(text))}
    assert not kinds & {Kind.PHONE, Kind.IDENTITY, Kind.CARD, Kind.EMAIL}
