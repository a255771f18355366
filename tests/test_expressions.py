"""Compiled regular expressions that one run leaves to the next are the ones that `re` would make."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools import later
from editor_tools.rulebook import expressions

PATTERNS = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)|(?P<week>W\d+)", 0),
    (r"(?i:arxiv)[: ]*(?P<id>\d{4}\.\d{4,5})(?:v\d+)?", 0),
    (r"(?<![\w-])(a)(?(1)b|c)(?=$|\s)", re.MULTILINE),
    (r"(?>ab|a)b*+[^\n]{0,3}?", re.DOTALL),
    ("[\u4e00-\u9fff\uff0c]+?\u3002", 0),
    ("stra\u00dfe|\u017f", re.IGNORECASE),
    (r"\bword\b", re.ASCII | re.IGNORECASE),
    (r"# no comment \# [ ]x", re.VERBOSE),
    ("\U0001f600+|\\Z", 0),
]
TEXTS = [
    "2022-03 W11 arXiv: 2107.12292v2 abb aab ab\nb",
    "\u7aef\u4fa7\uff0c\u91cf\u5316\u3002\u3002",
    "STRASSE Stra\u00dfe s WORD word_ \U0001f600\U0001f600 # [ ]x",
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache folder, and nothing known from before."""
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(later, "_kept", {})
    monkeypatch.setattr(later, "_fresh", set())
    monkeypatch.setattr(later, "_used", set())
    later.compiled.cache_clear()
    yield tmp_path / "cache"
    later.compiled.cache_clear()


def found(pattern: re.Pattern[str]) -> list[tuple[object, ...]]:
    return [(one.span(), one.groups(), one.groupdict()) for text in TEXTS for one in pattern.finditer(text)]


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("pattern, flags", PATTERNS)
def test_a_pattern_comes_back_the_same(pattern: str, flags: int) -> None:
    right = re.compile(pattern, flags)
    assert found(later.compiled(pattern, flags)) == found(right)
    expressions.keep()
    later.compiled.cache_clear()
    later._fresh.clear()
    expressions.bring()
    brought = later.compiled(pattern, flags)
    assert not later.fresh(), "it was compiled again"
    assert brought is not right
    assert brought == right
    assert (brought.flags, brought.groups, brought.groupindex) == (
        right.flags,
        right.groups,
        right.groupindex,
    )
    assert found(brought) == found(right)


@given(
    st.from_regex(r"(?:[ab\u4e00]|\[\^?[a-c]\]|\(a\|b\)|\(\?P<n>a\)|\.)(?:[*+?]|\{1,3\})?", fullmatch=True)
)
def test_what_freezes_thaws_the_same(pattern: str) -> None:
    ((said, made),) = later.freeze([(pattern, 0)])
    thawed = later._thawed(said, made)
    assert thawed is not None
    text = "aab\u4e00cab\ncb"
    assert [one.span() for one in thawed.finditer(text)] == [
        one.span() for one in re.compile(pattern).finditer(text)
    ]


@pytest.mark.usefixtures("cache")
def test_what_another_python_made_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    later.compiled("a+b")
    with monkeypatch.context() as other:
        other.setattr(later, "maker", lambda: "another one")
        expressions.keep()
    expressions.bring()
    assert not later._kept


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "unsealed"])
def test_a_damaged_file_costs_only_time(cache: Path, damage: str) -> None:
    later.compiled("a+b")
    expressions.keep()
    (file,) = cache.rglob(f"{expressions.KIND}-*")
    data = file.read_bytes()
    whole = marshal.dumps((expressions.KIND, expressions._key(), {("a+b", 0): (0, b"", 0, {}, ())}))
    file.write_bytes(
        {
            "cut": data[:-3],
            "changed": data[:-1] + bytes([data[-1] ^ 1]),
            "empty": b"",
            "unsealed": bytes(32) + whole,
        }[damage]
    )
    expressions.bring()
    assert not later._kept
    assert later.compiled("a+b").fullmatch("aab")


@pytest.mark.usefixtures("cache")
def test_code_that_the_matcher_does_not_take_is_compiled_again() -> None:
    later.take({("a+b", 0): (32, b"\xff" * 16, 0, {}, (None,))})
    assert later.compiled("a+b").fullmatch("aab")
    assert later.fresh()


@pytest.mark.usefixtures("cache")
def test_of_too_many_those_in_use_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "MOST", 3)
    for pattern in ("a", "b", "c"):
        later.compiled(pattern)
    expressions.keep()
    later.compiled.cache_clear()
    later._fresh.clear()
    expressions.bring()
    later.compiled("b")
    later.compiled("d")
    expressions.keep()
    expressions.bring()
    assert set(later._kept) == {("b", 0), ("d", 0)}


def test_a_second_run_says_the_same_and_compiles_nothing(tmp_path: Path) -> None:
    issue = tmp_path / "issues" / "2022-03-01.md"
    issue.parent.mkdir()
    issue.write_text("# \u7b80\u62a5 (2022-3-1)\n\n- [](http://x.org)\n", encoding="utf-8")
    (tmp_path / "brief.yaml").write_text("profile: embedded-ai-brief\n", encoding="utf-8")
    script = (
        "import sys\nfrom editor_tools.cli.main import answer\nfrom editor_tools import later\n"
        "code = answer(['lint', '--no-cache', '--stage', 'publish', 'issues'])\n"
        "print(code, len(later._used), sorted(later._fresh), file=sys.stderr)\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert "link-empty" in runs[0].stdout
    code, used, fresh = runs[1].stderr.split(" ", 2)
    assert (code, fresh) == ("1", "[]\n")
    assert int(used) > 40
