"""A question and an answer that come as one piece each → the fields of a page. Pure; nothing is left out."""

from __future__ import annotations

import re

from cms.editorial.importers.prose import cleaned

LONGEST_TITLE = 120
LONGEST_WHOLE = 220
LONGEST_SHORT = 300
LEAST_SHORT = 20
"""您好， alone is no answer."""
_SENTENCE = re.compile(r".+?[。！？!?](?:[”’」』）)])?")


def split_question(cells: dict[str, str]) -> None:
    """A question without a title is the title, if it is one line that fits; of a longer one its first question is."""
    question = cells.get("question", "").strip()
    if cells.get("title") or not question:
        return
    if len(question) <= LONGEST_TITLE and "\n" not in question:
        cells["title"] = cells.pop("question")
        return
    sentences = [found[0].strip() for found in _SENTENCE.finditer(" ".join(question.split()))]
    asked = [sentence for sentence in sentences if sentence.endswith(("？", "?")) and len(sentence) <= LONGEST_TITLE]
    cells["title"] = asked[0] if asked else f"{' '.join(question.split())[:60]}……"


def split_answer(cells: dict[str, str]) -> None:
    """An answer of one piece: short, it is the short answer; else its first sentences are, and the rest is the detail."""
    answer = cleaned(cells.pop("answer", "")).strip()
    if not answer:
        return
    if cells.get("short_answer"):
        _put_first(cells, answer)
        return
    paragraphs = [line.strip() for line in answer.split("\n") if line.strip()]
    if len(answer) <= LONGEST_WHOLE and not any(line.startswith("#") for line in paragraphs):
        cells["short_answer"] = answer
        return
    short, rest = _beginning(paragraphs)
    cells["short_answer"] = "\n".join(short)
    if rest:
        _put_first(cells, "\n".join(rest))


def _put_first(cells: dict[str, str], text: str) -> None:
    cells["detail"] = "\n\n".join(filter(None, [text, cells.get("detail", "")]))


def _beginning(paragraphs: list[str]) -> tuple[list[str], list[str]]:
    """The paragraphs up to the first that ends a sentence; of a long one its first sentences."""
    short: list[str] = []
    for place, paragraph in enumerate(paragraphs):
        so_far = len("".join(short))
        if so_far > LEAST_SHORT and (paragraph.startswith("#") or so_far + len(paragraph) > LONGEST_SHORT):
            return short, paragraphs[place:]
        if len(paragraph) > LONGEST_SHORT:
            head, tail = _cut(paragraph)
            return [*short, head], [*([tail] if tail else []), *paragraphs[place + 1 :]]
        short.append(paragraph)
        if paragraph.endswith(("。", "！", "？", ".", "!", "?", "”", "）")) and len("".join(short)) > LEAST_SHORT:
            return short, paragraphs[place + 1 :]
    return short, []


def _cut(paragraph: str) -> tuple[str, str]:
    """A long paragraph after the sentence that ends within what is short; whole where none does."""
    end = 0
    for found in _SENTENCE.finditer(paragraph):
        if found.end() > LONGEST_SHORT or found.start() != end:
            break
        end = found.end()
        if end > LONGEST_WHOLE:
            break
    return (paragraph[:end], paragraph[end:].strip()) if end else (paragraph, "")
