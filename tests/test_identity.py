"""URLs by the shipped table: which are one thing, which are two, and that nothing raises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from editor_tools.identity import Identified, identify

PATH = Path(__file__).resolve().parents[1] / "rules" / "data" / "url-identity.yaml"
TABLE: dict[str, Any] = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))


def identified(url: str) -> Identified:
    return identify(url, TABLE)


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://arxiv.org/abs/2107.12292", "http://www.arxiv.org/pdf/2107.12292v3.pdf"),
        ("https://arxiv.org/abs/2107.12292", "https://doi.org/10.48550/arXiv.2107.12292"),
        ("https://doi.org/10.1145/1234.ABC", "https://dl.acm.org/doi/abs/10.1145/1234.abc"),
        ("https://openreview.net/forum?id=Ab1", "https://openreview.net/pdf?id=Ab1&noteId=x"),
        ("https://github.com/Example/Tool", "https://github.com/example/tool.git"),
        ("https://github.com/example/tool/", "https://github.com/example/tool/tree/master?tab=readme#readme"),
        ("https://github.com/a/b/issues/3", "https://github.com/a/b/pull/3/files"),
        (
            "https://mp.weixin.qq.com/s/Ab_1",
            "http://mp.weixin.qq.com/s/Ab_1?chksm=0&scene=21#wechat_redirect",
        ),
        ("https://www.zhihu.com/question/1/answer/2", "https://www.zhihu.com/answer/2?utm_id=0"),
        ("https://youtu.be/abcdefghijk", "https://m.youtube.com/watch?v=abcdefghijk&t=10"),
        ("https://example.com/a?b=1&c=2", "HTTP://www.EXAMPLE.com:80/a/?c=2&utm_source=feed&b=1"),
        ("https://example.com/%E4%BD%A0", "https://example.com/你"),
        ("https://例子.cn/", "https://xn--fsqu00a.cn"),
    ],
)
def test_two_ways_to_write_one_thing(one: str, other: str) -> None:
    assert identified(one).place == identified(other).place


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://arxiv.org/abs/2107.12292", "https://arxiv.org/abs/2107.12293"),
        ("https://github.com/a/b", "https://github.com/a/b/releases/tag/v1"),
        ("https://github.com/a/b/issues?q=slow", "https://github.com/a/b/issues?q=fast"),
        ("https://mp.weixin.qq.com/s/Ab_1", "https://mp.weixin.qq.com/s/ab_1"),
        ("https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1", "https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=2"),
        ("https://example.com/?source=a", "https://example.com/?source=b"),
        ("https://example.com/log#v1", "https://example.com/log#v2"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://link.springer.com/journal/1", "https://doi.org/journal/1"),
        ("ftp://example.com/a", "https://example.com/a"),
    ],
)
def test_two_things_stay_two(one: str, other: str) -> None:
    assert identified(one).place != identified(other).place


def test_subject_label_and_flags() -> None:
    release = identified("https://github.com/Example/Tool/releases/tag/v1.2")
    assert (release.subject, release.label, release.site) == ("github:example/tool", "Example/Tool", "github")
    assert "repository" not in release.flags
    assert "repository" in identified("https://github.com/Example/Tool").flags
    assert "paper" in identified("https://arxiv.org/abs/2107.12292").flags
    assert "temporary" in identified("https://mp.weixin.qq.com/s?timestamp=1&signature=x").flags
    assert "short" in identified("https://t.cn/A6").flags
    assert identified("https://github.com/features/actions").label == ""
    assert identified("https://www.zhihu.com/question/1/answer/2").subject == "zhihu:question/1"


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="htps:/.?#&=%[]@a\u4f60\ud800 ", max_size=60),
        st.builds("https://github.com/{}/{}".format, st.text(max_size=20), st.text(max_size=20)),
    )
)
def test_any_text_has_an_identity(url: str) -> None:
    first = identified(url)
    assert isinstance(first.key, str)
    assert identify(url, {}).key == identify(url, {}).key
