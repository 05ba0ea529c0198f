"""Importing a manifest folder: every file is accounted for, a bad one stops nobody, twice is once."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from cms.laws.importers.report import Report, Status
from cms.laws.importers.run import rows_of, run_import
from cms.laws.models import EffectiveBasis, Instrument, InstrumentVersion, Provision, SourceFile
from tests.laws.builders import TEXT, law_text, manifest_folder

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)
LAW = {"path": "甲/园林法.md", "title": "示范园林法", "level": "法律", "category": "示范"}


def brought(folder: Path, today: date = TODAY, **options: bool) -> Report:
    """Import a folder."""
    return run_import(rows_of(folder), today=today, **options)


def statuses(report: Report) -> list[tuple[str, str]]:
    """Status and the first word of the error of each file."""
    return [(row.status.value, row.error.split(":")[0]) for row in report.rows]


def test_a_text_comes_in_with_its_dates_its_source_and_its_history(tmp_path: Path) -> None:
    report = brought(manifest_folder(tmp_path / "示范来源", [LAW], {LAW["path"]: TEXT}))
    (row,) = report.rows
    assert (row.status, row.articles, row.error) == (Status.CREATED, 3, "")
    assert row.characters_in == row.characters_kept > 0
    law = Instrument.objects.get()
    assert (law.title, law.level, law.category) == ("示范园林法", "law", "示范")
    assert (law.source_name, law.checked_on, law.is_public) == ("未注明（由文件夹 示范来源 导入）", TODAY, True)
    version = law.versions.get()
    assert (version.effective_on, version.effective_basis) == (date(2020, 5, 1), EffectiveBasis.CLOSING_ARTICLE)
    assert (version.adopted_on, version.live, version.has_unpublished_changes) == (date(2020, 1, 2), True, False)
    assert version.source_text == TEXT
    assert version.live_revision == version.latest_revision == version.revisions.get()
    assert ModelLogEntry.objects.filter(object_id=str(version.pk), action="wagtail.create").exists()


def test_a_second_run_changes_nothing_and_says_so(tmp_path: Path) -> None:
    folder = manifest_folder(tmp_path, [LAW], {LAW["path"]: TEXT})
    brought(folder)
    before = list(Provision.objects.values_list("pk", flat=True))
    report = brought(folder, date(2026, 2, 1))
    assert statuses(report) == [("unchanged", "")]
    assert list(Provision.objects.values_list("pk", flat=True)) == before
    assert InstrumentVersion.objects.get().revisions.count() == 1
    assert Instrument.objects.get().checked_on == date(2026, 2, 1)


def test_a_dry_run_writes_nothing_and_tells_what_would_happen(tmp_path: Path) -> None:
    folder = manifest_folder(tmp_path, [LAW], {LAW["path"]: TEXT})
    assert statuses(brought(folder, dry_run=True)) == [("created", "")]
    assert not Instrument.objects.exists()


def test_a_changed_file_is_a_new_revision_of_the_same_text(tmp_path: Path) -> None:
    folder = manifest_folder(tmp_path, [LAW], {LAW["path"]: TEXT})
    brought(folder)
    (folder / LAW["path"]).write_text(TEXT.replace("向公众开放", "对所有人开放"), encoding="utf-8")
    (folder / LAW["path"]).write_text(TEXT.replace("树木修剪", "树木养护"), encoding="utf-8")
    assert statuses(brought(folder)) == [("updated", "")]
    version = InstrumentVersion.objects.get()
    assert version.provisions.get(locator="2-p2-i1").text == "树木养护；"
    assert version.revisions.count() == 2


def test_one_title_with_several_dates_is_one_law_with_versions(tmp_path: Path) -> None:
    rows = [
        LAW | {"path": "一.md", "published": "2010-01-01", "effective": "2010-03-01", "repealed": "1"},
        LAW
        | {"path": "二.md", "published": "2020-01-01", "effective": "2020-03-01", "title": "中华人民共和国示范园林法"},
    ]
    texts = {"一.md": law_text("示范园林法", ["旧。"]), "二.md": law_text("示范园林法", ["新。"])}
    brought(manifest_folder(tmp_path, rows, texts))
    found = list(Instrument.objects.get().versions.order_by("effective_on").values_list("effective_on", "is_repealed"))
    assert found == [(date(2010, 3, 1), True), (date(2020, 3, 1), False)]


def test_a_second_file_of_a_date_is_skipped_named_and_kept_for_editors(tmp_path: Path) -> None:
    rows = [LAW | {"path": path, "effective": "2020-03-01"} for path in ("一.md", "二.md")]
    texts = {"一.md": law_text("示范园林法", ["甲。"]), "二.md": law_text("示范园林法", ["乙。"])}
    folder = manifest_folder(tmp_path, rows, texts)
    for expected in ("created", "unchanged"):
        report = brought(folder)
        assert statuses(report) == [(expected, ""), ("skipped", "second_file_of_date")]
        assert report.rows[1].error.endswith("一.md")
    assert list(SourceFile.objects.filter(set_aside=True).values_list("path", flat=True)) == ["二.md"]
    assert Provision.objects.get(locator="1-p1").text == "甲。"


def test_the_books_of_a_code_are_one_text(tmp_path: Path) -> None:
    rows = [LAW | {"path": f"{name}.md", "title": f"示范法典 {name}"} for name in ("附则", "物品编", "总则")]
    texts = {
        "总则.md": law_text("示范法典", {1: "总则一。", 2: "总则二。"}, "# 总则\n\n2020年1月1日 施行"),
        "物品编.md": law_text("示范法典", {3: "物品三。"}, "# 物品"),
        "附则.md": law_text("示范法典", {4: "附则四。"}, "# 附则"),
    }
    folder = manifest_folder(tmp_path, rows, texts)
    assert [row.status.value for row in brought(folder).rows] == ["created"] * 3
    law = Instrument.objects.get()
    assert law.slug == "shi-fan-fa-dian"
    version = law.versions.get()
    assert list(version.provisions.filter(kind="article").values_list("locator", flat=True)) == ["1", "2", "3", "4"]
    assert version.source_files.count() == 3
    assert [row.status.value for row in brought(folder).rows] == ["unchanged"] * 3
    (folder / "物品编.md").write_text(texts["物品编.md"].replace("三。", "三改。"), encoding="utf-8")
    assert [row.status.value for row in brought(folder).rows] == ["updated"] * 3


def test_a_code_with_a_book_that_cannot_be_read_stays_out_whole(tmp_path: Path) -> None:
    rows = [LAW | {"path": f"{name}.md", "title": f"示范法典 {name}"} for name in ("总则", "附则")]
    folder = manifest_folder(tmp_path, rows, {"总则.md": law_text("示范法典", {1: "一。"}), "附则.md": b"\xff\xfe\xfa"})
    assert statuses(brought(folder)) == [("failed", "incomplete_code"), ("failed", "bad_bytes")]
    assert not Instrument.objects.exists()


def test_titles_that_name_a_year_or_region_are_works_of_their_own(tmp_path: Path) -> None:
    titles = ["示范法修正案（2018年）", "示范法修正案（2004年）", "北京市示范条例", "上海市示范条例"]
    rows = [LAW | {"path": f"{number}.md", "title": title} for number, title in enumerate(titles)]
    brought(manifest_folder(tmp_path, rows, {row["path"]: law_text(row["title"], ["甲。"]) for row in rows}))
    assert sorted(Instrument.objects.values_list("short_title", flat=True)) == sorted(titles)


def test_every_bad_file_is_named_with_its_reason_and_the_good_one_goes_in(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(TEXT, encoding="utf-8")
    rows = [
        LAW,
        LAW | {"path": "bytes.md", "title": "坏字节法"},
        LAW | {"path": "untitled.md", "title": ""},
        LAW | {"path": "date.md", "title": "坏日期法", "effective": "2021-02-30"},
        LAW | {"path": "head.md", "title": "坏题注法"},
        LAW | {"path": "../outside.md", "title": "出界法"},
        LAW | {"path": str(outside), "title": "绝对路径法"},
        LAW | {"path": "link.md", "title": "链接法"},
        LAW | {"path": "missing.md", "title": "缺失法"},
        LAW | {"path": "empty.md", "title": "空白法"},
        LAW | {"path": "level.md", "title": "无级法", "level": "圣旨"},
        LAW | {"path": "case.md", "title": "某案", "level": "案例"},
        LAW | {"path": "", "title": "无路法"},
    ]
    texts: dict[str, str | bytes] = {
        LAW["path"]: TEXT,
        "bytes.md": "# 坏字节法\n第一条 甲".encode("gb18030"),
        "untitled.md": "第一条 没有标题。\n",
        "date.md": law_text("坏日期法", ["甲。"]),
        "head.md": law_text("坏题注法", ["甲。"], "2021年13月1日 示范大会通过"),
        "empty.md": " \n",
        "level.md": law_text("无级法", ["甲。"]),
        "case.md": law_text("某案", ["甲。"]),
    }
    folder = manifest_folder(tmp_path / "in", rows, texts)
    (folder / "link.md").symlink_to(outside)
    assert statuses(brought(folder)) == [
        ("created", ""),
        ("failed", "bad_bytes"),
        ("failed", "no_title"),
        ("failed", "impossible_date"),
        ("failed", "impossible_date"),
        ("failed", "outside_folder"),
        ("failed", "outside_folder"),
        ("failed", "outside_folder"),
        ("skipped", "file_missing"),
        ("failed", "empty"),
        ("skipped", "unknown_level"),
        ("skipped", "typical_case"),
        ("failed", "no_path"),
    ]
    assert list(Instrument.objects.values_list("title", flat=True)) == ["示范园林法"]


def test_dates_that_contradict_each_other_are_noted_and_keep_no_text_out(tmp_path: Path) -> None:
    folder = manifest_folder(tmp_path, [LAW | {"published": "1958-07-06"}], {LAW["path"]: TEXT})
    (row,) = brought(folder).rows
    assert row.status is Status.CREATED
    assert "1958-07-06" in row.notes


@pytest.mark.parametrize("obstacle", ["draft", "lock", "edited"])
def test_what_an_editor_is_at_or_has_mended_is_not_overwritten(tmp_path: Path, obstacle: str) -> None:
    folder = manifest_folder(tmp_path, [LAW], {LAW["path"]: TEXT})
    brought(folder)
    version = InstrumentVersion.objects.get()
    if obstacle == "lock":
        InstrumentVersion.objects.update(locked=True)
    else:
        version.source_text = TEXT.replace("树木修剪", "编辑改过")
        revision = version.save_revision()
        if obstacle == "edited":
            revision.publish()
    (folder / LAW["path"]).write_text(TEXT.replace("树木修剪", "来源改过"), encoding="utf-8")
    expected = {"draft": "open_draft", "lock": "locked", "edited": "edited_here"}[obstacle]
    assert statuses(brought(folder)) == [("skipped", expected)]
    assert not Provision.objects.filter(text__contains="来源改过").exists()


def test_an_editors_mended_text_stays_while_its_file_stays(tmp_path: Path) -> None:
    folder = manifest_folder(tmp_path, [LAW], {LAW["path"]: TEXT})
    brought(folder)
    version = InstrumentVersion.objects.get()
    version.source_text = TEXT.replace("树木修剪", "树木养护")
    version.effective_on = date(2020, 6, 1)
    version.save_revision().publish()
    assert statuses(brought(folder)) == [("unchanged", "")]
    version.refresh_from_db()
    assert version.effective_on == date(2020, 6, 1)
    assert InstrumentVersion.objects.count() == 1


def test_killed_half_way_and_run_again_the_result_is_that_of_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The last two sound alike: their slugs must not depend on where the first run stopped.
    titles = ["示范园林法", "示范花卉法", "示范式范法", "示范示范法"]
    rows = [LAW | {"path": f"{number}.md", "title": title} for number, title in enumerate(titles)]
    rows.append(rows[0] | {"path": "9.md", "effective": "2030-01-01"})
    texts = {row["path"]: law_text(row["title"], ["甲。", f"乙{row['path']}。"], "2020年1月1日 施行") for row in rows}
    folder = manifest_folder(tmp_path, rows, texts)

    def state() -> list[tuple]:
        columns = ("version__instrument__slug", "version__effective_on", "locator", "text", "digest")
        return sorted(Provision.objects.values_list(*columns), key=str)

    brought(folder)
    whole = state()
    Instrument.objects.all().delete()

    import cms.laws.services.publishing as publishing

    rendered = publishing.render_parts
    calls = iter(range(100))

    def killed(nodes: object) -> object:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return rendered(nodes)

    monkeypatch.setattr(publishing, "render_parts", killed)
    with pytest.raises(KeyboardInterrupt):
        brought(folder)
    monkeypatch.undo()
    halfway = state()
    assert halfway
    assert halfway != whole
    brought(folder)
    assert state() == whole


def test_the_command_writes_the_report_and_the_index_is_owed_nothing(tmp_path: Path) -> None:
    folder = manifest_folder(tmp_path / "in", [LAW], {LAW["path"]: TEXT})
    file = tmp_path / "report.json"
    call_command("import_laws", str(folder), report=file, verbosity=0)
    report = json.loads(file.read_text(encoding="utf-8"))
    (row,) = report["texts"]
    assert {"path", "title", "status", "articles", "characters_in", "characters_kept", "error"} <= set(row)
    assert (report["totals"]["created"], report["totals"]["articles"]) == (1, 3)


def test_the_command_refuses_a_path_that_holds_no_laws(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.md.pdf"):
        with pytest.raises(CommandError):
            call_command("import_laws", str(path), verbosity=0, stdout=StringIO())
