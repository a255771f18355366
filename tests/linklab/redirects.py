"""Redirects of all kinds, and what they carry along."""

from __future__ import annotations

from urllib.parse import quote

from tests.linklab.server import FINE, Ask, at, case, more

# Redirects.


def _redirects() -> None:
    plain = {
        "301-other-page": (301, "/status-200", "moved"),
        "308-other-page": (308, "/status-200", "moved"),
        "302-other-page": (302, "/status-200", "alive"),
        "303-other-page": (303, "/status-200", "alive"),
        "307-other-page": (307, "/status-200", "alive"),
        "301-slash": (301, "/301-slash/", "moved"),
        "301-relative": (301, "status-200", "moved"),
        "302-dots": (302, "a/../b/./../status-200", "alive"),
        "302-query": (302, "?there=1", "alive"),
        "302-network-path": (302, "//127.0.0.1:{port}/status-200", "alive"),
        "302-backslash": (302, "\\status-200", "alive"),
        "302-blanks": (302, "  /status-200  ", "alive"),
        "302-space-inside": (302, "/with space", "alive"),
        "302-slash-encoded": (302, "/a%2Fb", "alive"),
        "302-plus-encoded": (302, "/a%2Bb?c=%2B", "alive"),
        "302-fragment": (302, "/status-200#part", "alive"),
        "301-to-gone": (301, "/status-404", "dead"),
        "301-to-error": (301, "/status-500", "unverified"),
        "302-to-soft-gone": (302, "/soft-zh", "gone"),
        "301-home": (301, "/", "gone"),
        "308-home": (308, "/", "gone"),
        "301-home-index": (301, "/index.html", "gone"),
        "302-home": (302, "/", "unverified|gone"),
        "301-login": (301, "/login?next=/301-login", "unverified|gone"),
        "302-login": (302, "/user/login.php?return=1", "unverified|gone"),
        "302-sign-in": (302, "/users/sign_in", "unverified|gone"),
        "302-error-page": (302, "/404.html", "gone|dead"),
        "301-not-found-page": (301, "/error/not-found", "gone|dead"),
        "302-loop": (302, "/302-loop", "dead"),
        "302-loop-of-two": (302, "/loop-back", "dead"),
        "302-empty": (302, "", "dead|unverified"),
        "302-nowhere": (302, "http://", "dead|unverified"),
        "302-bad-port": (302, "http://127.0.0.1:99999/", "dead|unverified"),
        "302-script": (302, "javascript:alert(1)", "unverified|dead"),
        "302-file": (302, "file:///etc/passwd", "unverified|dead"),
        "302-app": (302, "weixin://dl/business", "unverified"),
        "302-metadata": (302, "http://169.254.169.254/latest/meta-data/", "dead|unverified"),
        "302-metadata-number": (302, "http://2852039166/", "dead|unverified"),
        "302-metadata-hex": (302, "http://0xa9.0xfe.0xa9.0xfe/", "dead|unverified"),
        "302-metadata-mapped": (302, "http://[::ffff:169.254.169.254]/", "dead|unverified"),
        "302-metadata-nat64": (302, "http://[64:ff9b::a9fe:a9fe]/", "dead|unverified"),
        "302-metadata-name": (302, "http://metadata.lab.test/", "dead|unverified"),
        "302-private": (302, "http://10.0.0.1/", "dead|unverified"),
        "302-full-width": (302, "http://１０.0.0.1/", "dead|unverified"),
        "302-six": (302, "http://[::1]:{port}/", "dead|unverified"),
        "302-to-no-host": (302, "http://no.such.host.invalid/", "dead"),
        "302-to-closed": (302, "http://127.0.0.1:{closed}/", "dead"),
        "302-then-301": (302, "/301-other-page", "alive"),
        "301-then-302": (301, "/302-other-page", "alive"),
        "301-twice": (301, "/301-other-page", "moved"),
        "301-other-host": (301, "http://127.0.0.2:{other}/301-other-host", "moved"),
    }
    for name, (status, place, wanted) in plain.items():

        async def answer(ask: Ask, status: int = status, place: str = place) -> None:
            host = ask.headers.get("host", "")
            if "?there" in ask.target or host.startswith("127.0.0.2"):
                await ask.say()
                return
            ports = ask.lab.ports
            for hole, port in (
                ("{port}", ports["web"]),
                ("{closed}", ports["closed"]),
                ("{other}", ports["other"]),
            ):
                place = place.replace(hole, str(port))
            await ask.go(place, status)

        case(name, wanted)(answer)


_redirects()


@at("/loop-back")
async def _(ask: Ask) -> None:
    await ask.go("/302-loop-of-two")


@at("/")
async def _(ask: Ask) -> None:
    await ask.title("Home", "Welcome. " * 60)


@at("/index.html")
async def _(ask: Ask) -> None:
    await ask.title("Home", "Welcome. " * 60)


@at("/301-slash/")
async def _(ask: Ask) -> None:
    await ask.say()


@at("/with%20space")
async def _(ask: Ask) -> None:
    await ask.say()


@at("/a%2Fb")
async def _(ask: Ask) -> None:
    await ask.say()


@at("/a%2Bb?c=%2B")
async def _(ask: Ask) -> None:
    await ask.say()


@at("/login")
async def _(ask: Ask) -> None:
    await ask.title("Welcome back", "<form>Name, password</form>" + "words " * 99)


@at("/user/login.php")
async def _(ask: Ask) -> None:
    await ask.title("Welcome back", "<form>Name, password</form>" + "words " * 99)


@at("/users/sign_in")
async def _(ask: Ask) -> None:
    await ask.title("Welcome back", "<form>Name, password</form>" + "words " * 99)


@at("/404.html")
async def _(ask: Ask) -> None:
    await ask.title("Example", "<p>Go back to the start, or search.</p>")


@at("/error/not-found")
async def _(ask: Ask) -> None:
    await ask.title("Example", "<p>Go back to the start, or search.</p>")


more("home-itself", "alive", "{web}/")


@case("query-to-home", "gone", path="/?p=123")
async def _(ask: Ask) -> None:
    await ask.go("/", 301)


@case("language-to-home", "alive|moved", path="/zh-cn/")
async def _(ask: Ask) -> None:
    await ask.go("/", 301)


@case("index-to-home", "alive|moved", path="/index.php")
async def _(ask: Ask) -> None:
    await ask.go("/", 301)


@case(
    "tracking-dropped",
    "alive|moved",
    url="{web}/tracked?utm_source=x&id=7",
    path="/tracked?utm_source=x&id=7",
)
async def _(ask: Ask) -> None:
    await ask.go("/tracked?id=7", 301)


@at("/tracked?id=7")
async def _(ask: Ask) -> None:
    await ask.say()


@case("place-in-utf-8", "alive")
async def _(ask: Ask) -> None:
    await ask.raw("HTTP/1.1 302 Found\r\nLocation: /文章/一?q=二\r\nContent-Length: 0\r\n\r\n".encode())


@at(f"/{quote('文章')}/{quote('一')}?q={quote('二')}")
async def _(ask: Ask) -> None:
    await ask.say()


@case("place-in-gbk", "alive")
async def _(ask: Ask) -> None:
    await ask.raw(
        b"HTTP/1.1 302 Found\r\nLocation: /" + "文".encode("gbk") + b"\r\nContent-Length: 0\r\n\r\n"
    )


@at("/%CE%C4")
async def _(ask: Ask) -> None:
    await ask.say()


@case("chain-of-15", "alive", url="{web}/chain/15", path="/chain/*")
async def _(ask: Ask) -> None:
    left = int(ask.target.rpartition("/")[2])
    await (ask.go(f"/chain/{left - 1}") if left else ask.say())


more("chain-of-90", "dead", "{web}/chain/90")


@case("chain-endless", "dead", url="{web}/endless/1", path="/endless/*")
async def _(ask: Ask) -> None:
    await ask.go(f"/endless/{int(ask.target.rpartition('/')[2]) + 1}")


@case("cookie-to-pass", "alive")
async def _(ask: Ask) -> None:
    if "seen=1" in ask.headers.get("cookie", ""):
        await ask.say()
    else:
        await ask.go("/cookie-to-pass", Set_Cookie="seen=1; Path=/; HttpOnly")


@case("cookie-on-the-way", "alive")
async def _(ask: Ask) -> None:
    await ask.go("/cookie-wanted", Set_Cookie="pass=a%2Fb==; Path=/")


@at("/cookie-wanted")
async def _(ask: Ask) -> None:
    await ask.say(200 if "pass=a%2Fb==" in ask.headers.get("cookie", "") else 404)


@case("cookie-of-other-host", "alive")
async def _(ask: Ask) -> None:
    if ask.headers.get("host", "").startswith("127.0.0.2"):
        await ask.say(404 if "secret" in ask.headers.get("cookie", "") else 200)
    else:
        await ask.go(f"http://127.0.0.2:{ask.lab.ports['other']}/cookie-of-other-host", Set_Cookie="secret=1")


@case("cookie-of-other-path", "alive")
async def _(ask: Ask) -> None:
    await ask.go("/cookie-unwanted", Set_Cookie="far=1; Path=/elsewhere")


@at("/cookie-unwanted")
async def _(ask: Ask) -> None:
    await ask.say(404 if "far" in ask.headers.get("cookie", "") else 200)


@case("cookie-secure", "alive")
async def _(ask: Ask) -> None:
    await ask.go("/cookie-secure-unwanted", Set_Cookie="deep=1; Path=/; Secure")


@at("/cookie-secure-unwanted")
async def _(ask: Ask) -> None:
    await ask.say(404 if "deep" in ask.headers.get("cookie", "") else 200)


@case("refresh-at-once", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, '<meta http-equiv="refresh" content="0; url=/status-200"><p>Moving</p>')


@case("refresh-to-gone", "dead")
async def _(ask: Ask) -> None:
    await ask.say(200, "<META HTTP-EQUIV='Refresh' CONTENT='0;URL=/status-404'>")


@case("refresh-to-itself", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, f'<meta http-equiv="refresh" content="2">{FINE}')


@case("refresh-much-later", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, f'<meta http-equiv="refresh" content="600; url=/status-404">{FINE}')


@case("refresh-without-scripts", "alive")
async def _(ask: Ask) -> None:
    page = '<noscript><meta http-equiv="refresh" content="0; url=/status-404"></noscript>'
    await ask.say(200, FINE.replace("<head>", f"<head>{page}"))


@case("refresh-loop", "dead")
async def _(ask: Ask) -> None:
    place = "/refresh-loop" if "?" in ask.target else "/refresh-loop?again"
    await ask.say(200, f'<meta http-equiv="refresh" content="0; url={place}">')


@case("script-to-gone", "dead")
async def _(ask: Ask) -> None:
    await ask.say(200, '<script>window.location.href = "/status-404";</script>')


@case("script-in-article", "alive")
async def _(ask: Ask) -> None:
    await ask.say(200, FINE + '<script>if (old) location.href = "/status-404"</script>')
