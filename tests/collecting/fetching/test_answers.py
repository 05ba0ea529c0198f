"""What the fetcher takes of an answer: redirects within, sizes, times, certificates."""

from __future__ import annotations

import gzip
import ipaddress
import os
import socket
import time
import zlib
from pathlib import Path

import pytest

from cms.collecting.fetching import ANY_PUBLIC_HOST, FetchProblem, Why, fetch, only
from tests.collecting.fetching.asking import got, redirect, refused
from tests.collecting.site import HOST, LOOPBACK, Authority, Site, rules_for, serving


def test_a_redirect_within_the_host_is_followed(site: Site) -> None:
    site.answers["/"] = redirect("/b")
    site.answers["/b"] = redirect(f"{site.url}/c", "301 Moved Permanently")
    site.say("/c", "到了")

    answer = got(site)

    assert answer.body.decode() == "到了"
    assert answer.url == f"{site.url}/c"


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("http://other.example.test:{port}/", Why.REDIRECT_OUT),
        ("//other.example.test:{port}/", Why.REDIRECT_OUT),
        ("http://127.0.0.1:{port}/", Why.NUMBER),
        ("http://169.254.169.254/latest/meta-data/", Why.NUMBER),
        ("http://[::1]:{port}/", Why.NUMBER),
        ("http://news.example.test:6379/", Why.PORT),
        ("file:///etc/passwd", Why.BAD_ADDRESS),
        ("http://a:b@news.example.test:{port}/", Why.CREDENTIALS),
    ],
)
def test_a_redirect_out_is_not_followed(to: str, why: Why, site: Site) -> None:
    site.answers["/"] = redirect(to.format(port=site.port))
    site.say("/latest/meta-data/", "secret")

    assert refused(site) is why
    assert site.paths == ["/"]


def test_a_redirect_to_a_name_of_an_inner_address_is_not_followed_even_where_any_public_host_may_be_asked(
    site: Site,
) -> None:
    site.answers["/"] = redirect(f"http://inner.example.test:{site.port}/secret")

    def resolve(host: str, port: int) -> list:
        return [ipaddress.ip_address("10.0.0.9") if host.startswith("inner") else LOOPBACK]

    assert refused(site, hosts=ANY_PUBLIC_HOST, resolve=resolve) is Why.INNER
    assert site.paths == ["/"]


def test_a_name_that_turns_inner_between_two_hops_is_noticed(site: Site) -> None:
    site.answers["/"] = redirect("/secret")
    answers = iter([LOOPBACK, ipaddress.ip_address("10.0.0.9")])

    assert refused(site, resolve=lambda host, port: [next(answers)]) is Why.INNER
    assert site.paths == ["/"]


def test_a_circle_of_redirects_ends_after_three(site: Site) -> None:
    site.answers["/"] = redirect("/")

    assert refused(site) is Why.REDIRECTS
    assert len(site.asked) == 4


def test_a_drip_is_cut_off_at_its_hour(site: Site) -> None:
    def drip(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(200):
            sock.sendall(b"x")
            time.sleep(0.05)

    site.answers["/"] = drip

    assert refused(site, seconds=0.5) is Why.SLOW


def test_a_drip_without_a_length_is_not_taken_for_whole(site: Site) -> None:
    def drip(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(200):
            sock.sendall(b"x")
            time.sleep(0.05)

    site.answers["/"] = drip

    assert refused(site, seconds=0.5) is Why.SLOW


def test_a_drip_of_headers_is_cut_off_at_its_hour(site: Site) -> None:
    def drip(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        for _ in range(200):
            sock.sendall(b"x")
            time.sleep(0.05)

    site.answers["/"] = drip

    assert refused(site, seconds=0.5) is Why.SLOW


def test_silence_is_cut_off_at_its_hour(site: Site) -> None:
    site.answers["/"] = lambda sock: time.sleep(3)

    assert refused(site, seconds=0.4) is Why.SLOW


def test_a_body_without_end_is_cut_off_at_its_size(site: Site) -> None:
    def endless(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sock.sendall(b"x" * 65536)

    site.answers["/"] = endless

    assert refused(site, sent_bytes=300_000) is Why.SIZE


def test_chunks_without_end_are_cut_off_at_their_size(site: Site) -> None:
    def endless(sock: socket.socket) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            sock.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    site.answers["/"] = endless

    assert refused(site, sent_bytes=300_000) is Why.SIZE


def test_a_length_that_is_too_great_is_not_read_at_all(site: Site) -> None:
    site.answers["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"

    assert refused(site) is Why.SIZE


def test_a_packed_page_is_unpacked(site: Site) -> None:
    site.say("/", gzip.compress("一".encode()) + gzip.compress("二".encode()), Content_Encoding="gzip")

    assert got(site).body.decode() == "一二"


def test_a_bomb_is_never_unpacked(site: Site) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1024 * 1024) for _ in range(200)) + packer.flush()
    assert len(bomb) < 300_000
    site.say("/", bomb, Content_Encoding="gzip")
    site.say("/twice", gzip.compress(bomb), Content_Encoding="gzip, gzip")

    assert refused(site, kept_bytes=1024 * 1024) is Why.SIZE
    assert refused(site, "/twice") is Why.PACKED


@pytest.mark.parametrize(
    ("body", "encoding"),
    [(b"not packed", "gzip"), (gzip.compress(os.urandom(1000))[:-20], "gzip"), (b"x", "br"), (b"", "gzip")],
)
def test_what_cannot_be_unpacked_is_told(body: bytes, encoding: str, site: Site) -> None:
    site.say("/", body, Content_Encoding=encoding)

    assert refused(site) is Why.PACKED


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 60_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 900) for n in range(90)) + b"\r\n",
        b"HTTP/1.1 " + b"2" * 60_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 5000,
    ],
)
def test_headers_without_end_are_not_read(head: bytes, site: Site) -> None:
    site.answers["/"] = head

    assert refused(site) is Why.HEADERS


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", Why.ANSWER),
        (b"HTTP/1.1 OK\r\n\r\n", Why.ANSWER),
        (b"", Why.CONNECTION),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Why.CONNECTION),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Why.CONNECTION),
    ],
)
def test_what_is_no_answer_of_the_web_is_told(answer: bytes, why: Why, site: Site) -> None:
    site.answers["/"] = answer

    assert refused(site) is why


def test_a_closed_port_is_told(site: Site) -> None:
    with serving() as other:
        gone = other
    time.sleep(0.1)

    assert refused(gone) is Why.CONNECTION


def test_a_good_certificate_is_accepted_under_the_name_that_was_asked(tmp_path: Path) -> None:
    authority = Authority.made_in(tmp_path)
    with serving(authority.server(HOST)) as site:
        site.say("/", "安全")
        rules = rules_for(site, tls=authority.trusted())

        answer = fetch(f"https://{HOST}:{site.port}/", hosts=only(HOST), rules=rules)

    assert answer.body.decode() == "安全"


@pytest.mark.parametrize(
    ("host", "days", "is_trusted"), [("other.example.test", 5, True), (HOST, -1, True), (HOST, 5, False)]
)
def test_a_bad_certificate_is_refused(host: str, days: int, is_trusted: bool, tmp_path: Path) -> None:
    authority = Authority.made_in(tmp_path)
    with serving(authority.server(host, days=days)) as site:
        site.say("/", "不安全")
        rules = rules_for(site, tls=authority.trusted() if is_trusted else None)

        with pytest.raises(FetchProblem) as caught:
            fetch(f"https://{HOST}:{site.port}/", hosts=only(HOST), rules=rules)

        assert caught.value.why is Why.TLS
        assert site.asked == []


def test_from_https_no_redirect_leads_to_http(tmp_path: Path) -> None:
    authority = Authority.made_in(tmp_path)
    with serving() as plain, serving(authority.server(HOST)) as secure:
        secure.answers["/"] = redirect(f"{plain.url}/")
        plain.say("/", "明文")
        rules = rules_for(plain, secure, tls=authority.trusted())

        with pytest.raises(FetchProblem) as caught:
            fetch(f"https://{HOST}:{secure.port}/", hosts=only(HOST), rules=rules)

        assert caught.value.why is Why.REDIRECT_DOWN
        assert plain.asked == []


def test_an_error_page_is_an_answer_without_a_body(site: Site) -> None:
    site.say("/", "x" * 1000, status="500 Internal Server Error")

    answer = got(site)

    assert (answer.status, answer.body) == (500, b"")
