"""One stylesheet and one script come out of one file a component."""

from __future__ import annotations

import gzip
from pathlib import Path

from django.contrib.staticfiles import finders

from cms.core.bundle import join_stylesheets, stylesheet_sources


def test_foundations_come_first_and_paper_comes_last(settings):
    names = [path.name for path in stylesheet_sources(Path(settings.BASE_DIR) / "static")]
    assert names[:3] == ["1-tokens.css", "2-base.css", "3-layout.css"]
    assert names[-1] == "9-print.css"
    assert "badge.css" in names


def test_comments_go_and_rules_stay():
    assert join_stylesheets(["/* why */\na {\n  color: red;\n}\n", "b {}"]) == "a {\ncolor: red;\n}\nb {}\n"


def test_the_finder_gives_every_component_in_one_small_file():
    found = finders.find("css/fawang.css")
    assert isinstance(found, str)
    text = Path(found).read_text(encoding="utf-8")
    assert ".badge-repealed" in text
    assert "@media print" in text
    assert len(gzip.compress(text.encode())) <= 15 * 1024


def test_the_script_is_small():
    found = finders.find("js/fawang.js")
    assert isinstance(found, str)
    assert len(gzip.compress(Path(found).read_bytes())) <= 10 * 1024


def test_collectstatic_would_find_both():
    listed = {path for finder in finders.get_finders() for path, _ in finder.list([])}
    assert {"css/fawang.css", "js/fawang.js", "icons/favicon.svg"} <= listed


def test_colours_and_sizes_stand_in_the_tokens_alone(settings):
    """A component that names a colour of its own would be wrong in the dark and in high contrast."""
    for path in stylesheet_sources(Path(settings.BASE_DIR) / "static"):
        if path.name in ("1-tokens.css", "9-print.css"):
            continue
        text = path.read_text(encoding="utf-8")
        assert "#" not in text, f"{path.name} names a colour"
        assert "rgb(" not in text, f"{path.name} names a colour"
