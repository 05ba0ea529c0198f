"""Files a clerk uploads, and what the pages say."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.directory.models import DirectoryImport, Institution
from tests.directory import builders

IMPORTS = "/admin/directory/imports"


def words(response: Any) -> str:
    return str(response.content.decode())


def csv(*lines: str, head: str = "类别,名称,执业证号,执业机构") -> bytes:
    return "\n".join([head, *lines]).encode()


def people(firm: Institution, number: int) -> bytes:
    return csv(*[f"律师,示例{place:03d},10000202110{place:06d},{firm.name}" for place in range(number)])


def upload(client: Client, content: bytes, name: str = "名单.csv") -> Any:
    with builders.committed():
        return client.post(f"{IMPORTS}/upload/", {"file": SimpleUploadedFile(name, content)})


def send(client: Client, address: str, **typed: Any) -> Any:
    with builders.committed():
        return client.post(address, typed)


def brought_in(client: Client, content: bytes) -> DirectoryImport:
    """A file uploaded and confirmed."""
    address = upload(client, content).url
    send(client, address, act="confirm")
    return DirectoryImport.objects.latest("pk")
