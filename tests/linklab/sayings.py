"""What pages say in other words: gone, walled and living ones, and fragments that the way itself gives."""

from __future__ import annotations

from tests.linklab.server import Ask, at, case, more

PARAGRAPH = "系统上电之后先自检，再逐项核对传感器的读数，任何一项超出范围都会停在安全状态，等待人工处理。"
ENGLISH = "The team measured every board twice, wrote the numbers down, and argued about them for a week. "


def _article(paragraph: str, count: int = 8) -> str:
    return "".join(f"<p>{paragraph}</p>" for _ in range(count))


# Fragments that redirects give: theirs count, and where they give none, that of the link (RFC 9110, 10.2.2).


@case("fragment-given-by-redirect", "alive", url="{web}/renamed-part#oldname", path="/renamed-part")
async def _(ask: Ask) -> None:
    await ask.go("/parts#install")


@case("fragment-given-half-way", "alive", url="{web}/renamed-far#oldname", path="/renamed-far")
async def _(ask: Ask) -> None:
    await ask.go("/renamed-on#install", 301)


@at("/renamed-on")
async def _(ask: Ask) -> None:
    host = ask.headers["host"]
    await ask.go(f"http://{host}/parts")


@case("fragment-moved-with-its-own", "moved", url="{web}/part-for-good#oldname", path="/part-for-good")
async def _(ask: Ask) -> None:
    await ask.go("/parts#install", 301)


@case("fragment-kept-by-redirect", "anchor", url="{web}/kept-part#oldname", path="/kept-part")
async def _(ask: Ask) -> None:
    host = ask.headers["host"]
    await ask.go(f"http://{host}/parts")


# Ids that are no element's.


@at("/ids-in-words")
async def _(ask: Ask) -> None:
    await ask.say(
        200,
        '<p>write id="intext" here</p><pre>&lt;h2 id="in-code"&gt;</pre>'
        '<h2 title="a > b" id="after-greater">A</h2><h2 data-x="<b>" id="after-tag">B</h2>'
        f'<img src="data:{"x" * 9000}" id="after-long">'
        "<textarea>a line</textarea><h2\n  id=on-its-line>C</h2>" + "<p>Words of the page. </p>" * 30,
    )


for _name, _wanted in {
    "intext": "anchor",
    "in-code": "anchor",
    "after-greater": "alive",
    "after-tag": "alive",
    "on-its-line": "alive",
    "after-long": "alive",
}.items():
    more(f"id-{_name}", _wanted, "{web}/ids-in-words#" + _name)


# Addresses that look like those of pages for errors, and are none.

for _path in ("/posts/404", "/posts/404/", "/sprint/not-found"):

    @case(f"error-address-{_path}", "alive", path=_path)
    async def _(ask: Ask) -> None:
        await ask.title("What we learned in sprint 404", _article(ENGLISH))


@case("error-address-moved", "moved", url="{web}/journal/404", path="/journal/404")
async def _(ask: Ask) -> None:
    await ask.go("/posts/404", 301)


def _said() -> None:
    gone = {
        "no-longer": ("出错啦", "<h3>啊哦，你所访问的页面不存在了</h3>"),
        "discuz": (
            "提示信息 - 某某论坛",
            '<div id="messagetext"><p>抱歉，指定的主题不存在或已被删除或正在被审核</p></div>',
        ),
        "discuz-bare": (
            "某某论坛 - Powered by Discuz!",
            "<p>抱歉，指定的主题不存在或已被删除或正在被审核</p>",
        ),
        "phpwind": ("某某社区", "<p>您查看的帖子已被管理员删除或不存在</p>"),
        "410": ("410 Gone", "<h1>410 Gone</h1>"),
        "410-alone": ("410 Gone", ""),
        "no-width": ("4\u200b04 Not\u00ad Found\ufeff", "<p>\u202aPage\u2060 not\x07 found\u202c</p>"),
        "no-width-zh": ("某\u200b站", "<p>该\u200b文章已\u2060被作者删除</p>"),
        "500-words": ("出错啦！", "<p>您请求的文章已经被删除啦</p>"),
        "clicked": ("某某网", "<p>您点击的链接已失效</p>"),
        "japanese": ("ページが見つかりません", "<h1>お探しのページは見つかりませんでした</h1>"),
        "japanese-404": (
            "404 Not Found | 某誌",
            "<p>お探しのページは削除されたか、移動した可能性があります。</p>",
        ),
        "traditional": ("找不到網頁", "<h1>找不到網頁</h1><p>您要找的網頁不存在。</p>"),
        "traditional-deleted": ("某某論壇", "<p>抱歉，該文章已被作者刪除</p>"),
        "korean": ("페이지를 찾을 수 없습니다", "<h1>페이지를 찾을 수 없습니다</h1>"),
    }
    walled = {
        "robot-or-human": (
            "Robot or human?",
            "<p>Activate and hold the button to confirm that you’re human. Thank You!</p>",
        ),
        "press-and-hold": ("Example", "<p>Press &amp; Hold to confirm you are a human (and not a bot).</p>"),
        "prove-it": ("Example", "<h2>Let's confirm you are human</h2><p>Complete the security check.</p>"),
        "not-a-robot": ("Example", "<p>Please verify that you are not a robot.</p>"),
        "slide": ("某某网", "<p>请完成安全验证后继续访问</p>"),
        "title-verification": ("某某安全验证", "<p>请拖动滑块</p>"),
    }
    alive = {
        "verification-methods": ("车载系统的安全验证方法", _article(PARAGRAPH)),
        "verification-as-title": ("车载系统安全验证", _article(PARAGRAPH)),
        "verification-at-site": ("芯片安全验证 - 某某博客", _article(PARAGRAPH, 5)),
        "captcha-story": ("Captcha solvers on a microcontroller", _article(ENGLISH, 6)),
        "captcha-short": ("CAPTCHA: a history", _article(ENGLISH, 5)),
        "blocked-story": ("Blocked", _article(ENGLISH, 12)),
        "maintenance-guide": ("系统维护", _article(PARAGRAPH, 8)),
        "robots-or-humans": ("Robot or human? What listeners hear", _article(ENGLISH, 5)),
        "quotes-discuz": (
            "论坛迁移记",
            "<p>旧帖点开只见“抱歉，指定的主题不存在或已被删除”，于是我们写了脚本。</p>",
        ),
        "says-human": ("Tests", _article("To confirm that you are human, sites have you hold. " * 4)),
    }
    for wanted, pages in (("gone", gone), ("unverified", walled), ("alive", alive)):
        for name, (title, words) in pages.items():

            async def answer(ask: Ask, title: str = title, words: str = words) -> None:
                await ask.title(title, words)

            case(f"said-{name}", wanted, path=f"/said/{name}")(answer)


_said()


def _wechat() -> None:
    gone = {
        "complaint": "此内容被投诉且经审核涉嫌侵权，无法查看。",
        "complaint-plain": "此内容被多人投诉，相关的内容已无法查看。",
        "violation-stop": "此内容因违规无法查看。",
        "deleted-stop": "该内容已被发布者删除。",
        "account-closed": "此帐号已自主注销，内容无法查看",
        "account-violation": "该公众号因违反《互联网用户公众账号信息服务管理规定》已被屏蔽所有内容，无法查看",
        "hidden": "此文章已被作者设为私密，无法查看",
    }
    for name, words in gone.items():

        async def answer(ask: Ask, words: str = words) -> None:
            await ask.title(
                "", f'<div class="weui-msg"><div class="weui-msg__title warn">{words}</div></div>'
            )

        case(f"wechat-{name}", "gone", url="http://mp.weixin.qq.com:{web-port}/s/" + name, path=f"/s/{name}")(
            answer
        )


_wechat()


# A project's own front door on the host of many.


@case("pages-to-own-domain", "moved", url="http://ann.github.io:{web-port}/project/", path="/project/")
async def _(ask: Ask) -> None:
    await ask.go(f"http://www.lab.test:{ask.lab.ports['web']}/", 301)


@case("pages-post-to-domain", "unverified|gone", url="http://ann.github.io:{web-port}/project/a.html",
      path="/project/a.html")  # fmt: skip
async def _(ask: Ask) -> None:
    await ask.go(f"http://www.lab.test:{ask.lab.ports['web']}/", 301)
