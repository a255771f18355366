"""``brief key``: identities printed, explained and compared, with and without a project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terminal import brief, put


def test_a_url_is_shown_with_what_decided(tmp_path: Path) -> None:
    result = brief(tmp_path, "key", "https://www.github.com/Some/Tool/releases/tag/v1?utm_source=x")
    assert (result.status, result.err) == (0, "")
    assert "github:some/tool/-/releases/tag/v1" in result.out
    assert "github:some/tool\n" in result.out
    assert "Some/Tool" in result.out
    assert "row github" in result.out
    assert "utm_source" in result.out


def test_json_says_the_same_in_fields(tmp_path: Path) -> None:
    result = brief(
        tmp_path, "key", "--format", "json", "2107.12292", "https://t.cn/A6", "https://example.com/a#b"
    )
    one, two, three = json.loads(result.out)["keys"]
    assert (one["key"], one["flags"], one["site"]) == ("arxiv:2107.12292", ["paper"], "arxiv")
    assert (two["key"], two["flags"]) == ("t.cn/A6", ["short"])
    assert (three["key"], three["anchor"], three["why"]["row"]) == ("example.com/a", "b", "")


def test_addresses_come_from_standard_input_too(tmp_path: Path) -> None:
    lines = "\ufeffhttps://example.com/a\r\n\nhttps://youtu.be/dQw4w9WgXcQ\n".encode()
    for arguments in ((), ("-",)):
        result = brief(tmp_path, "key", "--format", "json", *arguments, stdin=lines)
        assert [row["key"] for row in json.loads(result.out)["keys"]] == [
            "example.com/a",
            "youtube:dQw4w9WgXcQ",
        ]


def test_pairs_are_compared_one_word_a_line(tmp_path: Path) -> None:
    pairs = (
        "https://arxiv.org/abs/2107.12292\thttps://arxiv.org/pdf/2107.12292v2.pdf\n"
        "https://example.com/log#1\thttps://example.com/log#2\n"
        "2107.12292\thttps://arxiv.org/abs/2107.12292\r\n"
        "https://t.cn/A\thttps://t.cn/B"
    )
    result = brief(tmp_path, "key", "--compare", stdin=pairs.encode())
    assert result == (0, "same\ndifferent\nsame\ndifferent\n", "")


def test_malformed_lines_keep_their_place_and_fail_the_run(tmp_path: Path) -> None:
    lines = b"https://a.example\thttps://a.example\n\nhttps://a.example https://a.example\n\xff\t\xff\n"
    result = brief(
        tmp_path, "key", "--compare", stdin=lines + b"a\tb\tc\nhttps://a.example/1\thttps://a.example/1"
    )
    assert result.status == 2
    assert result.lines == ["same", "different", "different", "same", "different", "same"]
    assert len(result.err.splitlines()) == 1
    assert "2, 3, 5" in result.err


def test_two_urls_on_the_command_line_are_compared(tmp_path: Path) -> None:
    assert brief(tmp_path, "key", "--compare", "https://a.example", "http://www.a.example/").out == "same\n"
    result = brief(tmp_path, "key", "--compare", "https://a.example")
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 1)


def test_it_needs_no_project_and_minds_no_broken_one(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "profile: [\n")
    assert brief(tmp_path, "key", "https://example.com").status == 0


@pytest.mark.parametrize(
    "text", ["", "a b", "\x1b[31mred", "https://\u202egnp.example/\u200b", "https://[::1"]
)
def test_what_is_shown_steers_no_terminal(tmp_path: Path, text: str) -> None:
    result = brief(tmp_path, "key", text, BRIEF_LANG="zh")
    assert result.status == 0
    assert all(line.isprintable() for line in result.lines)


@pytest.mark.parametrize(
    "typed, key",
    [
        ("arxiv.org/abs/2107.12292", "arxiv:2107.12292"),
        ("WWW.ArXiv.org/pdf/2107.12292v2.pdf", "arxiv:2107.12292"),
        ("[2107.12292]", "arxiv:2107.12292"),
        ("\uff12\uff11\uff10\uff17\uff0e\uff11\uff12\uff12\uff19\uff12", "arxiv:2107.12292"),
        ("(2107.12292v3),", "arxiv:2107.12292"),
        ("doi:10.1145/3458817.", "doi:10.1145/3458817"),
        ("github.com/Some/Tool/", "github:some/tool"),
        ("Some/Tool", "github:some/tool"),
        ("`Some/Tool`", "github:some/tool"),
        ("News.Example.org/1/?utm_source=x", "news.example.org/1"),
        ("<https://example.com/a>\u3002", "example.com/a"),
        ("https://example.com/a)", "example.com/a"),
        ("https://example.com/a_(b)", "example.com/a_(b)"),
        ("arxiv.org", "arxiv.org"),
        ("README.md", "README.md"),
        ("Some/Tool/More", "Some/Tool/More"),
    ],
)
def test_a_thing_is_understood_as_people_type_it(tmp_path: Path, typed: str, key: str) -> None:
    result = brief(tmp_path, "key", "--format", "json", typed)
    assert [row["key"] for row in json.loads(result.out)["keys"]] == [key]


def test_what_was_read_otherwise_than_typed_is_said(tmp_path: Path) -> None:
    said = brief(tmp_path, "key", "Some/Tool").lines
    assert "  why    read as https://github.com/Some/Tool" in said
    assert "  label  Some/Tool" in said
    assert brief(tmp_path, "key", "--compare", "Some/Tool", "github.com/some/tool").out == "same\n"
