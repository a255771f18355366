"""One rule as a page of a handbook: why it is there, what breaks it, what can be set, how to say "I know"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from editor_tools.handbook import shown_messages
from editor_tools.inert import inert
from editor_tools.reports.excerpt import BLANK, cut, folded, wrap
from editor_tools.reports.paint import Paint
from editor_tools.rule import STAGES
from editor_tools.source import display_width
from editor_tools.typed import Any, NamedTuple
from editor_tools.wording import Words

WIDEST = 96
"""Cells of a line of prose; longer ones are hard to read."""

_UNCUT = 1 << 30


class Leaf(NamedTuple):
    """How the page is written: in whose words, colours and cells; ``since`` is the date of the era.

    ``stated`` holds severity and options as the rule's file states them, where the project sets others.
    """

    words: Words
    paint: Paint = Paint()
    width: int = WIDEST
    since: str = ""
    stated: Mapping[str, Any] = {}

    @property
    def room(self) -> int:
        """Cells of a line of indented text."""
        return max(20, min(self.width, WIDEST) - 2)


def page(rule: Mapping[str, Any], hand: Mapping[str, Any], leaf: Leaf) -> Iterator[str]:
    """Yield the lines of the page; ``rule`` and ``hand`` are the compiled parts of one rule."""
    lang = leaf.words.language
    yield leaf.paint("path", f"{rule['id']}: {inert(rule['name'][lang])}")
    yield from _headed("explain.why", _prose(hand["rationale"][lang], leaf), leaf)
    yield from _headed("explain.holds", _holds(rule, leaf), leaf)
    for example in hand["examples"]:
        yield from _example(rule, example, leaf)
    yield from _headed("explain.options", _options(rule, hand, leaf), leaf)
    yield from _headed("explain.configure", _configuration(rule, leaf), leaf)
    yield from _headed("explain.allow", _allowing(rule, leaf), leaf)


def _headed(key: str, lines: Iterable[str], leaf: Leaf, remark: str = "") -> Iterator[str]:
    body = list(lines)
    if body:
        yield ""
        yield leaf.paint("mark", leaf.words(key)) + remark
        yield from (f"  {line}".rstrip() for line in body)


def _prose(text: str, leaf: Leaf) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        yield from wrap(inert(folded(paragraph)), leaf.room)


def _holds(rule: Mapping[str, Any], leaf: Leaf) -> Iterator[str]:
    """How severe the rule is, since when, what it covers and what its fix does."""
    words = leaf.words
    stated = leaf.stated.get("severity", rule["severity"])
    for stage in STAGES:
        severity = rule["severity"][stage]
        shown = (
            leaf.paint(severity, words(f"severity.{severity}"))
            if severity != "off"
            else words("severity.off")
        )
        was = stated[stage]
        note = words("explain.stated", value=words(f"severity.{was}")) if was != severity else ""
        yield words(f"explain.stage-{stage}", severity=shown) + note
    if rule.get("since"):
        yield words("explain.since", since=inert(" ".join(filter(None, (rule["since"], leaf.since)))))
    if rule["covers"]:
        yield from wrap(words("explain.covers", rules=words("list").join(rule["covers"])), leaf.room)
    if rule.get("changes"):
        changes = words("list").join(words(f"change.{one}") for one in rule["changes"])
        usual = "explain.fix-online" if rule["group"] == "online" else "explain.fix"
        key = usual if rule.get("safe", True) else "explain.unsafe-fix"
        yield from wrap(words(key, changes=changes), leaf.room)


def _example(rule: Mapping[str, Any], example: Mapping[str, Any], leaf: Leaf) -> Iterator[str]:
    kind = "bad" if "bad" in example else "good"
    found = shown_messages(rule, example) if kind == "bad" else []
    given = _given(example, leaf.words)
    yield from _headed(f"explain.{kind}", _quoted(example[kind], found, leaf), leaf, given)
    if "fixed" in example:
        yield from _headed("explain.fixed", _quoted(example["fixed"], [], leaf), leaf)


def _quoted(text: str, found: Sequence[tuple[int, int, Mapping[str, str]]], leaf: Leaf) -> Iterator[str]:
    """Number the lines of an example and put each message under the place that it speaks of."""
    lines = text.rstrip("\n").split("\n")
    gutter = len(str(len(lines)))
    rail = leaf.paint("faint", "|")
    for number, line in enumerate(lines, 1):
        body = line.rstrip(" ")
        shown = cut(body, 0, 0, _UNCUT).after + BLANK * (len(line) - len(body))
        yield f"{leaf.paint('faint', f'{number:>{gutter}}')} {rail} {shown}".rstrip()
        for row, column, texts in found:
            if row == number:
                yield from _message(line, column, texts[leaf.words.language], gutter, leaf)


def _message(line: str, column: int, text: str, gutter: int, leaf: Leaf) -> Iterator[str]:
    """A caret, and the message behind it; below it where too little room is left."""
    indent = cut(line, column - 1, column, _UNCUT).indent
    rail = f"{'':{gutter}} {leaf.paint('faint', '|')} "
    sign = leaf.paint("error", "^")
    message = inert(text)
    room = leaf.room - gutter - 3
    if indent + 2 + display_width(message) <= room:
        yield f"{rail}{' ' * indent}{sign} {message}"
        return
    yield f"{rail}{' ' * indent}{sign}"
    yield from (f"{rail}{piece}" for piece in wrap(message, max(20, room)))


def _given(example: Mapping[str, Any], words: Words) -> str:
    """What an example presupposes: its file, day, stage, newsletter, earlier issues, link targets."""
    given = example.get("given", {})
    names = [name for name in ("profile", "path", "today", "stage") if name in given]
    said = [words(f"explain.given-{name}", value=inert(str(given[name]))) for name in names]
    said += [words("explain.given-earlier", value=inert(name)) for name in given.get("earlier", ())]
    for target, there in given.get("targets", {}).items():
        key = "explain.given-there" if there else "explain.given-missing"
        said.append(words(key, value=inert(target)))
    said += [
        words(f"explain.given-link-{facts['state']}", value=inert(url))
        for url, facts in given.get("links", {}).items()
    ]
    return words("explain.given", what=words("list").join(said)) if said else ""


def _options(rule: Mapping[str, Any], hand: Mapping[str, Any], leaf: Leaf) -> Iterator[str]:
    words = leaf.words
    stated = leaf.stated.get("options", rule["options"])
    for name, value in rule["options"].items():
        default = stated.get(name, value)
        yield leaf.paint("path", name)
        about = hand["options"].get(name, {}).get(words.language, "")
        yield from (f"  {line}" for line in _prose(about, leaf))
        yield from (
            f"  {line}" for line in wrap(words("explain.default", value=_json(default)), leaf.room - 2)
        )
        if value != default:
            yield from (f"  {line}" for line in wrap(words("explain.set", value=_json(value)), leaf.room - 2))


def _configuration(rule: Mapping[str, Any], leaf: Leaf) -> Iterator[str]:
    """What to write in `brief.yaml`, as an example that can be copied."""
    yield "rules:"
    yield f"  {rule['id']}: off"
    yield leaf.words("explain.or")
    yield "rules:"
    yield f"  {rule['id']}:"
    yield f"    severity: {{draft: info, publish: {rule['severity']['publish']}}}"
    for name, value in list(leaf.stated.get("options", rule["options"]).items())[:1]:
        shown = _json(value)
        if len(shown) <= 60:
            yield f"    {name}: {shown}"


def _allowing(rule: Mapping[str, Any], leaf: Leaf) -> Iterator[str]:
    words = leaf.words
    yield from wrap(words("explain.allow-where"), leaf.room)
    yield f"<!-- brief: allow {rule['id']}: {words('explain.reason')} -->"
    yield from wrap(words("explain.allow-once"), leaf.room)
    yield f"brief lint --ignore {rule['id']}"


def _json(value: Any) -> str:
    return inert(json.dumps(value, ensure_ascii=False))
