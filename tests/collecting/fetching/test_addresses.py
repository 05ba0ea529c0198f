"""Where the fetcher goes at all: approved hosts, ordinary addresses, never an inner one."""

from __future__ import annotations

import ipaddress
import socket
import threading

import pytest
from pytest_django import Settings

from cms.collecting.fetching import FetchProblem, Rules, Why, ask, fetch, only
from tests.collecting.fetching.asking import got, refused
from tests.collecting.site import HOST, LOOPBACK, Site, reply, rules_for


def test_an_ordinary_page_comes_whole(site: Site) -> None:
    site.say("/", "普法新闻", ETag='"7"', Last_Modified="Mon, 02 Nov 2026 00:00:00 GMT")

    answer = got(site)

    assert answer.body.decode() == "普法新闻"
    assert (answer.header("etag"), answer.header("last-modified")) == ('"7"', "Mon, 02 Nov 2026 00:00:00 GMT")
    assert answer.url == f"{site.url}/"


def test_it_says_who_asks_under_which_name_and_sends_nothing_else(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COLLECTING_USER_AGENT = "Fawang/1 (+https://portal.example/)"
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.say("/a", "", Set_Cookie="a=b; Path=/")
    got(site, "/a")
    got(site, "/a")

    heads = [head.split("\r\n") for head in site.asked]
    assert heads[0] == heads[1]
    assert {line.split(":")[0].lower() for line in heads[0][1:] if line} == {
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "connection",
    }
    assert f"Host: {HOST}:{site.port}" in heads[0]
    assert "User-Agent: Fawang/1 (+https://portal.example/)" in heads[0]


def test_what_is_not_new_is_not_sent_again(site: Site) -> None:
    def answer(sock: socket.socket) -> None:
        sock.sendall(reply(status="304 Not Modified", ETag='"7"'))

    site.answers["/"] = answer

    found = fetch(f"{site.url}/", hosts=only(HOST), rules=rules_for(site), etag='"7"', modified="yesterday")

    assert found.status == 304
    assert 'If-None-Match: "7"' in site.asked[0]
    assert "If-Modified-Since: yesterday" in site.asked[0]


def test_a_host_that_is_not_approved_is_not_even_resolved(site: Site) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list:
        asked.append(host)
        return []

    assert refused(site, hosts=only("other.example.test"), resolve=resolve) is Why.HOST
    assert asked == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.example.test/", Why.BAD_ADDRESS),
        ("file:///etc/passwd", Why.BAD_ADDRESS),
        ("gopher://news.example.test:70/", Why.BAD_ADDRESS),
        ("//news.example.test/", Why.BAD_ADDRESS),
        ("http://", Why.BAD_ADDRESS),
        ("http:/news.example.test/", Why.BAD_ADDRESS),
        ("http://localhost/", Why.BAD_ADDRESS),
        ("http://127.0.0.1/", Why.NUMBER),
        ("http://127.1/", Why.NUMBER),
        ("http://0x7f.0x1/", Why.NUMBER),
        ("http://a.0x7f000001/", Why.NUMBER),
        ("http://2130706433/", Why.NUMBER),
        ("http://[::1]/", Why.NUMBER),
        ("http://[::ffff:127.0.0.1]/", Why.NUMBER),
        ("http://1.2.3.4:80/", Why.NUMBER),
        ("http://news.example.test\\@127.0.0.1/", Why.BAD_ADDRESS),
        ("http://news.example.test@127.0.0.1/", Why.CREDENTIALS),
        ("http://me:secret@news.example.test/", Why.CREDENTIALS),
        ("http://news.example.test:22/", Why.PORT),
        ("http://news.example.test:6379/", Why.PORT),
        ("http://news.example.test:99999/", Why.BAD_ADDRESS),
        ("http://news.example.test:080/", Why.BAD_ADDRESS),
        ("http://news.example.test/a b", Why.BAD_ADDRESS),
        ("http://news.example.test/a\r\nHost: inner", Why.BAD_ADDRESS),
        ("http://news.example.test/\x00", Why.BAD_ADDRESS),
        ("http://news..example.test/", Why.BAD_ADDRESS),
        ("http://-news.example.test/", Why.BAD_ADDRESS),
        ("http://" + "a." * 200 + "test/", Why.BAD_ADDRESS),
        ("http://news.example.test/" + "a" * 3000, Why.BAD_ADDRESS),
    ],
)
def test_an_address_that_is_no_ordinary_one_is_refused(url: str, why: Why) -> None:
    with pytest.raises(FetchProblem) as caught:
        ask(url)

    assert caught.value.why is why


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("HTTPS://News.Example.TEST./法?q=一#x", "news.example.test", "/%E6%B3%95?q=%E4%B8%80"),
        ("http://news.example.test", "news.example.test", "/"),
        ("http://法治.example.test/", "xn--wvw1b.example.test", "/"),
        ("http://news.example.test:80/a%20b", "news.example.test", "/a%20b"),
    ],
)
def test_an_ordinary_address_is_read_one_way(url: str, host: str, target: str) -> None:
    asked = ask(url)

    assert (asked.host, asked.target) == (host, target)


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd12::1 fe80::1 fe80::1%1 fec0::1
    ff02::1""".split(),
)
def test_no_inner_address_is_ever_connected_to(address: str, site: Site) -> None:
    found = ipaddress.ip_address(address)
    usual = Rules().may_connect

    assert not usual(found)
    assert refused(site, resolve=lambda host, port: [found], may_connect=usual) is Why.INNER
    assert site.asked == []


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "2606:4700::1"])
def test_a_public_address_may_be_connected_to(address: str, settings: Settings) -> None:
    found = ipaddress.ip_address(address)

    assert Rules().may_connect(found)
    settings.COLLECTING_INNER_NETWORKS = [f"{address}/30", "10.0.0.0/8"]
    assert not Rules().may_connect(found)


def test_a_name_of_which_one_address_is_inner_is_refused_whole(site: Site) -> None:
    mixed = [ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")]

    assert refused(site, resolve=lambda host, port: mixed, may_connect=Rules().may_connect) is Why.INNER


def test_a_real_name_that_resolves_to_this_machine_is_refused(site: Site) -> None:
    """The system's own resolver and the usual policy: what the name says is not believed, what it resolves to is."""
    hosts = only("localhost.localdomain")
    rules = Rules(
        ports=frozenset({site.port}), resolve=lambda host, port: Rules().resolve("localhost", port), seconds=5
    )

    with pytest.raises(FetchProblem) as caught:
        fetch(f"http://localhost.localdomain:{site.port}/", hosts=hosts, rules=rules)

    assert caught.value.why is Why.INNER
    assert site.asked == []


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name is asked once a connection, and the socket is given the number."""
    site.say("/", "一")
    asked: list[str] = []
    connected: list[str] = []
    original = socket.getaddrinfo

    def resolve(host: str, port: int) -> list:
        asked.append(host)
        return [LOOPBACK] if len(asked) == 1 else [ipaddress.ip_address("10.0.0.1")]

    def watched(host: str, *args: object, **kwargs: object) -> object:
        connected.append(host)
        return original(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", watched)

    assert got(site, resolve=resolve).body == "一".encode()
    assert asked == [HOST]
    assert set(connected) == {"127.0.0.1"}


def test_a_name_without_address_is_told(site: Site) -> None:
    assert refused(site, resolve=lambda host, port: []) is Why.NO_ADDRESS


def test_a_resolver_that_hangs_is_not_waited_for(site: Site) -> None:
    released = threading.Event()

    def resolve(host: str, port: int) -> list:
        released.wait(20)
        return []

    assert refused(site, resolve=resolve, connect_seconds=0.2) is Why.NO_ADDRESS
    released.set()
