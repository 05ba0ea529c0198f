"""The file a citizen takes home: how its end is laid out and sealed, and whether one that comes back is what was given out.

``templates`` and services know nothing of this layout; the browser's ``static/records/verify.js`` knows the same rules, and
one set of files is held against both (``tests/browser/test_verify_record.py``). A fault is a code: ``event:3``, ``seal``.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pikepdf
import rfc8785

from portal.common.hash_chain import GENESIS
from portal.common.merkle import leaf_digest, root_by_path
from portal.common.signatures import is_signed_by, public_key, sign

FORMAT = 1
BOM = b"\xef\xbb\xbf"
# What both readers look for: fixed, and never translated.
TITLE = "法网：咨询记录副本"
PROOF_HEADING = "== 核对用的数据 =="
FORMS_HEADING = "== 办理记录的规范形式 =="
SEAL_HEADING = "== 本网对整份文件的签名 =="
PDF_SEAL = b"\n%FAWANG "
MOST = 2**31
_SEAL = SEAL_HEADING.encode()


class Proved(Protocol):
    """What a copy carries to be checked by (``downloads.copying.Proof``)."""

    @property
    def number(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def public_key(self) -> str: ...
    @property
    def digests(self) -> tuple[str, ...]: ...
    @property
    def anchor(self) -> dict[str, Any] | None: ...


def proof_line(proof: Proved) -> str:
    """The members a reader needs beside the forms, as RFC 8785 in one line."""
    members = {
        "anchor": proof.anchor,
        "case": proof.number,
        "digest": proof.digest,
        "digests": list(proof.digests),
        "format": FORMAT,
        "public_key": proof.public_key,
        "signature": proof.signature,
    }
    return rfc8785.dumps(members).decode()


def seal_text(text: str) -> bytes:
    """The text as a file, with the portal's signature over every byte of it as its last line."""
    content = BOM + f"{text}\n".encode()
    return content + _SEAL + b"\n" + _sealed(content) + b"\n"


def seal_pdf(drawn: bytes, text: bytes) -> bytes:
    """The PDF with the sealed text file attached as it is, and a signature over all of it behind its end."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        attached = pikepdf.AttachedFileSpec(pdf, text, filename="record.txt", mime_type="text/plain")
        pdf.attachments["record.txt"] = attached
        pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    content = out.getvalue().rstrip(b"\n") + b"\n"
    return content + PDF_SEAL[1:] + _sealed(content) + b"\n"


def _sealed(content: bytes) -> bytes:
    digest = hashlib.sha256(content).hexdigest()
    return rfc8785.dumps({"digest": digest, "public_key": public_key(), "signature": sign(_seal_message(digest))})


def _seal_message(digest: str) -> bytes:
    return rfc8785.dumps({"digest": digest, "kind": "copy"})


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event of a copy: its members, and whether it is what was written."""

    place: int
    members: dict[str, Any]
    is_whole: bool


@dataclass
class Checked:
    """What was found in a file. No codes: every byte is as it was given out."""

    codes: list[str] = field(default_factory=list)
    events: list[ReadEvent] = field(default_factory=list)
    number: str = ""
    digest: str = ""
    anchor: dict[str, Any] | None = None

    @property
    def is_intact(self) -> bool:
        """Whether nothing was changed."""
        return not self.codes


def check_copy(content: bytes, keys: Collection[str]) -> Checked:
    """Read a text or PDF copy; ``keys`` are the portal's public keys. Never raises for what is in a file."""
    found = Checked()
    codes: list[str] = []
    if content.startswith(b"%PDF-"):
        whole, _mark, line = content.rpartition(PDF_SEAL)
        codes += _seal_faults(whole + b"\n", line, keys)
        begin = content.find(BOM + TITLE.encode())
        end = _end_of_text(content, begin)
        if begin < 0 or end < 0:
            found.codes = _in_order([*codes, "unreadable"])
            return found
        content = content[begin:end]
    codes += _text_faults(_unbroken(content), keys, found)
    found.codes = _in_order(codes)
    return found


def _end_of_text(content: bytes, begin: int) -> int:
    heading = content.find(b"\n" + _SEAL + b"\n", begin) if begin >= 0 else -1
    line = content.find(b"\n", heading + len(_SEAL) + 2) if heading >= 0 else -1
    return line + 1 if line >= 0 else -1


def _unbroken(content: bytes) -> bytes:
    """A file whose line ends a program made its own, as it was; any other as it is."""
    if b"\r\n" not in content:
        return content
    mended = content.replace(b"\r\n", b"\n")
    body, _mark, line = mended.rpartition(b"\n" + _SEAL + b"\n")
    return mended if body and hashlib.sha256(body + b"\n").hexdigest().encode() in line else content


def _text_faults(content: bytes, keys: Collection[str], found: Checked) -> Iterator[str]:
    lines = content.decode("utf-8", errors="replace").split("\n")
    places = [_last(lines, heading) for heading in (PROOF_HEADING, FORMS_HEADING, SEAL_HEADING)]
    body, mark, line = content.rpartition(b"\n" + _SEAL + b"\n")
    yield from _seal_faults(body + b"\n" if mark else content, line, keys)
    proof_at, forms_at, seal_at = places
    if -1 in places or not proof_at < forms_at < seal_at:
        yield "unreadable"
        return
    proof = _object(lines[proof_at + 1])
    if proof is None or not _is_proof(proof):
        yield "proof"
        return
    forms = [form for form in lines[forms_at + 1 : seal_at] if form]
    found.number, found.digest, found.anchor = proof["case"], proof["digest"], proof["anchor"]
    yield from _event_faults(forms, proof, found)
    yield from _end_faults(forms, proof, keys)
    if proof["anchor"] is not None:
        yield from _anchor_faults(proof["anchor"], proof["digests"], keys)


def _event_faults(forms: Sequence[str], proof: dict[str, Any], found: Checked) -> Iterator[str]:
    digests = proof["digests"]
    if len(forms) != len(digests):
        yield "missing"
    before = GENESIS
    for place, (form, digest) in enumerate(zip(forms, digests, strict=False), 1):
        members = _object(form) or {}
        is_whole = hashlib.sha256(form.encode()).hexdigest() == digest
        is_whole = is_whole and (members.get("case"), members.get("sequence")) == (proof["case"], place)
        if not is_whole:
            yield f"event:{place}"
        elif members.get("previous") != before:
            yield f"previous:{place}"
        found.events.append(ReadEvent(place, members, is_whole))
        before = digest


def _end_faults(forms: Sequence[str], proof: dict[str, Any], keys: Collection[str]) -> Iterator[str]:
    digests = proof["digests"]
    if not digests or proof["digest"] != digests[-1]:
        yield "end"
    message = rfc8785.dumps({"case": proof["case"], "digest": proof["digest"], "sequence": len(digests)})
    yield from _signature_faults(proof, message, "end_signature", keys)


def _anchor_faults(anchor: dict[str, Any], digests: Sequence[str], keys: Collection[str]) -> Iterator[str]:
    statement, sequence = _object(anchor["statement"]) or {}, anchor["sequence"]
    digest = digests[sequence - 1] if 0 < sequence <= len(digests) else ""
    leaf = leaf_digest(rfc8785.dumps({"digest": digest, "sequence": sequence}))
    count = statement.get("count")
    root = root_by_path(leaf, anchor["place"], count if isinstance(count, int) else 0, anchor["path"])
    if root is None or root != statement.get("root"):
        yield "anchor"
    yield from _signature_faults(anchor, anchor["statement"].encode(), "anchor_signature", keys)


def _seal_faults(body: bytes, line: bytes, keys: Collection[str]) -> Iterator[str]:
    text = line.decode("utf-8", errors="replace")
    seal = _object(text.rstrip("\n"))
    members = ("digest", "public_key", "signature")
    if seal is None or not all(isinstance(seal.get(name), str) for name in members):
        yield "seal"
        return
    if rfc8785.dumps({name: seal[name] for name in members}).decode() + "\n" != text:
        yield "seal"
    if hashlib.sha256(body).hexdigest() != seal["digest"]:
        yield "seal"
    yield from _signature_faults(seal, _seal_message(seal["digest"]), "seal_signature", keys)


def _signature_faults(said: dict[str, Any], message: bytes, code: str, keys: Collection[str]) -> Iterator[str]:
    if said["public_key"] not in keys:
        yield "key"
    if not is_signed_by(said["public_key"], message, said["signature"]):
        yield code


def _is_proof(proof: dict[str, Any]) -> bool:
    words = ("case", "digest", "public_key", "signature")
    anchor = proof.get("anchor")
    return (
        all(isinstance(proof.get(name), str) for name in words)
        and proof.get("format") == FORMAT
        and _are_digests(proof.get("digests"))
        and "anchor" in proof
        and (anchor is None or _is_anchor(anchor))
    )


def _is_anchor(anchor: Any) -> bool:
    return (
        isinstance(anchor, dict)
        and all(isinstance(anchor.get(name), str) for name in ("public_key", "signature", "statement"))
        and all(isinstance(anchor.get(name), int) and 0 <= anchor[name] < MOST for name in ("place", "sequence"))
        and _are_digests(anchor.get("path"))
    )


def _are_digests(rows: Any) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, str) and len(row) == 64 and not set(row) - set("0123456789abcdef") for row in rows
    )


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
        json.dumps(found, ensure_ascii=False).encode()  # half a character, escaped, is no text
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _last(lines: Sequence[str], wanted: str) -> int:
    return next((place for place in range(len(lines) - 1, -1, -1) if lines[place] == wanted), -1)


def _in_order(codes: Sequence[str]) -> list[str]:
    return sorted(set(codes))
