"""Every format gives the same rows; what is wrong with a file or a row is said in words, with its number."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.editorial.importers import reading, tables, texts
from cms.editorial.importers.reading import read_content, read_file
from cms.editorial.importers.rows import UnreadableFile
from tests.editorial.importing.builders import CASE, QUESTION, folder_of, jsonl, table, word, workbook
from tests.patience import must_end

HEADINGS = ["编号", "问题", "关键词", "引用条文", "答案", "备注"]
CELLS = ["7", "试用期被辞退有补偿吗？", "试用期", "示范用工法第二条", "要看原因。", "不读"]
READ = {"id": "7", "question": CELLS[1], "keywords": "试用期", "articles": CELLS[3], "answer": "要看原因。"}


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: table(folder, [HEADINGS, CELLS]),
        lambda folder: table(folder, [HEADINGS, CELLS], encoding="utf-8-sig"),
        lambda folder: table(folder, [HEADINGS, CELLS], encoding="gb18030"),
        lambda folder: workbook(folder, {"问答": [HEADINGS, [7, *CELLS[1:]]]}),
        lambda folder: jsonl(folder, [dict(zip(HEADINGS, CELLS, strict=True))]),
        lambda folder: table(folder, [["id", "question", "keywords", "articles", "answer", "备注"], CELLS]),
    ],
    ids=["utf-8", "bom", "gb18030", "xlsx", "jsonl", "identifiers"],
)
def test_every_table_gives_the_same_row(write: Callable[[Path], Path], tmp_path: Path) -> None:
    file = read_file(write(tmp_path), "knowledge_qa")
    (row,) = file.rows
    assert row.cells == READ
    assert file.ignored == ["备注"]
    assert row.problem == ""


def test_values_of_json_are_read_as_people_mean_them(tmp_path: Path) -> None:
    line = (
        '{"id": 3, "question": "要还吗？", "keywords": NaN, "articles": ["甲法第一条", "乙法第二条"], "answer": null}'
    )
    (row,) = read_file(jsonl(tmp_path, [line]), "knowledge_qa").rows
    assert row.cells == {"id": "3", "question": "要还吗？", "articles": "甲法第一条\n乙法第二条"}


def test_a_line_that_is_no_json_is_told_by_its_number_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = read_file(jsonl(tmp_path, [QUESTION, "{坏", "[1, 2]", QUESTION]), "knowledge_qa").rows
    assert [(row.number, bool(row.problem)) for row in rows] == [(1, False), (2, True), (3, True), (4, False)]
    assert rows[1].problem.startswith("第2行不是正确的JSON")
    assert "花括号" in rows[2].problem


def test_a_value_with_parts_of_its_own_is_a_problem_of_its_row(tmp_path: Path) -> None:
    (row,) = read_file(jsonl(tmp_path, [{"question": "要还吗？", "answer": {"甲": "乙"}}]), "knowledge_qa").rows
    assert "answer" in row.problem


def test_all_sheets_of_a_workbook_are_read_and_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, {"甲": [["问题", "答案"], ["一？", "是。"]], "乙": [["问题", "答案"], ["二？", "否。"]], "空": []}
    )
    rows = read_file(path, "knowledge_qa").rows
    assert [(row.place, row.number, row.cells["question"]) for row in rows] == [("甲", 2, "一？"), ("乙", 2, "二？")]


def test_an_apostrophe_before_a_formula_sign_is_the_spreadsheets_and_goes(tmp_path: Path) -> None:
    (row,) = read_file(table(tmp_path, [["问题", "答案"], ["要还吗？", "'-要还。"]]), "knowledge_qa").rows
    assert row.cells["answer"] == "-要还。"


def test_a_word_file_may_hold_one_case_under_styled_headings(tmp_path: Path) -> None:
    lines = [
        ("Title", "借伞案"),
        ("Heading 1", "基本案情"),
        ("", "甲借伞。"),
        ("Heading 1", "裁判结果"),
        ("", "还伞。"),
    ]
    (row,) = read_file(word(tmp_path, lines), "typical_case").rows
    assert row.text == "# 借伞案\n\n# 基本案情\n\n甲借伞。\n\n# 裁判结果\n\n还伞。\n"


def test_a_word_file_may_hold_several_questions(tmp_path: Path) -> None:
    lines = [("Heading 1", "要还吗？"), ("", "要还。"), ("Heading 1", "还什么？"), ("", "还伞。")]
    rows = read_file(word(tmp_path, lines), "knowledge_qa").rows
    assert [row.text for row in rows] == ["# 要还吗？\n\n要还。\n", "# 还什么？\n\n还伞。\n"]


def test_a_manifest_folder_gives_each_text_with_its_cells(tmp_path: Path) -> None:
    manifest = [
        ["path", "title", "专题"],
        ["借伞.md", "借伞案", "合同"],
        ["没有.md", "没有", ""],
        ["../外.md", "外", ""],
    ]
    rows = read_file(folder_of(tmp_path, manifest, {"借伞.md": CASE}), "typical_case").rows
    assert rows[0].text == CASE
    assert rows[0].cells == {"title": "借伞案", "topics": "合同"}
    assert "没有这个文件" in rows[1].problem
    assert "文件夹之外" in rows[2].problem


def test_of_a_folder_of_laws_only_the_cases_are_read_and_only_as_cases(tmp_path: Path) -> None:
    manifest = [["path", "title", "level"], ["借伞.md", "借伞案", "案例"], ["法.md", "示范法", "法律"]]
    folder = folder_of(tmp_path, manifest, {"借伞.md": CASE, "法.md": "# 示范法\n"})
    assert [row.place for row in read_file(folder, "typical_case").rows] == ["借伞.md"]
    with pytest.raises(UnreadableFile):
        read_file(folder, "knowledge_qa")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("甲.pdf", b"%PDF", "只能导入这些文件"),
        ("甲.csv", b"\xff\xfe\x00", "编码不是UTF-8"),
        ("甲.csv", "颜色,大小\n红,大\n".encode(), "第一行应为列名"),
        ("甲.csv", "问题,提问\n一？,二？\n".encode(), "列重复"),
        ("甲.csv", "问题,答案\n".encode(), "没有可以导入的内容"),
        ("甲.csv", '问题,答案\n"一？,是\n'.encode(), "CSV格式有误"),
        ("甲.xlsx", b"PK\x03\x04nonsense", "不是可以读取的.xlsx文件"),
        ("甲.docx", b"PK\x03\x04nonsense", "不是可以读取的Word文档"),
        ("甲.md", b"  \n", "文件是空的"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        read_file(tmp_path / name, "knowledge_qa")


def document(rows: list[list[str]], spans: int = 1, **vertical: str) -> bytes:
    """A Word file with a table, whose first cell says that it spans so many columns."""
    import docx

    made, file = docx.Document(), io.BytesIO()
    cells = made.add_table(len(rows), len(rows[0]))
    for place, row in enumerate(rows):
        for column, words in enumerate(row):
            cells._cells[place * len(row) + column].text = words
    cells._tbl.tr_lst[0].tc_lst[0].grid_span = spans
    for merged, value in vertical.items():
        cells._tbl.tr_lst[int(merged[1:])].tc_lst[0].vMerge = value
    made.save(file)
    return file.getvalue()


def test_a_cell_of_a_word_file_is_read_once_however_many_columns_it_claims() -> None:
    with must_end():
        (row,) = read_content("案例.docx", document([["甲", "乙"], ["丙", "丁"]], 300_000), "typical_case").rows

    assert row.text == "| 甲 | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n"


def test_a_cell_that_spans_rows_stands_in_each_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    content = document([["甲", "乙"], ["", "丁"]], r0="restart", r1="continue")
    assert "| 甲 | 丁 |" in (read_content("案例.docx", content, "typical_case").rows[0].text or "")

    monkeypatch.setattr("cms.laws.importers.reading.LONGEST_TABLE", 3)
    with pytest.raises(UnreadableFile, match="文件展开后过大"):
        read_content("案例.docx", content, "typical_case")


def test_xml_that_unpacks_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.laws.importers.reading.LARGEST_XML", 1000)

    with pytest.raises(UnreadableFile, match="文件展开后过大"):
        read_content("案例.docx", document([["甲"]]), "typical_case")


@pytest.mark.parametrize("escaped", ["\\u0000", "\\ud800"], ids=["zero", "half a pair"])
def test_what_no_database_takes_is_a_problem_of_its_row(escaped: str) -> None:
    line = f'{{"问题": "一{escaped}？", "答案": "是", "颜{escaped}色": "红"}}'
    file = read_content("甲.jsonl", line.encode(), "knowledge_qa")

    assert "不是文字的符号" in file.rows[0].problem
    assert json.loads(f'"{escaped}"') not in "".join([*file.rows[0].cells.values(), *file.ignored])


def test_a_folder_without_a_manifest_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"manifest\.csv"):
        read_file(tmp_path, "typical_case")


def test_files_rows_and_cells_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, [["问题", "答案"], *[[f"{number}？", "是。"] for number in range(5)]])
    monkeypatch.setattr(reading.read_content, "__defaults__", (3,))
    with pytest.raises(UnreadableFile, match="超过3条"):
        read_file(path, "knowledge_qa")
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(UnreadableFile, match="50 MB"):
        read_file(path, "knowledge_qa")
    monkeypatch.undo()
    monkeypatch.setattr(tables, "LONGEST_CELL", 10)
    (row,) = read_file(table(tmp_path, [["问题", "答案"], ["一？", "是" * 11]]), "knowledge_qa").rows
    assert "超过10个字" in row.problem
    monkeypatch.setattr(texts, "LONGEST_TEXT", 10)
    (tmp_path / "长.md").write_text("长" * 11, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="超过10个字"):
        read_file(tmp_path / "长.md", "knowledge_qa")
