from __future__ import annotations

import re
from collections import deque
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_tools.patterns import LONGEST, PatternRefused, compile_pattern, matches, refused
from tests.timing import seconds

EVIL = [
    r"(a+)+$",
    r"(a|a)*b",
    r"(a|aa)+$",
    r"(ab|ab)*c",
    r"([a-z]+)*x",
    r"(.*)*x",
    r"(a*?)*?b",
    r"(a*b*)*c",
    r"(x+x+)+y",
    r"(\w+\s?)+$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(?=(a+)+b)c",
    r"(?>a+)+(a+)+b",
    r"(a|[^b])*(a|[^b])*(a|[^b])*c",
    r"(?:a.|.a)*c",
    r"(?:(?:a.|.a)x?)*c",
    r"((?:a*)+)b",
    r"(?i:(k+|\u212a+)*)x",
    r"(a?){30}a{30}",
    "a?" * 30 + "a" * 30,
    r"(?:a.|.a){40}b",
    "(?:|)" * 60 + "b",
    r"a*a*b",
    r"xa?a?.*x.*b",
    r"x(\w|-)*y(\w|-)*z",
    r"(?:[ab](?:|)(?:)*?){2,}c",
    r"a*a*a*b",
    r"xa*a*a*b",
    r".*.*.*=",
    r"(.*a){11}",
    r"\s*,?\s*,?\s*,?\s*x",
    r"a{0,20}a{0,20}a{0,20}b",
    r"(?:.{0,50}){0,50}x",
    r"(?:(?:){1000}){1000000}",
    r"a{1,100000}",
    r"(?:(?=.*a)(?=.*b)(?=.*c).*)*d",
]

REFUSED_OTHERWISE = [
    r"(a)\1",
    r"(?P<x>a)(?P=x)",
    r"(a)?(?(1)b|c)",
    "(",
    "[",
    "*a",
    "[[a]",
    "a" * (LONGEST + 1),
]

TAKEN = [
    r"https?://\S+",
    r"\w+-\w+-\w+",
    r"(?:\w+-)+\w+",
    r"^\s*foo\s*$",
    r"本期.*共.*条",
    r"[A-Za-z]*Flow[A-Za-z]*",
    r"\d{4}-\d{2}-\d{2}",
    r"本期\s*(\d+)\s*条",
    r"[，。！？]{2,}",
    r"(?<!\w)Paddle(?!\w)",
    r"(?:foo|bar|baz)+",
    r"([a-z]+,)*z",
    r"(?i)tensor\s*flow",
    r"\[[^\]]*\]\([^)]*\)",
    r"(?s)<!--.*?-->",
    r"(?:\d{1,3},)*\d{1,3}",
    r"\A[^|]*\|[^|]*\|[^|]*\Z",
    r"(?:TensorFlow|Tensor Flow|Torch) (?:is|in|it)",
    r"(?<=的)的(?!确)",
    r"x.*y.*z",
    r"x.*x.*z",
    r"a+b",
    r"(\d|\w)*!",
]

HOSTILE = [
    "a",
    "x",
    "xy",
    "ab",
    " ",
    "1",
    "-a",
    "a-",
    "foo",
    "本期共",
    "[",
    "(",
    "|",
    "1,",
    "的",
    "Tensor ",
    "<!--",
]


@pytest.mark.parametrize("pattern", EVIL)
def test_a_pattern_that_can_take_very_long_is_refused_with_the_reason(pattern: str) -> None:
    assert seconds(lambda: refused(pattern)) < 1
    reason = refused(pattern)
    assert re.search(r"take very long|counts higher", reason), reason


@pytest.mark.parametrize("pattern", REFUSED_OTHERWISE)
def test_a_pattern_that_cannot_be_checked_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", TAKEN)
def test_a_pattern_that_is_taken_settles_quickly_on_hostile_text(pattern: str) -> None:
    compiled = compile_pattern(pattern)
    for piece in HOSTILE:
        text = piece * (4000 // len(piece))
        found = matches(compiled, text + "\n!")
        assert seconds(partial(deque, found, 0)) < 3, (pattern, piece)


_ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", r"\d", "c"])


def _repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marks = st.sampled_from(["*", "+", "?", "{0,3}", "{2}", "{2,}", "*?", "++"])
    return st.one_of(
        st.tuples(inner, marks).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        inner.map(lambda part: f"(?={part})"),
    )


@given(st.recursive(_ATOMS, _repeated, max_leaves=8), st.sampled_from(["", "c", "!", "$"]))
def test_no_generated_pattern_that_is_taken_hangs(body: str, end: str) -> None:
    pattern = body + end
    if refused(pattern):
        return
    compiled = compile_pattern(pattern)
    for piece in ("a", "ab", "ba1"):
        text = (piece * 100)[:100] + "\n"
        assert seconds(partial(compiled.search, text)) < 1, pattern


def test_matches_are_those_of_finditer_in_texts_of_any_length() -> None:
    pattern = re.compile(r"ab+")
    for text in ("", "abbb", "xabx" * 900, "ab" * 1500, "x" * 995 + "abbbbbbbbbbbb" + "x" * 990 + "abb"):
        assert [found.span() for found in matches(pattern, text)] == [
            found.span() for found in pattern.finditer(text)
        ]


def test_a_match_at_the_end_of_a_line_is_not_invented_by_the_edge_of_a_window() -> None:
    assert [found.span() for found in matches(re.compile(r"x$"), "x" * 2500)] == [(2499, 2500)]
