"""The list of an export's files with their hashes, signed; and the words that say how to check it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import rfc8785

from portal.common.signatures import is_signed_by, public_key, sign

MANIFEST, SIGNATURE, README = "manifest.json", "manifest.sig.json", "README.txt"
FORMAT = 1
EPOCH = (1980, 1, 1, 0, 0, 0)
README_WORDS = """法网：依法调取的咨询记录

cases/ 里每件咨询一个文件夹，按顺序编号，文件名里没有个人信息：
  record.jsonl  办理记录，每行一条，RFC 8785 规范形式；每条里的 previous 是前一条的 SHA-256。
  proof.json    记录末尾的摘要和签名，以及在“每日固定”里的证明。
  texts.json    问题、补充情况、答复等原文和盐。盐、换行、原文连在一起的 SHA-256 就是记录里写的摘要。
  copy.txt、copy.pdf  供阅读的副本。可以在本网“核对记录”页（/records/verify/）核对。
  files/        附件原件。

怎样核对：
1. manifest.json 列出每个文件的 SHA-256。对文件逐个计算并对照，例如 sha256sum。
2. manifest.sig.json 是本网对 manifest.json 全部内容的签名（Ed25519，网址字符的 base64）。公钥公布在 /records/anchors/。
3. 也可以请本网的管理员运行 manage.py verify_export 文件名.zip，一次核对全部。

提问人的账户身份和完整的联系方式不在里面，需要时依法另行调取。
"""


class Order(Protocol):
    """Who asked for what, by which document (``InquiryExport``)."""

    authority: str
    document_number: str


@dataclass
class Listing:
    """What was written into a ZIP so far."""

    files: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0

    def add(self, path: str, content: bytes) -> None:
        """Count a file in."""
        self.files.append({"path": path, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)})
        self.size += len(content)


def manifest_of(order: Order, made_at: str, cases: int, listing: Listing) -> bytes:
    """The manifest, RFC 8785."""
    return rfc8785.dumps(
        {
            "authority": order.authority,
            "cases": cases,
            "document_number": order.document_number,
            "files": listing.files,
            "format": FORMAT,
            "made_at": made_at,
        }
    )


def signature_of(manifest: bytes) -> bytes:
    """The signature over it, as a file."""
    return rfc8785.dumps({"public_key": public_key(), "signature": sign(manifest)})


def put(archive: zipfile.ZipFile, path: str, content: bytes) -> None:
    """Add a file under a fixed date: a ZIP says nothing that the manifest does not."""
    archive.writestr(zipfile.ZipInfo(path, EPOCH), content, zipfile.ZIP_DEFLATED)


def export_faults(content: io.BufferedIOBase | io.BytesIO, keys: Collection[str]) -> Iterator[str]:
    """What does not hold in a ZIP that comes back; nothing: it is as it was given out."""
    try:
        with zipfile.ZipFile(content) as archive:
            yield from _faults(archive, keys)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, NotImplementedError, EOFError) as error:
        yield f"the file cannot be read: {type(error).__name__}"


def _faults(archive: zipfile.ZipFile, keys: Collection[str]) -> Iterator[str]:
    names = archive.namelist()
    if len(names) != len(set(names)):
        yield "a name stands in it twice"
    for needed in (MANIFEST, SIGNATURE, README):
        if needed not in names:
            yield f"{needed} is missing"
            return
    manifest = archive.read(MANIFEST)
    signed = archive.read(SIGNATURE)
    said: Mapping[str, Any] = json.loads(signed)
    if rfc8785.dumps(dict(said)) != signed:
        yield f"{SIGNATURE} is not what was exported"
    if said["public_key"] not in keys or not is_signed_by(said["public_key"], manifest, said["signature"]):
        yield "the signature under manifest.json is not ours"
        return
    listed = {row["path"]: row["sha256"] for row in json.loads(manifest)["files"]}
    for path in sorted(set(names) - set(listed) - {MANIFEST, SIGNATURE}):
        yield f"{path} is not in the manifest"
    for path, digest in sorted(listed.items()):
        if path not in names:
            yield f"{path} is missing"
        elif not _has_digest(archive, path, digest):
            yield f"{path} is not what was exported"


def _has_digest(archive: zipfile.ZipFile, path: str, digest: str) -> bool:
    import zlib

    try:
        with archive.open(path) as file:
            return hashlib.file_digest(cast(Any, file), "sha256").hexdigest() == digest
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return False
