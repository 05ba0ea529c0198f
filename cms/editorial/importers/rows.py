"""What a reader gives: one row a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.editorial.importers.columns import bare, by_heading


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the message says why, for an editor."""


@dataclass(slots=True)
class Row:
    """One page as the file has it: where it stands, its cells that are not empty (by column), its running text if it has one.

    ``problem`` says what is wrong with a row that cannot even be read.
    """

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    text: str = ""
    place: str = ""
    """A sheet, or the path of a text: said in the report where one file has several."""
    problem: str = ""


@dataclass(slots=True)
class ImportFile:
    """What a file holds. ``ignored`` are headings that are no column."""

    name: str
    kind: str
    digest: str
    rows: list[Row] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def columns(self, headings: list[str]) -> list[str]:
        """The columns that a table's headings stand for ("" for none); raises UnreadableFile where two are the same."""
        known = by_heading(self.kind)
        found = [known[bare(heading)].name if bare(heading) in known else "" for heading in headings]
        twice = sorted({column for column in found if column and found.count(column) > 1})
        if twice:
            raise UnreadableFile(_("列重复：%(columns)s。") % {"columns": "、".join(twice)})
        self.ignored += [
            heading
            for heading, column in zip(headings, found, strict=True)
            if heading.strip() and not column and heading not in self.ignored
        ]
        return found
