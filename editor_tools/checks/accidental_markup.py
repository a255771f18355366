"""Text that a renderer turns into something else: mail links, struck-through text, emphasis, HTML."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from editor_tools.checks._extent import Extent, lies_in_link
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.issue import Issue, shortened
from editor_tools.later import compiled, later
from editor_tools.markup import Node
from editor_tools.rule import Rule
from editor_tools.source import Span, is_escaped

_MAIL_NAME = r"[A-Za-z0-9._+-]+\Z"
_MAIL_HOST = r"@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"
_MAIL_LENGTH = 64
"""Characters of the longest name before the ``@`` (RFC 5321, 4.5.3.1.1)."""
_ADDRESS_END = r"\.[A-Za-z]{2,}\Z"
_STARRED = r"\*\*?[0-9A-Za-z(]"
_WORDS = r"[a-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)"
_DUNDER = rf"_(?:_{_WORDS}*__|{_WORDS}+_)(?![\w/])"
"""A name of code with underscores around it: one word or more between two, more than one between one."""
_TAG = r"</?([A-Za-z][A-Za-z0-9-]*)"
_UNDERLINE = later(r"\n[ ]{0,3}(-+|=+)[ \t]*(?:[\r\n]|\Z)")
_TILDE = "~+"
_SENTENCE = r"[.!?;,:\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\u2026]\Z"
_LINE_BREAK = "br"
_NEAR = 200
"""Characters on either side of a tag in which text of its line is looked for."""
_LONG_HEADING = 60
"""Characters from which on a heading is taken for a sentence."""

ELEMENTS = frozenset(
    "a abbr acronym address area article aside audio b base basefont bdi bdo big blockquote body br "
    "button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div "
    "dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head "
    "header hgroup hr html i iframe img input ins kbd label legend li link main map mark marquee math "
    "menu meta meter nav nobr noscript object ol optgroup option output p param path picture pre progress "
    "q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg "
    "table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr g circle "
    "rect line text mi mo mn mrow msup msub mfrac".split()
)
"""Elements of HTML (living standard, and those of old), with the common ones of SVG and MathML."""


def check(issue: Issue, _context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each place where markup came about that nobody meant."""
    extent = Extent(issue, rule.scope)
    text = issue.text
    finders = [
        _mails(issue) if "@" in text else (),
        _strikes(issue) if "~" in text else (),
        _products(issue) if "*" in text else (),
        _stars(issue) if "**" in issue.prose else (),
        _underscored(issue) if "_" in text else (),
        _tags(issue) if "<" in text else (),
        _underlined(issue),
    ]
    for finder in finders:
        for finding in finder:
            if extent.holds(finding.span):
                yield finding


def _mails(issue: Issue) -> Iterator[Finding]:
    """What GitHub's autolinks take for a mail address (it ends in a letter) and is none."""
    prose = issue.prose
    at = prose.find("@")
    while at != -1:
        name = compiled(_MAIL_NAME).search(prose[max(at - _MAIL_LENGTH, 0) : at])
        host = compiled(_MAIL_HOST).match(prose, at) if name is not None else None
        if (
            name is not None
            and host is not None
            and host[0][-1].isalpha()
            and not compiled(_ADDRESS_END).search(host[0])
        ):
            span = Span(at - len(name[0]), host.end())
            if not lies_in_link(issue, span):
                yield Finding(span, "mail", {"found": span.of(prose)}, (Edit(Span(at, at), " "),))
        at = prose.find("@", at + 1)


def _strikes(issue: Issue) -> Iterator[Finding]:
    """Pairs of single tildes in a paragraph, whether our own parser takes them for a pair or not.

    GitHub strikes out `10~15, 20~25` and other renderers `10%~15%, 20%~25%` too.
    """
    text = issue.text
    prose = issue.prose
    if prose.count("~") < text.count("~"):
        for node in issue.tree.walk():
            if node.kind == "strikethrough" and not text.startswith("~~", node.start):
                yield _escaped(issue, node.span, "strike", 1)
    if prose.count("~") < 2:
        return
    from editor_tools.checks._blocks import Blocks  # seldom are there two

    blocks = Blocks(issue)
    opened: dict[tuple[int, bool], int] = {}
    for match in compiled(_TILDE).finditer(prose):
        at, end = match.span()
        if end - at > 1 or is_escaped(text, at):
            continue
        place = (blocks.number(at), lies_in_link(issue, Span(at, end)))
        if place in opened and not prose[at - 1].isspace():
            yield _escaped(issue, Span(opened.pop(place), end), "strike", 1)
        elif end < len(prose) and not prose[end].isspace():
            opened[place] = at


def _products(issue: Issue) -> Iterator[Finding]:
    text = issue.text
    if not any(_is_factor(text[match.start() - 1]) for match in compiled(_STARRED).finditer(text)):
        return
    for node in issue.tree.walk():
        if node.kind in ("emphasis", "strong"):
            size = 1 if node.kind == "emphasis" else 2
            if _is_product(issue.text, node, size) and not _meets_address(issue, node.span):
                yield _escaped(issue, node.span, "emphasis", size)


def _meets_address(issue: Issue, span: Span) -> bool:
    """Whether one of the marks at the ends of ``span`` lies in an address, which no mark may change."""
    ends = (Span(span.start, span.start + 1), Span(span.end - 1, span.end))
    return any(link.target is not None and any(map(link.target.overlaps, ends)) for link in issue.links)


def _stars(issue: Issue) -> Iterator[Finding]:
    from editor_tools.checks._stars import literal_stars  # most stars are markup

    return literal_stars(issue)


def _underscored(issue: Issue) -> Iterator[Finding]:
    """Names of code whose underscores are taken for emphasis."""
    text = issue.text
    found = compiled(_DUNDER).finditer(text) if "_" in text else ()
    names = {match.start(): match.end() for match in found}
    if not names:
        return
    for node in issue.tree.walk():
        if node.kind in ("emphasis", "strong") and names.get(node.start) == node.end:
            edits = (Edit(Span(node.start, node.start), "`"), Edit(Span(node.end, node.end), "`"))
            yield Finding(node.span, "underscore", {"found": node.span.of(text)}, edits)


def _is_factor(char: str) -> bool:
    """Whether ``char`` may stand beside a star that multiplies."""
    return char.isascii() and (char.isalnum() or char in "()%")


def _is_product(text: str, node: Node, size: int) -> bool:
    """Whether the stars of an emphasis stand between digits or letters, as in ``2*a+3*b``."""
    start, end = node.span
    if text[start] != "*" or start == 0 or end == len(text):
        return False
    inside = Span(start + size, end - size)
    around = (text[start - 1], text[inside.start], text[inside.end - 1], text[end])
    return all(map(_is_factor, around))


def _escaped(issue: Issue, span: Span, message: str, size: int) -> Finding:
    mark = issue.text[span.start]
    places = (span.start, span.end - size)
    edits = tuple(Edit(Span(at, at + size), f"\\{mark}" * size) for at in places)
    return Finding(span, message, {"found": shortened(span.of(issue.text)), "mark": mark}, edits)


def _tags(issue: Issue) -> Iterator[Finding]:
    """Tags of no element vanish; a line break in mid-sentence was most likely meant as text."""
    text = issue.text
    suspects = [
        match
        for match in compiled(_TAG).finditer(text)
        if (match[1].lower() not in ELEMENTS or _is_break(text, match))
        and not _is_in_code(issue, match.start())
    ]
    if suspects:
        yield from _paired(text, _each_tag(issue, suspects))


def _is_in_code(issue: Issue, place: int) -> bool:
    """Whether a place lies in code within a line; HTML that begins with such a mark begins its line."""
    at = bisect_right(issue.opaque, (place, len(issue.text))) - 1
    if at < 0 or issue.opaque[at].end <= place:
        return False
    start = issue.opaque[at].start
    return issue.text[start] == "`" and issue.text[max(start - 1, 0)] not in "`\r\n"


def _paired(text: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """Opening and closing tag of one name in a line are one fault."""
    opened: dict[str, Finding] = {}
    for finding in found:
        name = finding.span.of(text).strip("</>")
        first = opened.pop(name, None)
        if first is None or not text.startswith("</", finding.span.start):
            if first is not None:
                yield first
            opened[name] = finding
        elif "\n" in text[first.span.end : finding.span.start]:
            yield from (first, finding)
        else:
            pair = first.facts["found"] + "\u2026" + finding.facts["found"]
            yield first._replace(facts={"found": pair}, edits=(*first.edits, *finding.edits))
    yield from opened.values()


def _each_tag(issue: Issue, suspects: Sequence[re.Match[str]]) -> Iterator[Finding]:
    text = issue.text
    html = _html(issue)
    starts = [node.start for node in html]
    for match in suspects:
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or match.start() >= html[at].end:
            continue
        end = text.find(">", match.end(), html[at].end)
        span = Span(match.start(), end + 1 if end >= 0 else html[at].end)
        if text.startswith("<!--", html[at].start):
            continue
        facts = {"found": shortened(span.of(text))}
        if match[1].lower() == _LINE_BREAK:
            if not _in_table(issue, span):
                yield Finding(span, "break", facts)
        else:
            # Inside a block of HTML a backslash is text.
            free = html[at].kind == "html" or span.start == html[at].start
            yield Finding(span, "html", facts, (Edit(Span(span.start, span.start), "\\"),) if free else ())


def _html(issue: Issue) -> list[Node]:
    """Blocks of HTML as a whole, and inline HTML, in order."""
    found: list[Node] = []
    for node in issue.tree.walk() if issue.opaque else ():
        if node.kind == "html_block" or (node.kind == "html" and not (found and node.end <= found[-1].end)):
            found.append(node)
    return found


def _is_break(text: str, match: re.Match[str]) -> bool:
    """Whether a tag is a line break with text of its line on either side."""
    if match[1].lower() != _LINE_BREAK:
        return False
    before = text[max(match.start() - _NEAR, 0) : match.start()].rpartition("\n")[2]
    end = text.find(">", match.end(), match.end() + _NEAR) + 1
    behind = text[end : end + _NEAR].partition("\n")[0]
    return end > 0 and bool(before.strip()) and bool(behind.strip())


def _in_table(issue: Issue, span: Span) -> bool:
    nodes = issue.tree.children
    at = bisect_left(nodes, span.start, key=lambda node: node.end)
    return at < len(nodes) and nodes[at].kind == "table"


def _underlined(issue: Issue) -> Iterator[Finding]:
    """Running text that a line of ``-`` or ``=`` below makes a heading."""
    text = issue.text
    lines = {match.end(1): match for match in _UNDERLINE.finditer(text)}
    if not lines or (len(lines) <= 2 and issue.matter is not None and max(lines) <= issue.matter.span.end):
        return
    for node in issue.tree.walk():
        match = lines.get(node.end) if node.kind == "heading" else None
        if match is None or text.startswith("#", node.start):
            continue
        above = text[node.start : match.start()].strip()
        if "\n" in above or len(above) > _LONG_HEADING or compiled(_SENTENCE).search(above):
            facts = {"found": shortened(match[1], 10), "text": shortened(above)}
            yield Finding(Span(*match.span(1)), "heading", facts)
