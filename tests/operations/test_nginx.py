"""The web server's file as it lies in ``deploy/nginx``, with only the lines changed that say so, run by a real nginx before an
application that tells what reached it."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.urls import reverse

from cms.directory.services import import_jobs as directory_imports
from cms.editorial.services import import_jobs as editorial_imports
from cms.laws.admin.files import LARGEST_FILE
from deploy.packages import SERVERS
from deploy.services.processes import free_port
from portal.consultations.attachments.limits import MEGABYTE, MOST_BYTES, MOST_FILES
from portal.retention.views.public import MOST_BYTES as MOST_RECORD_BYTES
from tests.conftest import missing

NAME = "fawang.example"
FILE = Path(settings.BASE_DIR) / "deploy" / "nginx" / "fawang.conf"
STYLE = "body{color:#111}" * 200


class _Application(BaseHTTPRequestHandler):
    """Says what it was asked, by whom, and how often this address was asked of it."""

    protocol_version = "HTTP/1.1"
    asked: dict[str, int]

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked[self.path] = self.asked.get(self.path, 0) + 1
        body = json.dumps({"headers": dict(self.headers), "times": self.asked[self.path]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.path.startswith("/kept/"):
            self.send_header("Cache-Control", "public, max-age=60, s-maxage=60")
        else:
            self.send_header("Cache-Control", "private, no-store")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def heard(self) -> dict[str, Any]:
        """What the application was told."""
        return dict(json.loads(self.body))


@dataclass(frozen=True)
class Web:
    """A running nginx: its ports without and with TLS, and its folder."""

    plain: int
    secure: int
    folder: Path

    def ask(
        self, path: str, headers: dict[str, str] | None = None, *, method: str = "GET", body: bytes = b""
    ) -> Answer:
        """Over TLS, as the browser of a reader would."""
        trusted = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        connection = http.client.HTTPSConnection(NAME, self.secure, context=trusted, timeout=20)
        raw = socket.create_connection(("127.0.0.1", self.secure), timeout=20)
        connection.sock = trusted.wrap_socket(raw, server_hostname=NAME)
        try:
            connection.request(method, path, body or None, {"Host": NAME, **(headers or {})})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


def certificate(folder: Path) -> None:
    """A certificate for the name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def written(folder: Path, plain: int, secure: int, application: int) -> Path:
    """The file with its paths and ports changed, below what Debian's own nginx.conf says around it."""
    text = FILE.read_text("utf-8")
    for before, after in (
        ("/etc/ssl/fawang/", f"{folder}/"),
        ("/srv/fawang/static/", f"{folder}/static/"),
        ("/srv/fawang/media/", f"{folder}/media/"),
        ("/srv/fawang/app/templates", f"{settings.BASE_DIR}/templates"),
        ("/var/cache/nginx/", f"{folder}/cache/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("127.0.0.1:8000", f"127.0.0.1:{application}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
    ):
        assert before in text, before
        text = text.replace(before, after)
    # The other family of addresses is not to be had everywhere; its lines say the same.
    kept = [line for line in text.splitlines() if "listen [::]:" not in line]
    around = f"""
user {"root" if os.geteuid() == 0 else "nobody"};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
"""
    path = folder / "nginx.conf"
    path.write_text(around + "\n".join(kept) + "\n}\n", "utf-8")
    return path


@contextmanager
def nginx(folder: Path, application: int) -> Iterator[Web]:
    """A running nginx with the file, before whatever listens on the port ``application``; ended at the end."""
    program = shutil.which("nginx") or shutil.which("nginx", path=SERVERS)
    if program is None:
        missing("nginx", "apt-get install nginx-light")
    for name in ("static", "media/images", "media/documents", "cache"):
        (folder / name).mkdir(parents=True)
    (folder / "static" / "site.0123456789ab.css").write_text(STYLE)
    (folder / "static" / "site.0123456789ab.css.gz").write_bytes(gzip.compress(STYLE.encode()))
    (folder / "static" / "site.0123456789ab.js").write_text("'use strict';")
    (folder / "media" / "images" / "one.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "media" / "documents" / "secret.pdf").write_text("not for everybody")
    certificate(folder)
    plain, secure = free_port(), free_port()
    path = written(folder, plain, secure, application)
    checked = subprocess.run([str(program), "-t", "-c", str(path)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    running = subprocess.Popen([str(program), "-c", str(path), "-g", "daemon off;"], stderr=subprocess.DEVNULL)
    try:
        _wait(secure, running, folder)
        yield Web(plain, secure, folder)
    finally:
        running.send_signal(signal.SIGQUIT)
        running.wait(20)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Nginx before an application that answers."""
    handler = type("Handler", (_Application,), {"asked": {}})
    application = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    with nginx(tmp_path_factory.mktemp("nginx"), application.server_address[1]) as served:
        yield served
    application.shutdown()
    application.server_close()


def _wait(port: int, running: subprocess.Popen[bytes], folder: Path) -> None:
    for _attempt in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if running.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"nginx did not start:\n{(folder / 'error.log').read_text()}")


def test_plain_http_leads_to_tls(web: Web) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", web.plain, timeout=20)
    connection.request("GET", "/laws/?q=1", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/laws/?q=1")
    connection.close()


def test_browsers_are_offered_http_2_and_nothing_older_than_tls_1_2(web: Web) -> None:
    offered = ssl.create_default_context(cafile=str(web.folder / "fullchain.pem"))
    offered.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", web.secure), timeout=20) as raw,
        offered.wrap_socket(raw, server_hostname=NAME) as secured,
    ):
        assert secured.selected_alpn_protocol() == "h2"
        assert secured.version() in ("TLSv1.2", "TLSv1.3")


def test_what_a_client_claims_about_its_address_and_scheme_is_thrown_away(web: Web) -> None:
    heard = web.ask("/", {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}).heard["headers"]
    assert heard["X-Forwarded-For"] == "127.0.0.1"
    assert heard["X-Forwarded-Proto"] == "https"
    assert heard["Host"] == NAME


def test_the_log_of_visits_tells_neither_words_nor_numbers_nor_what_opens_something(web: Web) -> None:
    number, token = "0123456789A", "MTI-c0ffee-word"
    for address in (
        "/search/?q=%E7%A6%BB%E5%A9%9A",
        f"/consultations/mine/?number={number}",
        f"/consultations/mine/{number}/files/",
        f"/workbench/cases/{number}/?page=2",
        "/consultations/mine/01234-56789-a",
        f"/api/v2/drafts/{token}/",
        f"/admin/password_reset/confirm/MTI/{token}/",
        "/topics/consumption/",
        "/laws/shi-fan-fa/2020-01-01/",
    ):
        web.ask(address, {"Referer": f"https://{NAME}/search/?q=secret", "User-Agent": "somebody's"})
    until = time.monotonic() + 20
    while "shi-fan-fa" not in (log := (web.folder / "fawang.log").read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    seen = [line.split(" ")[3] for line in log.splitlines()][-9:]
    assert seen == [
        "/search/",
        "/consultations/mine/",
        "/consultations/mine/*/files/",
        "/workbench/cases/*/",
        "/consultations/mine/*",
        "/api/v2/drafts/*",
        "/admin/password_reset/confirm/*",
        "/topics/consumption/",
        "/laws/shi-fan-fa/2020-01-01/",
    ]
    for word in ("E7", "0123456789A", "01234-56789", token, "secret", "somebody"):
        assert word not in log


def test_collected_files_are_kept_for_a_year_and_sent_small(web: Web) -> None:
    answer = web.ask("/static/site.0123456789ab.css", {"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.body).decode() == STYLE


def test_scripts_are_sent_as_scripts(web: Web) -> None:
    assert "javascript" in web.ask("/static/site.0123456789ab.js").headers["Content-Type"]


def test_pictures_are_sent_and_run_no_script_documents_never(web: Web) -> None:
    picture = web.ask("/media/images/one.svg")
    assert picture.status == 200
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    for way in (
        "/media/documents/secret.pdf",
        "/media/images/../documents/secret.pdf",
        "/media/images/%2e%2e/documents/secret.pdf",
    ):
        assert web.ask(way).status == 404, way


def test_the_figures_of_the_machine_are_nobodys(web: Web) -> None:
    assert web.ask("/metrics").status == 404


def test_an_answer_that_may_be_kept_is_asked_for_once_in_each_display_and_never_kept_for_who_is_signed_in(
    web: Web,
) -> None:
    assert [web.ask("/kept/page/").heard["times"] for _time in range(3)] == [1, 1, 1]
    assert web.ask("/kept/page/", {"Cookie": "display=large"}).heard["times"] == 2
    assert web.ask("/kept/page/", {"Cookie": "sessionid=somebody"}).heard["times"] == 3
    assert web.ask("/kept/page/").heard["times"] == 1


def test_an_answer_that_is_one_persons_is_never_kept(web: Web) -> None:
    assert [web.ask("/mine/").heard["times"] for _time in range(2)] == [1, 2]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/ask/files/", MOST_FILES * MOST_BYTES),
        ("/consultations/mine/2026-000001/files/", MOST_FILES * MOST_BYTES),
        (reverse("verify_record"), MOST_RECORD_BYTES),
        (reverse("wagtaildocs:add"), settings.WAGTAILDOCS_MAX_UPLOAD_SIZE),
        (reverse("wagtaildocs:add_multiple"), settings.WAGTAILDOCS_MAX_UPLOAD_SIZE),
        (reverse("editorial_import_upload"), editorial_imports.MOST_MEGABYTES * MEGABYTE),
        (reverse("directory_import_upload"), directory_imports.MOST_MEGABYTES * MEGABYTE),
        (reverse("wagtailimages:add"), settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE),
        (reverse("laws_upload"), LARGEST_FILE),
    ],
)
def test_what_the_application_would_take_reaches_it(web: Web, address: str, most: int) -> None:
    form_around = 64 * 1024
    assert web.ask(address, method="POST", body=b"x" * (most + form_around)).status == 200
    assert web.ask(address, method="POST", body=b"x" * (most + 13 * MEGABYTE)).status == 413


def test_more_than_may_be_sent_is_refused_in_words(web: Web) -> None:
    answer = web.ask("/ask/question/", method="POST", body=b"x" * (13 * MEGABYTE))
    assert answer.status == 413
    assert "文件太大" in answer.body.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_when_the_application_is_gone_the_reader_sees_a_page_that_says_so(tmp_path: Path) -> None:
    with nginx(tmp_path, free_port()) as web:
        answer = web.ask("/laws/")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "暂时" in answer.body.decode()
