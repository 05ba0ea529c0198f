"""Article 30: what the rules suggest for hiding, on the labelled texts and at the edges."""

from __future__ import annotations

import pytest

from portal.common.redaction import Kind
from portal.common.redaction_wide import Mark, find_wide, suggest
from portal.public_board.composing import hidden, title_of
from tests.public_board.redaction import measured, texts


def redacted(**parts: str) -> dict[str, str]:
    marks = suggest(parts)
    return {name: hidden(text, [mark for mark in marks if mark.part == name]) for name, text in parts.items()}


def test_there_are_five_hundred_texts_in_two_splits_of_different_templates() -> None:
    rows = texts()
    assert len(rows) >= 500
    assert {row["split"] for row in rows} == {"train", "held_out"}
    for row in rows:
        for part, start, end, _kind in row["spans"]:
            assert 0 <= start < end <= len(row["parts"][part])


@pytest.mark.parametrize(
    ("split", "recall", "precision", "over"), [("train", 0.99, 0.99, 0.003), ("held_out", 0.91, 0.98, 0.006)]
)
def test_the_rules_stay_as_good_as_they_were_measured(split: str, recall: float, precision: float, over: float) -> None:
    tally = measured(split)
    assert tally.recall() >= recall
    assert tally.precision >= precision
    assert tally.over_redaction <= over
    for kind in (
        "phone",
        "identity_number",
        "bank_card",
        "email",
        "plate",
        "account",
        "case_number",
        "travel_document",
    ):
        if tally.spans[kind]:
            assert tally.recall(kind) == 1.0


def test_one_person_has_one_label_however_they_are_called_in_whichever_part() -> None:
    shown = redacted(
        question="我叫王建国，老板张伟拖欠工资，老张说没有钱，张总不接电话。",
        answer="张某应当支付。您可以要求张伟出具欠条。",
        file="欠条-张伟.pdf",
    )
    assert shown == {
        "question": "我叫王某甲，老板张某乙拖欠工资，张某乙说没有钱，张某乙不接电话。",
        "answer": "张某乙应当支付。您可以要求张某乙出具欠条。",
        "file": "欠条-张某乙.pdf",
    }


def test_of_two_people_with_one_surname_nobody_is_made_into_the_other() -> None:
    shown = redacted(question="我叫张敏，哥哥张强不给钱，老张也不管。")
    assert "张敏" not in shown["question"]
    assert "张强" not in shown["question"]
    assert "老张也不管" in shown["question"]


def test_a_firm_has_one_label_by_its_whole_name_and_by_its_short_one() -> None:
    shown = redacted(
        question="我在北京华宇兴达科技有限公司上班，华宇兴达不给加班费。", answer="华宇兴达科技有限公司应当支付。"
    )
    assert shown == {"question": "我在某公司A上班，某公司A不给加班费。", "answer": "某公司A应当支付。"}


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("案号是（2023）京0105民初12345号，已经判了", "（2023）京0105民初12345号", Kind.CASE_NUMBER),
        ("（2020）京03民终1号判决", "（2020）京03民终1号", Kind.CASE_NUMBER),
        ("不动产权证号：京（2020）朝不动产权第0012345号", "京（2020）朝不动产权第0012345号", Kind.SERIAL),
        ("订单号202311150001234567里少一半", "202311150001234567", Kind.SERIAL),
        ("合同编号HT2023-0115，没有盖章", "HT2023-0115", Kind.SERIAL),
        ("父亲1950年3月2日出生，户口在外地", "1950年3月2日", Kind.BIRTH_DATE),
        ("孩子在示范区第三小学读书", "示范区第三小学", Kind.SCHOOL),
        ("在仁和骨科医院做了检查", "仁和骨科医院", Kind.HOSPITAL),
        ("我们住在翠湖家园，物业不管", "翠湖家园", Kind.PLACE),
        ("我在云上健身房办了一年的卡", "云上健身房", Kind.ORGANISATION),
        ("去小鹿编程培训机构报名", "小鹿编程培训机构", Kind.ORGANISATION),
        ("在悦己美容院充值", "悦己美容院", Kind.ORGANISATION),
        ("被碧桂园物业停了水", "碧桂园物业", Kind.ORGANISATION),
        ("在如家酒店住了一晚", "如家酒店", Kind.ORGANISATION),
        ("我是石桥镇东河村的，地被占了", "石桥镇东河村", Kind.PLACE),
    ],
)
def test_article_30_what_leads_to_somebody_is_found(text: str, words: str, kind: Kind) -> None:
    assert (words, kind) in [(one.words(text), one.kind) for one in find_wide(text)]


@pytest.mark.parametrize(
    "text",
    [
        "可以拨打12348、12333、110或者12345",
        "依据《中华人民共和国劳动合同法》第三十九条、民法典第一千二百四十五条",
        "编号F000128的律师答复了我",
        "京政发〔2020〕3号文件适用吗",
        "向朝阳区人力资源和社会保障局、劳动人事争议仲裁委员会申请",
        "2023年3月1日签合同，2024年2月29日到期，每月5000元",
        "请向最高人民法院、人民法院申请再审",
        "小区物业不管，村委会也不管，医院和学校都推",
        "根据国务院令第586号，用人单位应当缴纳",
        "在楼下健身房办卡，去了三个月健身房关门了，物业去说过几次没有用",
        "孩子在校外培训机构上课，向物业费收据上的物业反映，找前期物业，房东和物业都说了",
        "一家科技有限公司和某物业公司签了合同",
        "张某甲应当向某公司A支付，地点在某地A，电话〔电话〕",
    ],
)
def test_laws_authorities_hotlines_and_what_is_hidden_already_stay(text: str) -> None:
    assert find_wide(text) == ()


def test_what_is_known_of_the_other_side_is_hidden_wherever_it_stands() -> None:
    marks = suggest({"question": "和天外天闹翻了，天外天不退钱"}, [("天外天", Kind.ORGANISATION)])
    assert [(mark.start, mark.end, mark.label) for mark in marks] == [(1, 4, "某公司A"), (8, 11, "某公司A")]


def test_what_is_known_and_stands_nowhere_takes_no_letter() -> None:
    marks = suggest({"question": "合同编号HT2023-0115"}, [("DEJCWPNHB7K", Kind.SERIAL)])
    assert [mark.label for mark in marks] == ["〔编号〕"]


def test_a_title_is_never_cut_inside_a_label() -> None:
    title = title_of("我住在〔住址〕" + "很久" * 13 + "后来〔身份证号〕丢了")
    assert title.count("〔") == title.count("〕")


@pytest.mark.parametrize(
    ("question", "title"),
    [
        (
            "我在某公司A办了一年的卡，合同编号〔编号〕，去了三个月健身房关门了，老板钱某甲的微信〔社交账号〕也不回。能退吗？",
            "我在某公司A办了一年的卡，去了三个月健身房关门了",
        ),
        ("您好，我叫王某甲，公司欠我三个月工资。", "公司欠我三个月工资"),
        ("我叫王某甲。", "我叫王某甲"),
        ("", ""),
    ],
)
def test_a_title_is_of_whole_clauses_that_tell_of_the_matter(question: str, title: str) -> None:
    assert title_of(question) == title


def test_marks_put_labels_in_place_and_nothing_else() -> None:
    mark = Mark("question", 2, 5, Kind.NAME, "王某甲")
    assert hidden("我叫王建国。", [mark]) == "我叫王某甲。"
