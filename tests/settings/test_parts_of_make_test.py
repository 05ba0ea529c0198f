"""``make test`` runs its parts; what stood in none would pass for ever."""

from __future__ import annotations

from collections import Counter

from deploy.testing import ROOT, browser_parts, parts


def test_every_file_of_tests_is_in_one_part_and_in_no_other() -> None:
    counted: Counter[str] = Counter()
    for part in (*parts(), *browser_parts()):
        for path in part:
            whole = ROOT / path
            for file in [whole] if whole.is_file() else whole.rglob("test_*.py"):
                counted[str(file.relative_to(ROOT))] += 1

    assert set(counted) == {str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(counted.values()) == {1}
