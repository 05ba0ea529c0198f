"""From rows to works: which files are texts of the same instrument, and which of them belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from cms.laws import slugs
from cms.laws.dates import LawDates, law_dates
from cms.laws.importers.naming import book_of_code, guess_level, region_of
from cms.laws.importers.reading import read_text
from cms.laws.importers.sources import (
    CHARACTERS_LOST,
    FILE_MISSING,
    IMPOSSIBLE_DATE,
    INCOMPLETE_CODE,
    INVALID,
    IS_TYPICAL_CASE,
    NO_TITLE,
    TYPICAL_CASE,
    UNKNOWN_LEVEL,
    ProblemWithFile,
    SourceRow,
    level_value,
)
from cms.laws.parser import join_books, parse
from cms.laws.parser.tree import ParsedText
from cms.laws.services.publishing import text_digest

LONGEST_TITLE = 300


@dataclass(slots=True)
class TextFile:
    """One file on its way in: where it stands among the rows, what was read, what is wrong with it."""

    position: int
    row: SourceRow
    title: str = ""
    book: str = ""
    text: str = ""
    parsed: ParsedText | None = None
    digest: str = ""
    problem: ProblemWithFile | None = None


@dataclass(slots=True)
class Work:
    """The files of one instrument, in the order of the sources."""

    title: str
    region: str
    level: str
    files: list[TextFile] = field(default_factory=list)
    slug: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What instruments are matched by."""
        return slugs.normalised_title(self.title), self.region, self.level


@dataclass(slots=True)
class DatedText:
    """One version: its files (a code has several), the text put together, its dates."""

    files: list[TextFile]
    text: str
    parsed: ParsedText
    dates: LawDates

    @property
    def effective_on(self) -> date | None:
        """The day it takes effect."""
        return self.dates.effective_on

    @property
    def row(self) -> SourceRow:
        """What the source says of it (of its first file, where there are several)."""
        return self.files[0].row

    @property
    def is_repealed(self) -> bool:
        """Whether any of the files is marked repealed, or the text itself says when it expired."""
        return any(file.row.is_repealed for file in self.files) or self.dates.expired_on is not None


def plan(rows: Sequence[SourceRow]) -> tuple[list[Work], list[TextFile]]:
    """Group rows by instrument; gives the works and the files that cannot go in, each with its problem.

    Of works that would share a slug each gets its digits at once, whoever comes first.
    """
    works: dict[tuple[str, str, str], Work] = {}
    refused: list[TextFile] = []
    for position, row in enumerate(rows):
        file = TextFile(position, row, title=row.title)
        try:
            title, region, level = _identify(file)
        except ProblemWithFile as problem:
            file.problem = problem
            refused.append(file)
            continue
        work = Work(title, region, level)
        works.setdefault(work.identity, work).files.append(file)
    wanted = Counter(slugs.preferred_slug(work.title, work.region, work.level) for work in works.values())
    for work in works.values():
        if wanted[slugs.preferred_slug(work.title, work.region, work.level)] > 1:
            work.slug = slugs.numbered_slug(work.title, work.region, work.level)
    return list(works.values()), refused


def _identify(file: TextFile) -> tuple[str, str, str]:
    row = file.row
    if row.level == TYPICAL_CASE:
        raise ProblemWithFile(IS_TYPICAL_CASE, "典型案例另行导入", skipped=True)
    if row.problem:
        code, _, detail = row.problem.partition(": ")
        raise ProblemWithFile(code, detail, skipped=code == FILE_MISSING)
    if not file.title:
        file.title = read(file).title
    file.title = " ".join(file.title.split())
    if not slugs.normalised_title(file.title):
        raise ProblemWithFile(NO_TITLE)
    if len(file.title) > LONGEST_TITLE:
        raise ProblemWithFile(INVALID, f"a title of {len(file.title)} characters")
    found = book_of_code(file.title)
    title = file.title
    if found is not None:
        title, file.book = found
    level = level_value(row.level) if row.level else str(guess_level(title))
    if not level:
        raise ProblemWithFile(UNKNOWN_LEVEL, row.level, skipped=True)
    region = row.region or (region_of(title) if not row.level else "")
    return title, region, level


def read(file: TextFile) -> ParsedText:
    """Read and parse a file, once. Raises ProblemWithFile."""
    if file.parsed is not None:
        return file.parsed
    if file.row.file is None:
        raise ProblemWithFile(FILE_MISSING, skipped=True)
    file.text = read_text(file.row.file)
    file.digest = text_digest(file.text)
    file.parsed = parse(file.text)
    if file.parsed.characters_kept != file.parsed.characters_in:
        lost = f"{file.parsed.characters_in - file.parsed.characters_kept} characters"
        raise ProblemWithFile(CHARACTERS_LOST, lost)
    return file.parsed


def dated_texts(work: Work) -> list[DatedText]:
    """Read the files of a work and put together its texts; a file that cannot be read keeps its problem."""
    for file in work.files:
        try:
            read(file)
        except ProblemWithFile as problem:
            file.problem = problem
    books = [file for file in work.files if file.book]
    if any(file.problem for file in books):
        for file in books:
            file.problem = file.problem or ProblemWithFile(INCOMPLETE_CODE, "another book of it cannot be read")
    texts = []
    groups = [[file] for file in work.files if not file.book] + _codes(books)
    for files in groups:
        if any(file.problem for file in files):
            continue
        try:
            texts.append(_dated(files))
        except ProblemWithFile as problem:
            for file in files:
                file.problem = problem
    return texts


def _codes(books: Iterable[TextFile]) -> list[list[TextFile]]:
    """Put the books of one code together: each book once; one that comes a second time begins another code."""
    codes: list[list[TextFile]] = []
    for file in books:
        for code in codes:
            if all(other.book != file.book for other in code):
                code.append(file)
                break
        else:
            codes.append([file])
    return codes


def _dated(files: list[TextFile]) -> DatedText:
    if files[0].book:
        text = join_books([(file.title, file.text) for file in files])
        parsed = parse(text)
        if parsed.characters_kept != parsed.characters_in:
            raise ProblemWithFile(CHARACTERS_LOST, "in putting the books together")
    else:
        text, parsed = files[0].text, read(files[0])
    row = files[0].row
    dates = law_dates(
        parsed.head, parsed.nodes, promulgated=row.published, effective=row.effective, expired=row.expired
    )
    impossible = [note for note in dates.notes if note.startswith(("impossible", "expired"))]
    if impossible:
        raise ProblemWithFile(IMPOSSIBLE_DATE, "; ".join(impossible))
    return DatedText(files, text, parsed, dates)
