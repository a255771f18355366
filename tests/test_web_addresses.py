"""Web addresses as browsers read them, and the guard over what they lead to."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.web.addresses import AddressError, read, read_host
from editor_tools.web.guard import Reach, leads_inside, networks, read_address


@pytest.mark.parametrize(
    "url, sent",
    [
        ("http://example.com", "http://example.com/"),
        ("HTTP://EXAMPLE.com:80/A", "http://example.com/A"),
        ("https://example.com:443?x=1#y", "https://example.com/?x=1"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("http:example.com/a", "http://example.com/a"),
        ("http:\\\\example.com\\a", "http://example.com/a"),
        ("  http://example.com/a\tb\n ", "http://example.com/ab"),
        ("http://example.com/a b?c d", "http://example.com/a%20b?c%20d"),
        ("http://example.com/a%2Fb%2bc%zz%", "http://example.com/a%2Fb%2bc%zz%"),
        ("http://example.com/文?问=答", "http://example.com/%E6%96%87?%E9%97%AE=%E7%AD%94"),
        ('http://example.com/"<>`{}?"<>`{}', "http://example.com/%22%3C%3E%60%7B%7D?%22%3C%3E`{}"),
        ("http://example.com/a/./b/../c", "http://example.com/a/c"),
        ("http://example.com/a/..", "http://example.com/"),
        ("http://example.com/../../x/%2E%2e/y/.", "http://example.com/y/"),
        ("http://example.com//a//b", "http://example.com//a//b"),
        ("http://user:pass@example.com@other.example/a", "http://other.example/a"),
        ("http://ex%61mple.com/", "http://example.com/"),
        ("http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
        ("http://faß.example/", "http://xn--fa-hia.example/"),
        ("http://www。example。com/", "http://www.example.com/"),
        ("http://☃.example/", "http://xn--n3h.example/"),
        ("http://a_b.example/", "http://a_b.example/"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.1./", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://１27.０.０.１/", "http://127.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0/", "http://0.0.0.0/"),
        ("http://1.2.3.com/", "http://1.2.3.com/"),
    ],
)
def test_a_url_is_sent_as_a_browser_sends_it(url: str, sent: str) -> None:
    assert read(url).url == sent


@pytest.mark.parametrize(
    "place, sent",
    [
        ("b", "https://example.com/a/b"),
        ("./b", "https://example.com/a/b"),
        ("../b?c", "https://example.com/b?c"),
        ("/b", "https://example.com/b"),
        ("//other.example/b", "https://other.example/b"),
        ("\\\\other.example\\b", "https://other.example/b"),
        ("?c=d", "https://example.com/a/x?c=d"),
        ("#f", "https://example.com/a/x?q=1"),
        ("", "https://example.com/a/x?q=1"),
        ("https:b", "https://example.com/a/b"),
        ("http://other.example", "http://other.example/"),
        ("\udce4\udcb8\udc80", "https://example.com/a/%E4%B8%80"),
    ],
)
def test_a_place_is_read_from_where_it_stands(place: str, sent: str) -> None:
    assert read(place, read("https://ann:s@example.com/a/x?q=1#e")).url == sent


def test_a_fragment_goes_along_unless_the_place_has_one() -> None:
    base = read("https://example.com/a#old")
    assert read("#new", base).fragment == "new"
    assert read("/b#new", base).fragment == "new"


@pytest.mark.parametrize(
    "url, reason",
    [
        ("example.com/a", "malformed"),
        ("/a", "malformed"),
        ("", "malformed"),
        ("http://", "malformed"),
        ("http://#a", "malformed"),
        ("http://a b/", "malformed"),
        ("http://a:b/", "malformed"),
        ("http://a:65536/", "malformed"),
        ("http://a:\u0661/", "malformed"),
        ("http://[::1", "malformed"),
        ("http://[zz]/", "malformed"),
        ("http://[::1]a/", "malformed"),
        ("http://1.2.3.4.5/", "malformed"),
        ("http://256.1.1.1/", "malformed"),
        ("http://0x1ffffffff/", "malformed"),
        ("http://09.1.1.1/", "malformed"),
        ("http://a.0xzz.1x.0x/x y", "malformed"),
        ("http://ex%00ample.com/", "malformed"),
        ("http://ex%2fample.com/", "malformed"),
        ("ftp://example.com/", "scheme"),
        ("mailto:a@example.com", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("http://" + "a" * 9000, "malformed"),
    ],
)
def test_what_is_no_web_address_is_said(url: str, reason: str) -> None:
    with pytest.raises(AddressError) as caught:
        read(url)
    assert caught.value.reason == reason


@given(st.text(), st.sampled_from(["", "http://", "https://a.example/", "http://[", "http://0x"]))
def test_any_text_is_read_or_refused(text: str, before: str) -> None:
    try:
        target = read(before + text)
    except AddressError:
        return
    assert target.url.isascii()
    assert " " not in target.url
    assert read(target.url).url == target.url


@given(st.ip_addresses(v=4))
def test_every_spelling_of_an_address_is_that_address(address: object) -> None:
    number = int(address)  # type: ignore[call-overload] # an address is a number
    octal = oct(number).replace("0o", "0")
    for text in (str(number), hex(number), octal, f"{number >> 24}.{number & 0xFFFFFF}"):
        assert read_host(text) == str(address)


INNER = """
0.0.0.0 0.1.2.3 10.0.0.1
100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:0:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
64:ff9b:1::1 100::1 2001::1
2001:0:7f00:1:: 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::1 3fff::1 5f00::1 fc00::1
fd00:ec2::254 fe80::1 fec0::1 ff02::1 2606:4700::5efe:10.0.0.1
""".split()

PUBLIC = """
1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.0.1 223.255.255.255
2606:4700:4700::1111 2a00:1450::1 64:ff9b::808:808 ::ffff:8.8.8.8 2002:808:808::1
""".split()


@pytest.mark.parametrize("text", INNER)
def test_no_address_inside_is_reached(text: str) -> None:
    assert leads_inside(ip_address(text))
    assert Reach().refusal(ip_address(text), 443) == "address"
    assert Reach(offline=True).refusal(ip_address(text), 443) == "address"


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_reached_at_the_ports_of_the_web(text: str) -> None:
    address = ip_address(text)
    assert Reach().refusal(address, 443) == ""
    assert Reach().refusal(address, 8080) == ""
    assert Reach().refusal(address, 22) == "port"
    assert Reach().refusal(address, 6379) == "port"
    assert Reach(offline=True).refusal(address, 443) == "offline"


def test_an_opened_network_is_opened_with_its_ports_and_no_more() -> None:
    reach = Reach(networks(["10.1.0.0/16", "fd00::/8", "127.0.0.1"]))
    for text in ("10.1.2.3", "::ffff:10.1.2.3", "fd00::1", "127.0.0.1"):
        assert reach.refusal(ip_address(text), 9999) == "", text
    for text in ("10.2.0.1", "127.0.0.2", "fe80::1", "169.254.169.254"):
        assert reach.refusal(ip_address(text), 80) == "address", text


def test_offline_reaches_loopback_only_and_only_if_opened() -> None:
    reach = Reach(networks(["127.0.0.0/8", "10.0.0.0/8", "8.8.8.0/24"]), offline=True)
    assert reach.refusal(ip_address("127.0.0.1"), 1234) == ""
    assert reach.refusal(ip_address("10.0.0.1"), 80) == "offline"
    assert reach.refusal(ip_address("8.8.8.8"), 80) == "offline"


@pytest.mark.parametrize("text", ["", "10.0.0.0/33", "example.com", "10.0.0", "1.2.3.4/255.0.255.0"])
def test_a_network_that_is_none_is_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace(".", r"\.") + "$"):
        networks([text])


def test_zones_of_addresses_do_not_hide_them() -> None:
    assert read_address("fe80::1%eth0") == ip_address("fe80::1")
    assert read_address("example.com") is None
