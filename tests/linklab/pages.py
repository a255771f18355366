"""Pages: their fragments, and what they say of themselves."""

from __future__ import annotations

from tests.linklab.server import Ask, at, case, more

# Fragments.

PARTS = (
    """<html><head><title>Parts</title><meta name="viewport" content="x"></head><body>
<h2 id="install">Install</h2><a name="usage">Usage</a><h2 id='single'>S</h2><h2 id=bare>B</h2>
<h2 id="中文标题">Z</h2><h3 id="user-content-benchmarks">B</h3><h2 id="a&amp;b">A</h2>
<!-- <p id="hidden"></p> -->
<script>var x = '<p id="scripted"></p>';</script><input name="field">"""
    + "<p>Words of the page. </p>" * 30
)


@at("/parts")
async def _(ask: Ask) -> None:
    await ask.say(200, PARTS)


for _name, _wanted in {
    "install": "alive",
    "usage": "alive",
    "single": "alive",
    "bare": "alive",
    "中文标题": "alive",
    "benchmarks": "alive",
    "%E4%B8%AD%E6%96%87%E6%A0%87%E9%A2%98": "alive",
    "user-content-benchmarks": "alive",
    "Benchmarks": "alive",
    "a&b": "alive",
    "": "alive",
    "top": "alive",
    "TOP": "alive",
    "/route": "alive",
    "!/route": "alive",
    "!": "alive",
    ":~:text=words": "alive",
    "install:~:text=words": "alive",
    "wechat_redirect": "alive",
    "rd": "alive",
    "L10": "alive",
    "L10-L20": "alive",
    "L3C4-L5C6": "alive",
    "page=3": "alive",
    "tab=readme&x=1": "alive",
    "missing": "anchor",
    "Install": "anchor",
    "hidden": "anchor",
    "field": "anchor",
    "viewport": "anchor",
    "scripted": "anchor",
    "missing:~:text=words": "anchor",
    "%E7%BC%BA": "anchor",
    "%": "anchor",
    "?": "alive",
}.items():
    more(f"fragment-{_name or 'empty'}", _wanted, "{web}/parts#" + _name)

more("fragment-of-gone", "dead", "{web}/status-404#part")
more("fragment-of-pdf", "alive", "{web}/pdf#nameddest")
more("fragment-of-image", "alive", "{web}/image#part")
more("fragment-of-text", "alive", "{web}/text#part")


@case("fragment-after-redirect", "alive", url="{web}/parts-moved#install", path="/parts-moved")
async def _(ask: Ask) -> None:
    await ask.go("/parts")


more("fragment-missing-after-redirect", "anchor", "{web}/parts-moved#nothing")


@case("fragment-far-down", "alive", url="{web}/far#end", path="/far")
async def _(ask: Ask) -> None:
    await ask.say(200, PARTS + "<p>word</p>" * 70_000 + '<h2 id="end">End</h2>')


@case("fragment-too-far-down", "alive|unverified", url="{web}/farther#end", path="/farther")
async def _(ask: Ask) -> None:
    await ask.say(200, PARTS + "<p>word</p>" * 400_000 + '<h2 id="end">End</h2>')


@case("fragment-made-by-scripts", "alive|unverified", url="{web}/application#part", path="/application")
async def _(ask: Ask) -> None:
    await ask.say(200, '<title>App</title><div id="root"></div><script src="/app.js"></script>')


# Pages that are gone and say so with status 200, and pages that only speak of it.


def _soft() -> None:
    gone = {
        "soft-zh": ("页面不存在", "<h1>您访问的页面不存在</h1>"),
        "soft-zh-site": ("404 - 某某网", "<h2>抱歉，您要访问的页面不存在</h2><a>返回首页</a>"),
        "soft-zh-deleted": ("某某社区", "<div class=tip>该文章已被作者删除</div>"),
        "soft-zh-content": ("某某社区 - 内容不存在", "<p>内容不存在</p>"),
        "soft-zh-topic": ("提示信息 - 某某论坛", "<p>抱歉，该帖子不存在或已被删除</p>"),
        "soft-zh-off": ("某某新闻", "<p>对不起，您访问的文章已下线</p>"),
        "soft-zh-lost": ("出错了", "<p>哎呀，页面走丢了</p>"),
        "soft-en": ("Page not found", "<h1>Page not found</h1><p>The page you requested was not found.</p>"),
        "soft-en-site": ("Page Not Found | Example", "<h1>404</h1><p>Page not found</p>"),
        "soft-en-nginx": ("404 Not Found", "<center><h1>404 Not Found</h1></center><hr>nginx"),
        "soft-en-oops": ("Example", "<h1>Oops! That page can’t be found.</h1>"),
        "soft-en-longer": ("Example Blog", "<p>Sorry, the page you are looking for doesn't exist.</p>"),
        "soft-en-removed": ("Example", "<p>This article has been removed.</p>"),
        "soft-en-error": ("Error 404", "<p>Not here.</p>"),
        "parked-sale": ("kws.example is for sale", "<p>The domain kws.example is for sale.</p>"),
        "parked-zh": ("kws.example", "<p>该域名正在出售</p>"),
        "default-nginx": (
            "Welcome to nginx!",
            "<h1>Welcome to nginx!</h1><p>Further configuration is required.</p>",
        ),
        "default-panel": ("没有找到站点", "<h1>没有找到站点</h1><p>您的请求在服务器中没有找到对应的站点</p>"),
    }
    alive = {
        "speaks-of-404-zh": (
            "404 页面怎么设计才友好",
            "<h1>404 页面怎么设计</h1><p>“页面不存在”是最常见的提示。</p>",
        ),
        "speaks-of-404-en": (
            "Why 404 pages matter",
            "<h1>Why</h1><p>Page not found, they said, and left.</p>",
        ),
        "speaks-of-deletion": (
            "文章已删除？数据恢复指南",
            "<p>很多读者问文章已删除之后怎么找回，方法如下。</p>",
        ),
        "404-in-name": ("404 Lab raises a seed round", "<p>404 Lab makes boards.</p>"),
        "404-first": ("404 实验室：一家公司的名字", "<p>公司成立于三年前，做开发板。</p>"),
        "error-in-title": ("Error handling in C", "<p>Return codes, errno, and what else there is.</p>"),
        "quotes-wechat": ("公众号迁移记", "<p>点开一看：该内容已被发布者删除。我们于是另找来源。</p>"),
        "nginx-article": ("Welcome to nginx! A tutorial", "<p>How to configure a server.</p>"),
        "sale-article": (
            "example.com is for sale, and so what",
            "<p>The story of a name.</p>" + "words " * 700,
        ),
        "login-article": ("Login flows compared", "<p>Sign in, sign up.</p>"),
        "captcha-article": ("验证码识别的小模型", "<p>安全验证的攻与防。</p>"),
        "long-with-phrase": (
            "Page not found",
            '<meta property="og:type" content="article">' + "A story. " * 900,
        ),
        "status-table": (
            "HTTP statuses",
            "<table><tr><td>404</td><td>Not Found</td></tr></table><p>"
            + "A status is a number. " * 20
            + "</p>",
        ),
    }
    for wanted, pages in (("gone", gone), ("alive", alive)):
        for name, (title, words) in pages.items():

            async def answer(ask: Ask, title: str = title, words: str = words) -> None:
                await ask.title(title, words)

            case(name, wanted)(answer)


_soft()


# Walls.


@case("wall-cloudflare", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(403, "<title>Just a moment...</title>", Server="cloudflare", cf_mitigated="challenge")


@case("wall-cloudflare-503", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(503, "<title>Just a moment...</title><p>Checking your browser</p>")


@case("wall-aliyun", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(
        200, '<html><script>var arg1="1";document.cookie="acw_sc__v2=1";location.reload()</script></html>'
    )


@case("wall-slider", "unverified")
async def _(ask: Ask) -> None:
    await ask.title("滑动验证页面", "<div id=nc>请按住滑块</div>")


@case("wall-akamai", "unverified")
async def _(ask: Ask) -> None:
    await ask.say(403, "<title>Access Denied</title><h1>Access Denied</h1><p>Reference #18.1</p>")


@case("wall-sent-to", "unverified")
async def _(ask: Ask) -> None:
    await ask.go("/captcha?from=1")


@at("/captcha")
async def _(ask: Ask) -> None:
    await ask.title("安全验证", "<p>请完成验证</p>")


@case("maintenance", "unverified")
async def _(ask: Ask) -> None:
    await ask.title("系统维护中", "<p>请稍后再来</p>")


# Sites whose marks are known, at their own names.

_WECHAT = "http://mp.weixin.qq.com:{web-port}"


def _wechat() -> None:
    pages = {
        "there": (
            '<div id="js_article"><div id="js_content">提到“该内容已被发布者删除”。</div></div>',
            "alive",
        ),
        "deleted": ('<div class="weui-msg__title warn">该内容已被发布者删除</div>', "gone"),
        "deleted-en": (
            '<div class="weui-msg__title">The content has been deleted by the author.</div>',
            "gone",
        ),
        "violation": ('<h2 class="weui-msg__title">此内容因违规无法查看</h2>', "gone"),
        "account": ('<h2 class="weui-msg__title">此账号已被屏蔽, 内容无法查看</h2>', "gone"),
        "expired": ('<h2 class="weui-msg__title">链接已过期</h2>', "gone"),
        "parameters": ('<h2 class="weui-msg__title">参数错误</h2>', "dead|gone"),
        "wall": ("<h2>环境异常</h2><p>完成验证后即可继续访问</p>", "unverified"),
        "nothing": ("<p>请在微信客户端打开链接</p>", "unverified"),
    }
    for name, (words, wanted) in pages.items():

        async def answer(ask: Ask, words: str = words) -> None:
            await ask.title("", words)

        case(f"wechat-{name}", wanted, url=f"{_WECHAT}/s/{name}", path=f"/s/{name}")(answer)


_wechat()


@case("zhihu-wall", "unverified", url="http://zhuanlan.zhihu.com:{web-port}/p/1", path="/p/1")
async def _(ask: Ask) -> None:
    await ask.say(403, '{"error":{"code":40352}}', "application/json")


@case("zhihu-unhuman", "unverified", url="http://www.zhihu.com:{web-port}/question/1", path="/question/1")
async def _(ask: Ask) -> None:
    await ask.go("/account/unhuman?type=unhuman")


@at("/account/unhuman")
async def _(ask: Ask) -> None:
    await ask.title("知乎", "<p>请验证</p>")


@case(
    "github-renamed", "moved", url="http://github.com:{web-port}/old/name", path="/old/name", reason="renamed"
)
async def _(ask: Ask) -> None:
    await ask.go("/new/name", 301)


@at("/new/name")
async def _(ask: Ask) -> None:
    await ask.title("new/name", "<article>readme</article>" * 40)


@case("huggingface-401", "unverified", url="http://huggingface.co:{web-port}/a/b", path="/a/b")
async def _(ask: Ask) -> None:
    await ask.say(401, "Repository not found")


@case("linkedin-999", "unverified", url="http://www.linkedin.com:{web-port}/in/a", path="/in/a")
async def _(ask: Ask) -> None:
    await ask.say(999, "")


@case("short-to-home", "alive|moved", url="http://t.cn:{web-port}/A6short", path="/A6short")
async def _(ask: Ask) -> None:
    await ask.go(f"http://www.lab.test:{ask.lab.ports['web']}/", 302)


@at("/interface")
async def _(ask: Ask) -> None:
    code = -404 if ask.target.endswith("id=GONE") else 0
    await ask.say(200, f'{{"code":{code}}}', "application/json")
