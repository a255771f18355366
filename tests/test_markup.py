"""The tree covers the text, nests, and agrees with CommonMark's reference as marko implements it."""

from __future__ import annotations

from pathlib import Path

import marko
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marko import block, inline
from marko.ext.gfm import elements as gfm

from editor_tools.markup import Node, front_matter, link_parts, parse
from editor_tools.source import decode

PIECES = st.sampled_from(
    [
        "- ",
        "  ",
        "\n",
        "\n\n",
        "> ",
        "## ",
        "#",
        "[",
        "]",
        "(",
        ")",
        "](",
        "[a](http://x.y)",
        "*",
        "**",
        "`",
        "~",
        "_",
        "中文",
        "：",
        "，",
        "a b",
        "  \n",
        "\r\n",
        "1. ",
        "|",
        "\n|-|-|\n",
        "<b>",
        "<!-- x -->",
        "---\n",
        "![",
        "\\",
        "&amp;",
        "[r]: http://r\n",
        "😀",
        "\ufeff",
        "\x00",
        "\t",
        "    ",
        "```\n",
        "http://a.b/c",
        "\u3000",
    ]
)
DOCUMENTS = st.lists(PIECES, max_size=60).map("".join)


def assert_sound(text: str, root: Node) -> None:
    """Children lie in their parents, in order; leaves cover the text."""
    for node in root.walk():
        assert 0 <= node.start <= node.end <= len(text)
        at = node.start
        for child in node.children:
            assert at <= child.start <= child.end <= node.end, (node, child)
            at = child.end
    at = 0
    for leaf in root.leaves():
        assert leaf.start == at, (leaf, at)
        at = leaf.end
    assert at == len(text)


@given(DOCUMENTS)
def test_any_document_has_a_sound_tree(text: str) -> None:
    assert_sound(text, parse(text))


@given(st.text(max_size=80))
def test_any_text_at_all_has_a_sound_tree(text: str) -> None:
    assert_sound(text, parse(text))


def test_real_texts_have_a_sound_tree(corpus_file: Path) -> None:
    text = decode(corpus_file.read_bytes())
    assert_sound(text, parse(text))


def test_a_deep_nest_of_quotes_needs_no_recursion() -> None:
    root = parse("> " * 5000 + "x")
    assert sum(node.kind == "quote" for node in root.walk()) > 100


def test_spans_quote_their_text() -> None:
    text = '\ufeff# 标题\n\n- 甲 [a **b**](<u v> "t")  \n  乙 `c`\n    1. 一\n\n> 引\n'
    kinds = {node.kind: text[node.start : node.end] for node in parse(text).walk()}
    assert kinds["heading"] == "# 标题"
    assert kinds["link"] == '[a **b**](<u v> "t")'
    assert kinds["strong"] == "**b**"
    assert kinds["code"] == "`c`"
    assert kinds["hard_break"] == "  \n"
    assert kinds["item"] == "1. 一"
    assert kinds["quote"] == "> 引"


@pytest.mark.parametrize(
    "text, inner, target",
    [
        ("[a](b)", "a", "b"),
        ("[]()", "", ""),
        ("[]( )", "", ""),
        ("[a [b]](<c d> 't')", "a [b]", "c d"),
        ("![p](q)", "p", "q"),
        ("[![p](q)](r)", "![p](q)", "r"),
        ("[x](http://a\n)", "x", "http://a"),
        ("<http://a.b>", "http://a.b", "http://a.b"),
        ("[a](b(c)d)", "a", "b(c)d"),
        ("[`](`](c)", "`](`", "c"),
    ],
)
def test_a_link_s_text_and_destination_are_found_as_written(text: str, inner: str, target: str) -> None:
    link = next(node for node in parse(text).walk() if node.kind in ("link", "image"))
    found, destination = link_parts(text, link)
    assert found.of(text) == inner
    assert destination is not None
    assert destination.of(text) == target


def test_a_reference_link_has_no_destination_of_its_own() -> None:
    text = "[a][r]\n\n[r]: http://x\n"
    nodes = {node.kind: node for node in parse(text).walk()}
    assert link_parts(text, nodes["link"])[1] is None
    assert text[nodes["definition"].start : nodes["definition"].end].rstrip() == "[r]: http://x"


@pytest.mark.parametrize(
    "text, span, closed",
    [
        ("---\na: b\n---\n", (0, 12), True),
        ("\ufeff---\r\na: b\r\n---\r\n", (1, 15), True),
        ("\n---\n---\nx", (1, 8), True),
    ],
)
def test_front_matter_is_found_at_the_top(text: str, span: tuple[int, int], closed: bool) -> None:
    found = front_matter(text)
    assert found is not None
    assert (tuple(found.span), found.closed) == (span, closed)


def test_a_thematic_break_in_mid_document_is_no_front_matter() -> None:
    assert front_matter("# a\n\n---\nb\n---\n") is None


def _facts(text: str) -> dict[str, int]:
    """What our tree says of a text: links, images, items, headings, hard breaks, quotes."""
    kinds = [node.kind for node in parse(text).walk()]
    return {
        "links": kinds.count("link"),
        "images": kinds.count("image"),
        "items": kinds.count("item"),
        "headings": kinds.count("heading"),
        "breaks": kinds.count("hard_break"),
        "quotes": kinds.count("quote"),
    }


def _reference(text: str) -> dict[str, int]:
    """What marko says of it, with GitHub's tables and strikethrough as we read them."""
    found = dict.fromkeys(("links", "images", "items", "headings", "breaks", "quotes"), 0)
    extension = marko.MarkoExtension(elements=[gfm.Strikethrough, gfm.Table, gfm.TableRow, gfm.TableCell])
    stack = [marko.Markdown(extensions=[extension]).parse(text)]
    while stack:
        node = stack.pop()
        found["links"] += isinstance(node, inline.Link | inline.AutoLink)
        found["images"] += isinstance(node, inline.Image)
        found["items"] += isinstance(node, block.ListItem)
        found["headings"] += isinstance(node, block.Heading | block.SetextHeading)
        found["breaks"] += getattr(node, "soft", None) is False
        found["quotes"] += isinstance(node, block.Quote)
        children = getattr(node, "children", None)
        if isinstance(children, list):
            stack += children
    return found


def test_the_tree_agrees_with_commonmark_on_real_texts(corpus_file: Path) -> None:
    text = decode(corpus_file.read_bytes())
    matter = front_matter(text)
    body = text[matter.span.end :] if matter and matter.closed else text
    assert _facts(body) == _reference(body)


def test_the_tree_agrees_with_commonmark_on_our_own_texts(root: Path) -> None:
    for path in [*(root / "issues").glob("*.md"), *(root / "tests/newsletters").rglob("*-*.md")]:
        text = decode(path.read_bytes())
        matter = front_matter(text)
        body = text[matter.span.end :] if matter and matter.closed else text
        assert _facts(body) == _reference(body), path.name
