"""LawRefBook checkouts and single files."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import docx
import pytest

from cms.laws.importers.naming import book_of_code, guess_level, obvious_aliases, region_of
from cms.laws.importers.run import rows_of, run_import
from cms.laws.models import Instrument, InstrumentVersion
from tests.laws.builders import TEXT, law_text
from tests.laws.test_import_folder import brought, statuses

TODAY = date(2026, 1, 1)
ROOT_COLUMNS = "id,level,name,filename,publish,expired,valid_from,category_id".split(",")
OTHER_COLUMNS = "id,level,name,subtitle,filename,publish,valid_from,expired,category_id".split(",")


def database(folder: Path, columns: list[str], category: tuple[str, str, str], laws: list[dict[str, object]]) -> None:
    """Write a database as LawRefBook does, its columns in any order."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "db.sqlite3")
    connection.execute('CREATE TABLE category (id, name, folder, isSubFolder, "group", "order")')
    name, place, group = category
    connection.execute("INSERT INTO category VALUES ('c', ?, ?, 0, ?, 1)", (name, place, group))
    connection.execute(f"CREATE TABLE law ({', '.join(columns)})")
    for number, law in enumerate(laws):
        values = {"id": str(number), "category_id": "c", "expired": 0, "level": "法律", **law}
        marks = ", ".join("?" for _ in columns)
        connection.execute(f"INSERT INTO law VALUES ({marks})", [values.get(column) for column in columns])  # noqa: S608
    connection.commit()
    connection.close()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with one database at the root and one under DLC, their columns ordered differently."""
    root = tmp_path / "Laws"
    laws = [
        {"name": "示范园林法", "publish": "2010-01-01", "valid_from": "2010-03-01"},
        {"name": "示范园林法", "publish": "2020-01-01", "valid_from": "2020-03-01"},
        {"name": "示范法典 总则", "filename": "总则", "valid_from": "2021-01-01"},
        {"name": "缺失法", "publish": "2020-01-01"},
        {"name": "出界法", "filename": "../../出界"},
        {"name": "某案", "level": "案例"},
    ]
    database(root, ROOT_COLUMNS, ("示范", "示范法", ""), laws)
    local = [
        {"name": "北京市示范条例", "level": "地方性法规", "publish": "", "valid_from": "", "expired": "1"},
        {"name": "北京市错位条例", "level": "地方性法规", "publish": "错位条例.md", "valid_from": None},
    ]
    database(root / "DLC" / "北京", OTHER_COLUMNS, ("北京", "地方性法规/北京", "地方法规"), local)
    texts = {
        "示范法/示范园林法(2020-01-01).md": law_text("示范园林法", ["新。"]),
        "示范法/示范园林法.md": law_text("示范园林法", ["旧。"]),
        "示范法/总则.md": law_text("示范法典", ["总则。"]),
        "DLC/北京/地方性法规/北京/北京市示范条例.md": law_text("北京市示范条例", ["地方。"]),
        "DLC/北京/地方性法规/北京/北京市错位条例.md": law_text("北京市错位条例", ["错位。"]),
    }
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.mark.django_db
def test_a_checkout_comes_in_by_column_names_and_what_is_missing_is_said(checkout: Path) -> None:
    report = brought(checkout)
    found = {row.title: (row.status.value, row.error.split(":")[0]) for row in report.rows if row.title != "示范园林法"}
    assert found == {
        "示范法典 总则": ("created", ""),
        "缺失法": ("skipped", "file_missing"),
        "出界法": ("failed", "outside_folder"),
        "某案": ("skipped", "typical_case"),
        "北京市示范条例": ("created", ""),
        "北京市错位条例": ("created", ""),
    }
    versions = InstrumentVersion.objects.filter(instrument__title="示范园林法").order_by("effective_on")
    assert [version.provisions.get(locator="1-p1").text for version in versions] == ["旧。", "新。"]
    local = Instrument.objects.get(title="北京市示范条例")
    assert (local.region, local.level, local.source_name) == ("北京", "local_regulation", "LawRefBook/Laws")
    assert local.versions.get().is_repealed
    assert {row.status.value for row in brought(checkout).rows} == {"unchanged", "skipped", "failed"}


@pytest.mark.django_db
def test_databases_are_opened_read_only(checkout: Path) -> None:
    before = sorted((path, path.stat().st_mtime_ns) for path in checkout.rglob("*"))
    brought(checkout)
    assert sorted((path, path.stat().st_mtime_ns) for path in checkout.rglob("*")) == before


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", [".md", ".txt", ".docx"])
def test_a_single_file_says_its_own_title(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"text{suffix}"
    if suffix == ".docx":
        document = docx.Document()
        document.add_heading("中华人民共和国示范园林法", 0)
        document.add_paragraph("2020年1月2日 示范大会通过")
        document.add_heading("第一章 总则", 2)
        document.add_paragraph("第一条 甲。")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "左", "右|侧"
        document.save(str(file))
    else:
        file.write_text(law_text("中华人民共和国示范园林法", ["甲。"], "2020年1月2日 示范大会通过"), encoding="utf-8")
    report = run_import(rows_of(file), today=TODAY)
    assert [(row.path, row.status.value) for row in report.rows] == [(file.name, "created")]
    law = Instrument.objects.get()
    assert (law.short_title, law.level) == ("示范园林法", "law")
    assert law.versions.get().provisions.get(locator="1-p1").text == "甲。"
    if suffix == ".docx":
        assert (
            "<td>" in law.versions.get().rendered_parts.get().html
            or "<th>" in law.versions.get().rendered_parts.get().html
        )
    assert statuses(run_import(rows_of(file), today=TODAY)) == [("unchanged", "")]


@pytest.mark.django_db
def test_what_is_no_word_document_is_named(tmp_path: Path) -> None:
    file = tmp_path / "text.docx"
    file.write_bytes(b"no archive")
    assert statuses(run_import(rows_of(file), today=TODAY)) == [("failed", "unreadable")]


@pytest.mark.django_db
def test_a_copy_of_a_text_that_is_there_is_unchanged_and_another_text_of_its_date_is_set_aside(tmp_path: Path) -> None:
    for name, text in (("a.md", TEXT), ("b.md", TEXT), ("c.md", TEXT.replace("公众", "众人"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = [statuses(run_import(rows_of(tmp_path / name), today=TODAY))[0] for name in ("a.md", "b.md", "c.md")]
    assert found == [("created", ""), ("unchanged", ""), ("skipped", "second_file_of_date")]


@pytest.mark.parametrize(
    ("title", "aliases"),
    [
        ("最高人民法院关于适用《民事诉讼法》的解释", {"民事诉讼法解释", "民诉法解释"}),
        (
            "最高人民法院关于适用《中华人民共和国示范法典》婚姻编的解释（一）",
            {"示范法典婚姻编解释（一）", "婚姻编解释（一）"},
        ),
        (
            "最高人民法院关于审理示范争议案件适用法律若干问题的解释（三）",
            {"示范争议解释（三）", "示范争议司法解释（三）"},
        ),
    ],
)
def test_an_interpretation_is_also_called_by_what_it_interprets(title: str, aliases: set[str]) -> None:
    assert aliases <= set(obvious_aliases(title))


def test_a_title_with_its_state_in_brackets_is_also_called_without() -> None:
    assert obvious_aliases("示范登记规则（试行）") == ["示范登记规则"]
    assert obvious_aliases("示范法修正案（二）") == []


def test_a_part_of_a_law_interpreted_gives_no_name_of_the_whole() -> None:
    assert obvious_aliases("最高人民法院关于适用《民事诉讼法》审判监督程序若干问题的解释") == []


@pytest.mark.parametrize(
    ("title", "level", "region"),
    [
        ("中华人民共和国示范法", "law", ""),
        ("示范管理办法", "normative_document", ""),
        ("示范管理条例", "administrative_regulation", ""),
        ("北京市示范条例", "local_regulation", "北京"),
        ("最高人民法院关于示范的规定", "judicial_interpretation", ""),
        ("宪法修正案（2018年）", "constitution", ""),
    ],
)
def test_level_and_region_of_a_single_file_follow_from_its_title(title: str, level: str, region: str) -> None:
    assert (guess_level(title), region_of(title)) == (level, region)


def test_a_book_names_its_code() -> None:
    assert book_of_code("示范法典 物品编") == ("示范法典", "物品编")
    assert book_of_code("示范法典") is None
    assert book_of_code("示范法 总则") is None
