"""The words of Wagtail in Chinese: compiled without gettext, current, and with every placeholder in its place."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

import pytest
import wagtail.admin
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import gettext as translated
from django.utils.translation import ngettext, override

from cms.core.admin.catalogue import CatalogueError, compile_file, compiled, read_catalogue

SOURCE = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?[a-z]+")  # tags too: none is opened that was not


def test_the_committed_catalogue_is_compiled_from_the_words_beside_it() -> None:
    assert SOURCE.with_suffix(".mo").read_bytes() == compile_file(SOURCE)


def test_what_is_compiled_is_read_by_everybodys_reader() -> None:
    words = {
        "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n",
        "Lock": "锁定",
        "one page\x00%d pages": "%d 页",
    }

    reader = gettext.GNUTranslations(io.BytesIO(compiled(words)))

    assert reader.gettext("Lock") == "锁定"
    assert reader.ngettext("one page", "%d pages", 7) == "%d 页"
    assert reader.gettext("Unlock") == "Unlock"


def test_no_translation_asks_for_a_value_that_its_original_is_not_given() -> None:
    wrong = [
        key
        for key, value in read_catalogue(SOURCE.read_text(encoding="utf-8")).items()
        if key and not set(PLACEHOLDER.findall(value)) <= set(PLACEHOLDER.findall(key))
    ]

    assert wrong == []


def test_quotes_escapes_and_long_strings_are_read() -> None:
    text = 'msgid ""\n"a \\"b\\"\\n"\n"c"\nmsgstr "甲"\n\n# note\nmsgctxt "x"\nmsgid "d"\nmsgstr "乙"\n'

    assert read_catalogue(text) == {'a "b"\nc': "甲", "x\x04d": "乙"}


def test_a_file_that_is_no_catalogue_is_named_by_its_line() -> None:
    with pytest.raises(CatalogueError, match="line 2"):
        read_catalogue('msgid "a"\nmsgstring "b"\n')


def test_our_words_go_before_wagtails() -> None:
    with override("zh-hans"):
        assert translated("Request changes") == "退回修改"
        assert translated("Locked by workflow") == "审核中，已锁定"


MET_BY_EDITORS = (
    "panels/publishing",
    "shared/autosave",
    "shared/keyboard_shortcuts_dialog.html",
    "shared/side_panels/includes",
    "shared/unsaved_changes_warning.html",
    "tables",
    "pages/action_menu",
    "pages/listing",
    "skeleton.html",
)
OF_SITES_IN_SEVERAL_LANGUAGES = {"Available in %(translations_total)s locales"}
SENTENCE = re.compile(
    r"""{%\s*trans(?:late)?\s+(["'])(.+?)\1|{%\s*blocktrans(?:late)?[^%]*%}(.*?){%\s*(?:plural|endblocktrans)""",
    re.DOTALL,
)
VALUE = re.compile(r"{{\s*(\w+)\s*}}")


@pytest.mark.parametrize("part", MET_BY_EDITORS)
def test_what_editors_meet_each_day_is_in_chinese(part: str) -> None:
    place = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin" / part
    english = set()
    with override("zh-hans"):
        for file in [place] if place.is_file() else place.rglob("*.html"):
            for found in SENTENCE.finditer(file.read_text(encoding="utf-8")):
                plain = found[2] or " ".join(line.strip() for line in found[3].strip().splitlines())
                words = VALUE.sub(r"%(\1)s", plain)
                # A sentence with a plural is kept under its first form; Chinese has one.
                if (
                    ngettext(words, words, 1) == words
                    and translated(words) == words
                    and re.search("[A-Za-z]{3}", words)
                ):
                    english.add(words)
    assert english - OF_SITES_IN_SEVERAL_LANGUAGES == set()


def test_a_stale_compiled_file_is_noticed(settings, tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid "Lock"\nmsgstr "锁定"\n', encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]

    with pytest.raises(CommandError):
        call_command("compile_catalogue", "--check", stdout=io.StringIO())
    call_command("compile_catalogue", stdout=io.StringIO())
    call_command("compile_catalogue", "--check", stdout=io.StringIO())
