"""The snapshot of every parse of the corpus: digests and counts only, no law text.

One line a text: path, articles, blocks, digest of its shape (kinds, locators, labels), digest of its words (headings,
texts). Renew it after a wanted change of the parser with

    FAWANG_CORPUS=/path/to/corpus python -m tests.laws.parser.snapshot

which prints what altered, so that the change can be judged before it is committed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cms.laws.parser import ParsedText, parse

SNAPSHOT = Path(__file__).with_name("corpus_snapshot.tsv")


@dataclass(frozen=True)
class Row:
    """What is remembered of one parse."""

    path: str
    articles: int
    blocks: int
    shape: str
    words: str

    @classmethod
    def of(cls, path: str, parsed: ParsedText) -> Row:
        """Sum up a parse."""
        shape, words = hashlib.sha256(), hashlib.sha256("\n".join((parsed.title, *parsed.head, parsed.unseen)).encode())
        for node in parsed.walk():
            shape.update(f"{node.kind}\t{node.locator}\t{node.label}\n".encode())
            words.update(f"{node.heading}\t{node.text}\t{node.unseen}\n".encode())
        return cls(path, parsed.articles, parsed.blocks, shape.hexdigest()[:16], words.hexdigest()[:16])

    def __str__(self) -> str:
        return "\t".join((self.path, str(self.articles), str(self.blocks), self.shape, self.words))


def corpus_texts(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yield path and source of every text of the corpus, in the order of their paths."""
    for file in sorted(corpus.rglob("*.md")):
        yield file.relative_to(corpus).as_posix(), file.read_text(encoding="utf-8")


def remembered() -> dict[str, Row]:
    """Read the snapshot."""
    rows = {}
    for line in SNAPSHOT.read_text(encoding="utf-8").splitlines():
        path, articles, blocks, shape, words = line.split("\t")
        rows[path] = Row(path, int(articles), int(blocks), shape, words)
    return rows


def differences(before: dict[str, Row], now: dict[str, Row]) -> list[str]:
    """Say in words which texts are parsed otherwise than before."""
    said = []
    for path in sorted(before.keys() | now.keys()):
        old, new = before.get(path), now.get(path)
        if old == new:
            continue
        if old is None or new is None:
            said.append(f"{path}: {'new' if old is None else 'gone'}")
            continue
        changes = [
            f"{name} {getattr(old, name)} → {getattr(new, name)}"
            for name in ("articles", "blocks")
            if getattr(old, name) != getattr(new, name)
        ]
        changes += ["kinds, locators or labels"] if old.shape != new.shape else []
        changes += ["words of the provisions"] if old.words != new.words else []
        said.append(f"{path}: {', '.join(changes)}")
    return said


def main() -> int:
    """Write the snapshot anew and print what altered."""
    corpus = os.environ.get("FAWANG_CORPUS")
    if not corpus:
        print("FAWANG_CORPUS is not set", file=sys.stderr)
        return 2
    rows = [Row.of(path, parse(source)) for path, source in corpus_texts(Path(corpus))]
    before = remembered() if SNAPSHOT.exists() else {}
    SNAPSHOT.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    print("\n".join(differences(before, {row.path: row for row in rows})) or "nothing altered")
    return 0


if __name__ == "__main__":
    sys.exit(main())
