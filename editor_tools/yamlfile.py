"""YAML read into nodes that know their line and column; whatever is malformed becomes a problem.

The tree is built from the parser's events and not by its composer, for the files may be hostile: this
way depth, size and aliases are counted while they are read, nothing recurses, and plain scalars stay as
written until a schema says what they are (`1.10` can be a version, `no` is not false).
Scalars follow YAML 1.2: `true`/`false`, numbers, `null`; all else is text.
"""

from __future__ import annotations

from collections.abc import Iterator

from editor_tools.later import later
from editor_tools.problems import Problem, quote, say
from editor_tools.said import has_phrase, phrase
from editor_tools.source import BOM, NotUtf8Error, Source, decode
from editor_tools.typed import Any

LONGEST = 400_000
"""Code points of the longest file that is read."""

DEEPEST = 60
"""Levels of nesting, those of aliased values included."""

MOST = 50_000
"""Values of a file, aliases counted as if written out."""

_NULL = later(r"(?:~|null|Null|NULL)?\Z")
_BOOLEAN = later(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INTEGER = later(r"[-+]?[0-9]{1,300}\Z|0o[0-7]{1,300}\Z|0x[0-9a-fA-F]{1,300}\Z")
_FLOAT = later(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")


class Node:
    """A value of a file and its place: ``kind`` is ``map``, ``list`` or ``scalar``.

    ``value`` is the text of a scalar, a list of nodes, or a map from keys to ``(key node, value node)``.
    ``plain`` scalars stand without quotes, so they may be numbers or the like. Lines and columns count
    from 1. ``size`` and ``height`` measure the tree below, itself included.
    """

    __slots__ = ("column", "height", "kind", "line", "path", "plain", "size", "value")

    def __init__(self, kind: str, value: Any, place: tuple[str, int, int], plain: bool = False) -> None:
        self.kind = kind
        self.value = value
        self.path, self.line, self.column = place
        self.plain = plain
        self.size = 1
        self.height = 1

    def __repr__(self) -> str:
        return f"Node({self.kind}, {self.path}:{self.line}:{self.column})"

    def data(self) -> Any:
        """The value as plain data: maps, lists, text, numbers, booleans and ``None``."""
        if self.kind == "scalar":
            return _resolve(self.value) if self.plain else self.value
        if self.kind == "list":
            return [item.data() for item in self.value]
        return {key: value.data() for key, (_, value) in self.value.items()}

    def get(self, *keys: str | int) -> Node | None:
        """The node below at a path of keys and list indexes; None where there is none."""
        node = self
        for key in keys:
            if node.kind == "map" and key in node.value:
                node = node.value[key][1]
            elif node.kind == "list" and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
            else:
                return None
        return node

    def problem(self, key: str, **facts: object) -> Problem:
        """A problem at this place."""
        return Problem(self.path, self.line, self.column, say(key, **facts))


def read_yaml(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """Return the file's root node and its problems; None where no tree can be had.

    An empty file gives a scalar that is null. ``path`` is only quoted.
    """
    text = text.removeprefix(BOM)
    if len(text) > LONGEST:
        return None, [Problem(path, 1, 1, say("too-long", size=len(text), limit=LONGEST))]
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reading = _Reading(Source(text), path)
    try:
        reading.take(YAML(typ="safe").parse(text))
    except _StopReading:
        return None, reading.problems
    except YAMLError as error:
        reading.problems.append(_fault(error, reading))
        return None, reading.problems
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, NotImplementedError) as error:
        # The parser trips over some malformed input instead of refusing it.
        reading.problems.append(Problem(path, *reading.last, say("yaml", reason=type(error).__name__)))
        return None, reading.problems
    return reading.root or Node("scalar", "", (path, 1, 1), plain=True), reading.problems


def decode_yaml(data: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """`read_yaml` for the bytes of a file."""
    try:
        return read_yaml(decode(data), path)
    except NotUtf8Error as error:
        return None, [Problem(path, 1, 1, say("not-utf8", byte=error.offset))]


def _resolve(text: str) -> Any:
    """A plain scalar as YAML 1.2's core schema reads it; infinities and NaN stay text (JSON has none)."""
    if _NULL.match(text):
        return None
    if _BOOLEAN.match(text):
        return text[0] in "tT"
    if _INTEGER.match(text):
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.match(text) and abs(number := float(text)) != float("inf"):
        return number
    return text


class _StopReading(Exception):  # noqa: N818 - it ends the reading; what is wrong is in the problems
    pass


class _Reading:
    """Builds nodes from events; ``open`` holds the collections that are not closed yet."""

    def __init__(self, source: Source, path: str) -> None:
        self.source = source
        self.path = path
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.last = (1, 1)
        self._open: list[tuple[Node, str]] = []
        self._keys: list[Node | None] = []
        self._anchors: dict[str, Node] = {}
        self._size = 0

    def take(self, events: Iterator[Any]) -> None:
        """Read all events; raises what the parser raises, and _StopReading past a limit."""
        for event in events:
            name = type(event).__name__
            if name == "ScalarEvent":
                plain = event.implicit[0] and event.style in (None, "")
                self._add(Node("scalar", event.value, self._place(event), plain), event)
            elif name in ("MappingStartEvent", "SequenceStartEvent"):
                self._begin(name, event)
            elif name in ("MappingEndEvent", "SequenceEndEvent"):
                self._end()
            elif name == "AliasEvent":
                self._alias(event)
            elif name == "DocumentStartEvent" and self.root is not None:
                self.problems.append(Problem(*self._place(event), say("documents")))
                raise _StopReading

    def _place(self, event: Any) -> tuple[str, int, int]:
        # Not the mark's own line: one of the two parsers also counts U+2028 as a line end.
        self.last = self.source.position(event.start_mark.index)
        return (self.path, *self.last)

    def _begin(self, name: str, event: Any) -> None:
        is_map = name.startswith("Mapping")
        node = Node("map" if is_map else "list", {} if is_map else [], self._place(event))
        self._check_tag(node, event)
        if self._open and self._open[-1][0].kind == "map" and self._keys[-1] is None:
            self._stop(node, "key-kind")
        if len(self._open) >= DEEPEST:
            self._stop(node, "too-deep", limit=DEEPEST)
        self._count(node, 1)
        self._open.append((node, event.anchor or ""))
        self._keys.append(None)

    def _end(self) -> None:
        node, anchor = self._open.pop()
        self._keys.pop()
        self._attach(node)
        self._name(node, anchor)

    def _add(self, node: Node, event: Any) -> None:
        self._check_tag(node, event)
        self._count(node, 1)
        self._attach(node)
        self._name(node, event.anchor or "")

    def _alias(self, event: Any) -> None:
        place = Node("scalar", "", self._place(event))
        node = self._anchors.get(event.anchor)
        if node is None:
            self._stop(place, "alias", found=quote(event.anchor))
        elif len(self._open) + node.height > DEEPEST:
            self._stop(place, "too-deep", limit=DEEPEST)
        else:
            self._count(place, node.size)
            self._attach(node)

    def _check_tag(self, node: Node, event: Any) -> None:
        # `!` alone says "text" and means nothing more than quotes do; it is refused like the others.
        if event.tag is not None:
            self.problems.append(node.problem("tag", found=quote(event.tag)))

    def _name(self, node: Node, anchor: str) -> None:
        if not anchor:
            return
        if anchor in self._anchors:
            self.problems.append(node.problem("anchor-twice", found=quote(anchor)))
        self._anchors[anchor] = node

    def _attach(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1][0]
        if parent.kind == "map" and self._keys[-1] is None:
            self._key(node)
            return
        parent.size += node.size
        parent.height = max(parent.height, node.height + 1)
        if parent.kind == "list":
            parent.value.append(node)
            return
        key = self._keys[-1]
        self._keys[-1] = None
        if key is None:  # an attached value always has its key
            return
        if first := parent.value.get(key.value):
            found = quote(key.value)
            self.problems.append(key.problem("duplicate-key", found=found, line=first[0].line))
        else:
            parent.value[key.value] = (key, node)

    def _key(self, key: Node) -> None:
        if key.kind != "scalar":
            self._stop(key, "key-kind")
        if key.plain and not isinstance(_resolve(key.value), str):
            self.problems.append(key.problem("key-text", found=quote(key.value)))
        self._keys[-1] = key

    def _count(self, node: Node, size: int) -> None:
        self._size += size
        if self._size > MOST:
            self._stop(node, "too-big", limit=MOST)

    def _stop(self, node: Node, key: str, **facts: object) -> None:
        self.problems.append(node.problem(key, **facts))
        raise _StopReading


def _fault(error: Any, reading: _Reading) -> Problem:
    """The parser's refusal with its own mark; a refused character is named by its number."""
    if getattr(error, "character", None) is not None:
        line, column = reading.source.position(error.position)
        code = error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
        return Problem(reading.path, line, column, say("yaml-control", code=f"U+{code:04X}"))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = reading.source.position(mark.index) if mark is not None else reading.last
    reason = getattr(error, "problem", None) or getattr(error, "context", None) or type(error).__name__
    shown = quote(reason)[1:-1].rstrip(".")
    known = f"yaml/{shown}"
    return Problem(
        reading.path, line, column, say("yaml", reason=phrase(known) if has_phrase(known) else shown)
    )
