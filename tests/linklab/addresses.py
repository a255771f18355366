"""Hosts, certificates, addresses that nobody may ask, and URLs as people write them."""

from __future__ import annotations

from urllib.parse import quote

from tests.linklab.server import Ask, case, more

# Encryption.

more("tls-good", "alive", "{tls}/status-200")
more("tls-good-gone", "dead", "{tls}/status-404")
more("tls-expired", "dead", "{tls-expired}/status-200", "tls-expired")
more("tls-not-yet", "dead", "{tls-early}/status-200", "tls-not-yet")
more("tls-wrong-host", "dead", "{tls-host}/status-200", "tls-host")
more("tls-self-signed", "dead", "{tls-self}/status-200", "tls-self-signed")
more("tls-unknown-authority", "unverified", "{tls-unknown}/status-200", "tls-authority")
more("tls-client-wanted", "unverified", "{tls-client}/status-200")
more("tls-none-there", "dead|unverified", "{tls-plain}/status-200", hangs=True)
more("tls-mute", "unverified", "{tls-mute}/status-200", hangs=True)
more("tls-abrupt", "unverified|dead", "{tls-abrupt}/status-200")


@case("to-tls", "moved")
async def _(ask: Ask) -> None:
    if ask.writer.get_extra_info("ssl_object"):
        await ask.say()
    else:
        await ask.go(f"https://127.0.0.1:{ask.lab.ports['tls']}/to-tls", 301)


@case("to-tls-expired", "dead")
async def _(ask: Ask) -> None:
    await ask.go(f"https://127.0.0.1:{ask.lab.ports['tls-expired']}/", 301)


# Hosts and addresses.

more("no-host", "dead", "http://no.such.host.invalid/", "no-host")
more("no-host-tls", "dead", "https://no.such.host.invalid/a#b", "no-host")
more("unknown-name", "dead", "http://unknown-name.test/", "no-host")
more("connection-refused", "dead", "http://127.0.0.1:{closed-port}/", "refused")
more("connection-abrupt", "unverified|dead", "http://127.0.0.1:{abrupt-port}/")
more("name-flaky", "alive", "http://flaky-name.lab.test:{web-port}/status-200")
more("name-half-dead", "alive", "http://half-dead.lab.test:{web-port}/status-200")
more("name-inner", "unverified|dead", "http://inner.lab.test/", "inner")
more("name-mapped", "unverified|dead", "http://mapped.lab.test/", "inner")
more("name-mixed", "alive", "http://mixed.lab.test:{web-port}/status-200")
more("name-upper-case", "alive", "HTTP://WWW.Lab.Test:{web-port}/status-200")
more("name-trailing-dot", "alive", "http://www.lab.test.:{web-port}/status-200")
more("name-idn", "alive", "http://中文.lab.test:{web-port}/status-200")
more("name-idn-stop", "alive", "http://www。lab。test:{web-port}/status-200")
more("name-in-certificate", "alive", "https://www.lab.test:{tls-port}/status-200")
more("localhost", "alive", "http://localhost:{web-port}/status-200")
more("address-short", "alive", "http://127.1:{web-port}/status-200")
more("address-number", "alive", "http://2130706433:{web-port}/status-200")
more("address-octal", "alive", "http://0177.0.0.01:{web-port}/status-200")
more("address-hex", "alive", "http://0x7f.1:{web-port}/status-200")
more("address-full-width", "alive", "http://１27.０.０.１:{web-port}/status-200")
for _name, _host in {
    "private-10": "10.0.0.1",
    "private-172": "172.16.0.1",
    "private-192": "192.168.1.1",
    "link-local": "169.254.1.1",
    "metadata": "169.254.169.254",
    "metadata-aliyun": "100.100.100.200",
    "cgnat": "100.64.0.1",
    "zero": "0.0.0.0",  # noqa: S104 - asked, not bound to
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
    "documentation": "192.0.2.1",
    "benchmark": "198.18.0.1",
    "six-loopback": "[::1]",
    "six-zero": "[::]",
    "six-link-local": "[fe80::1]",
    "six-private": "[fd00:ec2::254]",
    "six-multicast": "[ff02::1]",
    "six-mapped": "[::ffff:10.0.0.1]",
    "six-6to4": "[2002:0a00:0001::]",
    "six-nat64": "[64:ff9b::10.0.0.1]",
    "six-teredo": "[2001:0:a00:1::]",
    "hex": "0x0a000001",
    "octal": "012.0.0.1",
    "number": "167772161",
    "short": "10.1",
    "dotted": "10.0.0.1.",
    "full-width": "１０.0.0.1",
}.items():
    more(f"guard-{_name}", "dead|unverified", f"http://{_host}/", "address")


# Addresses as people write them.


@case("path-non-ascii", "alive", url="{web}/路径/文", path=f"/{quote('路径')}/{quote('文')}")
async def _(ask: Ask) -> None:
    await ask.say()


more("path-slash-encoded", "alive", "{web}/a%2Fb")
more("path-plus-encoded", "alive", "{web}/a%2Bb?c=%2B")
more("path-with-space", "alive", "{web}/with space")
more("path-dots", "alive", "{web}/x/../status-200")
more("path-dots-encoded", "alive", "{web}/x/%2e%2E/status-200")
more("path-backslash", "alive", "{web}\\status-200")
more("path-tab-inside", "alive", "{web}/status\t-200")
more("blanks-around", "alive", "  {web}/status-200 ")


@case("path-odd-percent", "alive", url="{web}/100%", path="/100%")
async def _(ask: Ask) -> None:
    await ask.say()


@case("path-pipes", "alive", url="{web}/a|b[c]?x=[1]|2", path="/a|b[c]?x=[1]|2")
async def _(ask: Ask) -> None:
    await ask.say()


@case("login-in-url", "alive", url="http://ann:s%40cret@127.0.0.1:{web-port}/login-in-url")
async def _(ask: Ask) -> None:
    await ask.say(200 if ask.headers.get("authorization") == "Basic YW5uOnNAY3JldA==" else 401)


@case("login-not-passed-on", "alive", url="http://ann:secret@127.0.0.1:{web-port}/login-not-passed-on")
async def _(ask: Ask) -> None:
    if ask.headers.get("host", "").startswith("127.0.0.2"):
        await ask.say(404 if "authorization" in ask.headers else 200)
    else:
        await ask.go(f"http://127.0.0.2:{ask.lab.ports['other']}/login-not-passed-on")


more("malformed-no-host", "dead", "http:///", "malformed")
more("malformed-bracket", "dead", "http://[::1/", "malformed")
more("malformed-space", "dead", "http://exa mple.com/", "malformed")
more("malformed-port", "dead", "http://127.0.0.1:99999/", "malformed")
more("malformed-port-word", "dead", "http://127.0.0.1:eighty/", "malformed")
more("malformed-octets", "dead", "http://256.1.1.1/", "malformed")
more("malformed-long", "dead", "http://127.0.0.1/" + "a" * 9000, "malformed")
more("mail", "skipped", "mailto:someone@example.com")
more("telephone", "skipped", "tel:123")
more("script", "skipped", "javascript:void(0)")
