"""Collecting entries (article 13): what an import brings in, refuses, reports and leaves as it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.directory import exporting
from cms.directory.importers.reading import UnreadableFile, read_table
from cms.directory.importers.report import Report, Status
from cms.directory.importers.run import run_import
from cms.directory.models import Affiliation, DirectoryImport, Institution, Practitioner
from cms.directory.services.undoing import entries_of, undo_import_of
from portal.common.outbox.models import OutboxRow
from tests.directory.builders import TODAY, clerk, credit_code, institution, practitioner, shown_penalty

pytestmark = pytest.mark.django_db
IDENTITY = "110101199003074512"
HEADINGS = ["kind", "name", "unified_social_credit_code", "licence_number", "district", "institution_code", "topics"]
FIRM = ["law_firm", "示范壬律师事务所", credit_code(501), "", "示范区", "", "婚姻家庭、劳动人事"]
PERSON = ["律师", "张国成", "", "10000201510000501", "", credit_code(501), "合同"]


def table_file(folder: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "directory.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def bring_in(folder: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS, **options: Any) -> Report:
    return run_import(read_table(table_file(folder, rows, headings)), today=TODAY, **options)


def statuses(report: Report) -> list[str]:
    return [row.status.value for row in report.rows]


def wrong_columns(report: Report) -> list[list[str]]:
    return [[error["column"] for error in row.errors] for row in report.rows]


def test_article_13_institutions_and_those_who_work_there_come_in_one_file(tmp_path: Path) -> None:
    writer = clerk()
    report = bring_in(tmp_path, [PERSON, FIRM], by=writer)
    assert statuses(report) == ["created", "created"]
    person = Practitioner.objects.get()
    assert (person.name, person.initials, person.topic_codes) == ("张国成", "zgc", "contract")
    assert person.affiliations.get().institution == Institution.objects.get()
    assert [topic.code for topic in Institution.objects.get().topics.all()] == ["family", "labour"]
    for thing in (person, person.affiliations.get(), Institution.objects.get()):
        (told,) = thing.history.all()
        assert (told.history_type, told.history_user) == ("+", writer)
        assert told.history_change_reason == DirectoryImport.objects.get().reason


def test_article_14_a_file_hides_no_entry_that_shows_a_record(tmp_path: Path) -> None:
    bring_in(tmp_path, [FIRM, PERSON])
    shown_penalty(Practitioner.objects.get())
    headings, hidden = [*HEADINGS, "status"], [[*FIRM, "不公开"], [*PERSON, "不公开"]]
    for dry_run in (True, False):
        report = bring_in(tmp_path, hidden, headings, dry_run=dry_run)
        assert statuses(report) == ["updated", "failed"]
        assert wrong_columns(report) == [[], ["status"]]
    assert Practitioner.objects.get().status == "listed"


def test_article_13_a_second_run_changes_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, [FIRM, PERSON])
    OutboxRow.objects.all().delete()
    report = bring_in(tmp_path, [FIRM, PERSON])
    assert statuses(report) == ["unchanged", "unchanged"]
    assert Practitioner.history.count() == Institution.history.count() == Affiliation.history.count() == 1
    assert not OutboxRow.objects.exists()


def test_article_13_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    report = bring_in(tmp_path, [FIRM, PERSON], dry_run=True)
    assert statuses(report) == ["created", "created"]
    assert not Institution.objects.exists()
    assert not DirectoryImport.objects.exists()
    bring_in(tmp_path, [FIRM, PERSON])
    changed = [*FIRM[:4], "示范西区", "", "继承"]
    report = bring_in(tmp_path, [changed], dry_run=True)
    assert report.rows[0].changes == {"district": ["示范区", "示范西区"], "topics": ["family labour", "inheritance"]}
    assert Institution.objects.get().district == "示范区"


def test_article_13_the_real_run_does_what_the_dry_run_said(tmp_path: Path) -> None:
    bring_in(tmp_path, [FIRM, PERSON])
    changed = [[*FIRM[:4], "示范西区", "", "继承"], PERSON]
    dry = bring_in(tmp_path, changed, dry_run=True)
    real = bring_in(tmp_path, changed)
    assert [row.changes for row in dry.rows] == [row.changes for row in real.rows]
    assert statuses(dry) == statuses(real) == ["updated", "unchanged"]
    firm = Institution.objects.get()
    assert (firm.district, firm.topic_codes) == ("示范西区", "inheritance")
    assert [topic.code for topic in firm.topics.all()] == ["inheritance"]
    assert firm.history.first().prev_record.district == "示范区"


def test_article_13_an_empty_cell_leaves_a_field_and_the_mark_empties_it(tmp_path: Path) -> None:
    bring_in(tmp_path, [FIRM])
    bring_in(tmp_path, [[*FIRM[:4], "", "", ""]])
    assert Institution.objects.get().district == "示范区"
    bring_in(tmp_path, [[*FIRM[:4], "〔清空〕", "", "〔清空〕"]])
    assert (Institution.objects.get().district, Institution.objects.get().topics.count()) == ("", 0)


def test_article_13_a_firm_that_is_renamed_keeps_its_address_and_its_former_name(tmp_path: Path) -> None:
    bring_in(tmp_path, [FIRM])
    slug = Institution.objects.get().slug
    bring_in(tmp_path, [["law_firm", "示范癸律师事务所", *FIRM[2:]]])
    firm = Institution.objects.get()
    assert (firm.name, firm.slug, firm.former_name_list) == ("示范癸律师事务所", slug, ["示范壬律师事务所"])


def test_article_13_who_is_elsewhere_now_has_moved(tmp_path: Path) -> None:
    other = institution()
    bring_in(tmp_path, [FIRM, PERSON])
    moved = [*PERSON[:5], other.unified_social_credit_code, PERSON[6]]
    report = bring_in(tmp_path, [moved])
    assert report.rows[0].changes == {"institution": ["示范壬律师事务所", other.name]}
    old, new = Affiliation.objects.order_by("pk")
    assert (old.ended_on, new.started_on, new.institution) == (TODAY, TODAY, other)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"kind": "律师楼"}, "kind", "没有这一类别"),
        ({"name": ""}, "name", "没有填写名称"),
        ({"unified_social_credit_code": credit_code(501)[:-1] + "?"}, "unified_social_credit_code", "校验码"),
        ({"unified_social_credit_code": "123"}, "unified_social_credit_code", "18位"),
        ({"topics": "星座"}, "topics", "没有“星座”这一专题"),
        ({"name": f"示范{IDENTITY}"}, "name", "身份证件号码"),
        ({"district": IDENTITY}, "district", "身份证件号码"),
        ({"unified_social_credit_code": IDENTITY}, "unified_social_credit_code", "身份证件号码"),
    ],
)
def test_article_13_a_bad_line_is_named_with_its_column_and_the_rest_goes_in(
    tmp_path: Path, cells: dict[str, str], column: str, said: str
) -> None:
    bad = [cells.get(heading, cell) for heading, cell in zip(HEADINGS, FIRM, strict=True)]
    good = ["justice_office", "示范司法所", "", "", "示范区", "", ""]
    report = bring_in(tmp_path, [bad, good])
    assert statuses(report) == ["failed", "created"]
    (error,) = report.rows[0].errors
    assert error["column"] == column
    assert said in error["message"]
    assert IDENTITY not in json.dumps(report.as_json(), ensure_ascii=False)
    assert report.totals() == {"rows": 2, "created": 1, "updated": 0, "unchanged": 0, "failed": 1, "warnings": 0}


def test_article_13_identity_numbers_are_neither_stored_nor_read_from_columns_of_their_own(tmp_path: Path) -> None:
    headings = [*HEADINGS, "身份证号"]
    report = bring_in(tmp_path, [[*FIRM, IDENTITY], [*PERSON, IDENTITY]], headings)
    assert statuses(report) == ["created", "created"]
    assert report.ignored_columns == ["身份证号"]
    assert IDENTITY not in json.dumps(report.as_json(), ensure_ascii=False)
    with connection.cursor() as cursor:
        for model in (Institution, Practitioner, Practitioner.history.model, DirectoryImport, OutboxRow):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            assert IDENTITY not in str(cursor.fetchall())


def test_article_13_the_second_line_about_the_same_entry_is_left_out(tmp_path: Path) -> None:
    report = bring_in(tmp_path, [FIRM, [*FIRM[:1], "另一名称", *FIRM[2:]]])
    assert statuses(report) == ["created", "failed"]
    assert report.rows[1].errors[0]["message"] == "与第2行重复。"


def test_article_13_an_unknown_or_ambiguous_institution_is_said(tmp_path: Path) -> None:
    for _number in range(2):
        institution(name="示范同名律师事务所")
    headings = ["kind", "name", "licence_number", "institution", "institution_code"]
    report = bring_in(
        tmp_path,
        [
            ["律师", "示例甲", "1", "示范同名律师事务所", ""],
            ["律师", "示例乙", "2", "没有这家", ""],
            ["律师", "示例丙", "3", "", credit_code(777)],
        ],
        headings,
    )
    assert wrong_columns(report) == [["institution"], ["institution"], ["institution_code"]]
    assert not Practitioner.objects.exists()


def test_article_13_people_without_licence_are_told_apart_by_where_they_work(tmp_path: Path) -> None:
    headings = ["kind", "name", "institution"]
    places = [["人民调解委员会", f"示范{place}人民调解委员会", ""] for place in "甲乙"]
    people = [["人民调解员", "示例", f"示范{place}人民调解委员会"] for place in "甲乙"]
    places = [["mediation_committee", *place[1:]] for place in places]
    assert statuses(bring_in(tmp_path, [*places, *people], headings)) == ["created"] * 4
    assert statuses(bring_in(tmp_path, [*places, *people], headings)) == ["unchanged"] * 4
    assert len(set(Practitioner.objects.values_list("slug", flat=True))) == 2


def test_article_13_an_unusual_licence_number_warns_and_goes_in(tmp_path: Path) -> None:
    report = bring_in(tmp_path, [FIRM, [*PERSON[:3], "京1", *PERSON[4:]]])
    assert statuses(report) == ["created", "created"]
    assert report.rows[1].warnings == ["执业证号或者许可证号的格式不常见，请核对。"]


def test_article_13_a_clash_in_the_database_costs_its_own_line_only(tmp_path: Path) -> None:
    practitioner(kind="notary", licence_number="77")
    taken = institution(licence_number="9")
    headings = ["kind", "name", "unified_social_credit_code", "licence_number", "district"]
    report = bring_in(
        tmp_path,
        [
            ["law_firm", "示范一律师事务所", credit_code(601), "1", ""],
            ["law_firm", "示范二律师事务所", credit_code(602), "9", ""],
            ["law_firm", taken.name, taken.unified_social_credit_code, "1", ""],
        ],
        headings,
    )
    assert [row.status for row in report.rows].count(Status.FAILED) == 2
    assert Institution.objects.filter(unified_social_credit_code=credit_code(601)).exists()
    assert Institution.objects.get(pk=taken.pk).licence_number == "9"


def test_article_13_chinese_headings_labels_and_gb18030_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    text = f"类别,名称,统一社会信用代码,成立时间\n律师事务所,示范子律师事务所,{credit_code(701)},2019年3月4日\n"
    path.write_bytes(text.encode("gb18030"))
    report = run_import(read_table(path), today=TODAY)
    assert statuses(report) == ["created"]
    assert Institution.objects.get().founded_on == date(2019, 3, 4)


def test_article_13_a_workbook_is_read_sheet_by_sheet_and_cut_numbers_are_noticed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.append(["类别", "名称", "成立时间", "电话"])
    first.append(["律师事务所", "示范丑律师事务所", datetime(2019, 3, 4), 1012345678])  # noqa: DTZ001
    second = book.create_sheet("人员")
    second.append(["类别", "姓名", "执业证号", "执业机构"])
    second.append(["律师", "示例甲", 10000201510000001, "示范丑律师事务所"])
    second.append(["律师", "示例乙", "10000201510000002", "示范丑律师事务所"])
    book.save(tmp_path / "book.xlsx")
    report = run_import(read_table(tmp_path / "book.xlsx"), today=TODAY)
    assert statuses(report) == ["created", "failed", "created"]
    assert "数字超过15位" in report.rows[1].errors[0]["message"]
    assert (Institution.objects.get().founded_on, Institution.objects.get().telephone) == (
        date(2019, 3, 4),
        "1012345678",
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"kind,name\n", ".csv"),
        ("a.csv", b"name\nx\n", "第一行应为列名"),
        ("a.csv", b"kind,name,name\n", "列重复"),
        ("a.csv", b"kind,name\n", "没有数据行"),
        ("a.csv", b"\xff\xff\xff", "编码"),
        ("a.xlsx", b"no workbook", ".xlsx"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=said):
        read_table(tmp_path / name)


def test_the_command_writes_the_report_and_names_who_did_it(tmp_path: Path) -> None:
    writer = clerk()
    report = tmp_path / "report.json"
    path = table_file(tmp_path, [FIRM, ["律师"]])
    call_command("import_directory", path, report=report, by=writer.username, verbosity=0)
    told = json.loads(report.read_text())
    assert told["totals"]["created"] == 1
    assert told["rows"][1]["errors"] == [{"column": "name", "message": "没有填写名称。"}]
    assert Institution.history.get().history_user == writer
    with pytest.raises(CommandError):
        call_command("import_directory", path, by="nobody", verbosity=0)


def test_one_imported_line_is_undone_and_the_others_stay(tmp_path: Path) -> None:
    writer = clerk()
    bring_in(tmp_path, [FIRM, PERSON])
    run = DirectoryImport.objects.get()
    assert undo_import_of(Practitioner.objects.get(), run, by=writer) is None
    assert not Practitioner.objects.exists()
    assert Institution.objects.exists()
    told = Practitioner.history.first()
    assert (told.history_type, told.history_user, told.history_change_reason) == ("-", writer, f"undo:{run.pk}")


def test_an_undone_change_gives_back_what_was_there(tmp_path: Path) -> None:
    other = institution()
    bring_in(tmp_path, [FIRM, PERSON])
    bring_in(tmp_path, [[*PERSON[:1], "张国诚", *PERSON[2:5], other.unified_social_credit_code, "继承"]])
    run = DirectoryImport.objects.first()
    assert [(model, change) for model, _key, change in entries_of(run)] == [(Practitioner, "~")]
    person = undo_import_of(Practitioner.objects.get(), run, by=clerk())
    assert (person.name, person.topic_codes, person.initials) == ("张国成", "contract", "zgc")
    assert [topic.code for topic in person.topics.all()] == ["contract"]
    (affiliation,) = person.affiliations.all()
    assert (affiliation.institution.name, affiliation.ended_on) == ("示范壬律师事务所", None)


def test_an_import_is_not_undone_over_later_changes_or_records(tmp_path: Path) -> None:
    bring_in(tmp_path, [FIRM, PERSON])
    run, person, firm = DirectoryImport.objects.get(), Practitioner.objects.get(), Institution.objects.get()
    shown_penalty(person)
    with pytest.raises(ValidationError):
        undo_import_of(person, run, by=clerk())
    firm.district = "示范东区"
    firm.save()
    with pytest.raises(ValidationError):
        undo_import_of(firm, run, by=clerk())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_exported_can_be_imported_again_and_changes_nothing(tmp_path: Path, suffix: str) -> None:
    bring_in(tmp_path, [FIRM, PERSON])
    Institution.objects.update(telephone="+86 10", registered_address="=1+1", former_names="示范旧所\n示范老所")
    for what in ("institutions", "practitioners"):
        path = tmp_path / f"{what}{suffix}"
        call_command("export_directory", what, path, verbosity=0)
        assert statuses(run_import(read_table(path), today=TODAY)) == ["unchanged"], what


def test_no_exported_cell_is_a_formula() -> None:
    institution(name="=HYPERLINK(1)", registered_address="@SUM(1)", telephone="-1", opening_hours="+1")
    table = list(exporting.rows(Institution.objects.public_on(TODAY), TODAY))
    file = io.StringIO()
    exporting.write_csv(file, table)
    for row in csv.reader(io.StringIO(file.getvalue().lstrip("\ufeff"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_an_import_takes_the_same_statements_for_every_thousand_lines(tmp_path: Path) -> None:
    def rows(begin: int, number: int) -> list[list[str]]:
        return [[*PERSON[:3], f"1000020151{place:07d}", *PERSON[4:]] for place in range(begin, begin + number)]

    bring_in(tmp_path, [FIRM])
    counts = []
    for begin, number in ((0, 1000), (10_000, 2000)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            bring_in(tmp_path, rows(begin, number))
        counts.append(len([query for query in queries if query["sql"].startswith("SELECT")]))
    assert counts[1] - counts[0] <= 12
