"""The table of sites: each row judges the example pages that come with it."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from editor_tools.rulebook import Shipped
from editor_tools.web.addresses import read
from editor_tools.web.fetching import Reply
from editor_tools.web.judging import Judge
from editor_tools.web.page import Page
from editor_tools.web.sites import Answer, Sites
from editor_tools.web.visiting import Hop, Visit
from editor_tools.yamlfile import decode_yaml
from tests.timing import seconds

TABLE = Path(__file__).resolve().parents[1] / "rules" / "data" / "link-sites.yaml"


def _table() -> dict[str, Any]:
    node, problems = decode_yaml(TABLE.read_bytes(), "rules/data/link-sites.yaml")
    assert node is not None
    assert not problems
    return dict(node.data())


def _examples() -> list[Any]:
    table = _table()
    rows = {"general": table["general"], **table["sites"]}
    return [
        pytest.param(example, id=f"{name}-{index}")
        for name, row in rows.items()
        for index, example in enumerate(row["examples"])
    ]


@pytest.fixture(scope="module")
def judge() -> Judge:
    shipped = Shipped()
    return Judge(Sites(shipped.part("sites")), shipped.part("data")["url-identity"])


@pytest.mark.parametrize("example", _examples())
def test_each_row_judges_its_example_pages(example: dict[str, Any], judge: Judge) -> None:
    headers = {"content-type": "text/html; charset=utf-8", **example.get("headers", {})}
    target = read(example.get("url", "https://example.com/a/b"))
    page = Page(example["page"].encode(), headers["content-type"])
    reply = Reply(int(example.get("status", 200)), headers, None, (), page)
    start = read(example.get("from", target.url))
    hops = (Hop(start, 302),) if "from" in example else ()
    verdict = judge.visited(start, Visit(hops, target, reply))
    assert f"{verdict.state} {verdict.reason}".strip() == example["is"]


def test_every_site_has_examples_and_known_keys() -> None:
    known = {"hosts", "parallel", "gap", "alive", "gone", "wall", "unknown", "login", "home", "anchors",
             "renames", "ask", "fronts", "examples"}  # fmt: skip
    for name, row in _table()["sites"].items():
        assert row["examples"], name
        assert set(row) <= known, name


def test_a_lint_does_not_load_the_table() -> None:
    assert "link-sites" not in Shipped().part("data")


def test_patterns_of_the_table_end_soon_on_hostile_text() -> None:
    table = Sites(Shipped().part("sites"))
    target = read("https://example.com/a")
    for seed in ("a ", "404 ", "页面", "the page ", "- ", "sorry, ", "<p>the page you requested", "window "):
        page = Page((f"<title>{seed * 3000}</title><p>" + seed * 60_000).encode(), "text/html")
        assert seconds(partial(table.sign, Answer(target, 200, {}, page))) < 5, seed


def test_the_words_of_the_table_are_patterns() -> None:
    for site in _table()["sites"].values():
        for host in site["hosts"]:
            assert re.fullmatch(r"[a-z0-9.-]+", host)
