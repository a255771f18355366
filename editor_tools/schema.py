"""A small language that says what a YAML file must look like; all faults are told in one run.

    RULE = Record({"check": Text(), "covers": ListOf(Text())}, required=("check",))
    data, problems = validate(node, RULE)

A spec reads a node and returns plain, JSON-able data. Scalars are typed by the spec and not by their look:
`Text` takes `1.10` as it is written. The parts of a spec are plain attributes, so that a JSON schema can be
exported from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from editor_tools.patterns import refused
from editor_tools.problems import Problem, listed, meant, quote
from editor_tools.said import either, phrase
from editor_tools.typed import Any, NamedTuple
from editor_tools.yamlfile import Node

INVALID: Any = object()
"""What a spec returns for a node that it has reported; it is left out of lists and maps."""


def validate(node: Node, schema: Spec, *, partial: bool = False) -> tuple[Any, list[Problem]]:
    """Return the plain data of ``node`` and everything that is wrong with it, in order of place.

    Invalid parts are left out of the data. ``partial``: required keys may be missing at every level
    (for a map that is laid over a complete one).
    """
    reading = Reading(partial)
    data = schema.read(node, Place("", node), reading)
    return (None if data is INVALID else data), sorted(set(reading.problems))


class Place(NamedTuple):
    """What a value is called (`severity.draft`, `covers[2]`) and the node a problem points to.

    That is the key, where the value has one: the eye finds the line by its key.
    """

    name: str
    mark: Node

    @property
    def where(self) -> str:
        """The name for a sentence."""
        return self.name or phrase("the-file")

    def key(self, key: Node) -> Place:
        """The place of a value below, in a map."""
        return Place(f"{self.name}.{key.value}" if self.name else key.value, key)

    def item(self, index: int, node: Node) -> Place:
        """The place of a value below, in a list; ``index`` counts from 0, the name from 1."""
        return Place(f"{self.name}[{index + 1}]", node)


class Reading:
    """One run of a validation: the problems so far."""

    __slots__ = ("partial", "problems")

    def __init__(self, partial: bool = False) -> None:
        self.partial = partial
        self.problems: list[Problem] = []

    def report(self, place: Place, key: str, **facts: object) -> Any:
        """Note a problem; returns INVALID, so that a spec can end with it."""
        facts.setdefault("where", place.where)
        self.problems.append(place.mark.problem(key, **facts))
        return INVALID


class Spec:
    """What a value must be. ``words`` names it in messages: "Use <words>"."""

    words: str = phrase("something")

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        """Return the value of ``node``, or report what is wrong and return INVALID."""
        raise NotImplementedError

    def suits(self, node: Node) -> bool:
        """Whether ``node`` looks like what is meant, right or wrong; `Either` chooses by it."""
        raise NotImplementedError

    def _wrong(self, node: Node, place: Place, reading: Reading, wanted: str = "") -> Any:
        wanted = wanted or self.words
        if node.kind == "scalar" and node.value:
            return reading.report(place, "kind", found=quote(node.value), wanted=wanted)
        found = phrase("empty-value" if node.kind == "scalar" else node.kind)
        return reading.report(place, "kind-of", found=found, wanted=wanted)


class Scalar(Spec):
    """The common part of all specs of a single value."""

    def suits(self, node: Node) -> bool:
        return node.kind == "scalar"


class Anything(Spec):
    """Any value, typed by its look; ``kinds`` limits it to ``map``, ``list`` or ``scalar``."""

    words: str = phrase("value")

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds
        if kinds:
            self.words = either(*map(phrase, kinds), key="or")

    def suits(self, node: Node) -> bool:
        return not self.kinds or node.kind in self.kinds

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        return node.data() if self.suits(node) else self._wrong(node, place, reading)


class Text(Scalar):
    """Text, not empty; ``form`` is a pattern of ours that all of it matches, ``example`` shows it."""

    words = phrase("text")

    def __init__(
        self, form: str = "", *, example: str = "", empty: bool = False, longest: int = 5000
    ) -> None:
        self.form = form
        self.example = example
        self.empty = empty
        self.longest = longest

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "scalar":
            return self._wrong(node, place, reading)
        text: str = node.value
        if not self.empty and not text.strip():
            return reading.report(place, "empty")
        if len(text) > self.longest:
            return reading.report(place, "long", size=len(text), limit=self.longest)
        if self.form and not re.fullmatch(self.form, text):
            return reading.report(place, "form", found=quote(text), example=quote(self.example))
        return text


class Typed(Scalar):
    """A plain scalar that YAML reads as one of ``types``."""

    types: tuple[type, ...] = ()

    def suits(self, node: Node) -> bool:
        return node.kind == "scalar" and node.plain and type(node.data()) in self.types

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        return node.data() if self.suits(node) else self._wrong(node, place, reading)


class Boolean(Typed):
    """`true` or `false`."""

    words = phrase("flag")
    types = (bool,)


class Number(Typed):
    """A number between ``least`` and ``most``, both included."""

    words = phrase("number")
    types: tuple[type, ...] = (int, float)

    def __init__(self, least: float = -1e9, most: float = 1e9) -> None:
        self.least = least
        self.most = most

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        value = super().read(node, place, reading)
        if value is INVALID or self.least <= value <= self.most:
            return value
        limits = {"least": f"{self.least:.10g}", "most": f"{self.most:.10g}"}
        return reading.report(place, "range", found=quote(node.value), **limits)


class Integer(Number):
    """A whole number between ``least`` and ``most``, both included."""

    words = phrase("whole-number")
    types = (int,)


class Date(Scalar):
    """A day as YYYY-MM-DD; stays text, for JSON has no dates."""

    words = phrase("date")

    def suits(self, node: Node) -> bool:
        return node.kind == "scalar" and re.fullmatch(r"\d{4}-\d\d?-\d\d?", node.value) is not None

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "scalar":
            return self._wrong(node, place, reading)
        from editor_tools.days import date

        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.value):
                raise ValueError
            return date.fromisoformat(node.value).isoformat()
        except ValueError:
            return reading.report(place, "date", found=quote(node.value))


class OneOf(Scalar):
    """One of a few words."""

    def __init__(self, *values: str) -> None:
        self.values = values
        self.words = phrase("one-of", allowed=listed(values))

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "scalar":
            return self._wrong(node, place, reading)
        if node.value in self.values:
            return node.value
        hint = meant(node.value, self.values)
        found, allowed = quote(node.value), listed(self.values)
        return reading.report(place, "one-of", found=found, allowed=allowed, meant=hint)


class Pattern(Scalar):
    """A regular expression that no text can make hang (see `editor_tools.patterns`)."""

    words = phrase("regex")

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "scalar":
            return self._wrong(node, place, reading)
        if not node.value:
            return reading.report(place, "empty")
        reason = refused(node.value)
        return (
            reading.report(place, "pattern", found=quote(node.value), reason=reason) if reason else node.value
        )


class Checked(Spec):
    """What ``spec`` takes and ``fault`` finds nothing wrong with: it gets the data, returns words or ''."""

    def __init__(self, spec: Spec, fault: Callable[[Any], str]) -> None:
        self.spec = spec
        self.fault = fault
        self.words = spec.words

    def suits(self, node: Node) -> bool:
        return self.spec.suits(node)

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        before = len(reading.problems)
        data = self.spec.read(node, place, reading)
        if data is INVALID or len(reading.problems) > before:
            return data
        reason = self.fault(data)
        if not reason:
            return data
        found = quote(node.value) if node.kind == "scalar" else ""
        return reading.report(place, "pattern", found=found, reason=reason)


class ListOf(Spec):
    """A list of values of one kind, ``least`` of them at the least."""

    words = phrase("list-like")

    def __init__(self, item: Spec, *, least: int = 0) -> None:
        self.item = item
        self.least = least

    def suits(self, node: Node) -> bool:
        return node.kind == "list"

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "list":
            return self._wrong(node, place, reading)
        if len(node.value) < self.least:
            return reading.report(place, "empty")
        items = [
            self.item.read(item, place.item(index, item), reading) for index, item in enumerate(node.value)
        ]
        return [item for item in items if item is not INVALID]


class MapOf(Spec):
    """A map with keys of one form and values of one kind."""

    words = phrase("map")

    def __init__(self, value: Spec, *, key: Spec | None = None, least: int = 0) -> None:
        self.value = value
        self.key = key
        self.least = least

    def suits(self, node: Node) -> bool:
        return node.kind == "map"

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "map":
            return self._wrong(node, place, reading)
        if len(node.value) < self.least:
            return reading.report(place, "empty")
        data: dict[str, Any] = {}
        for name, (key, value) in node.value.items():
            below = place.key(key)
            named = self.key is None or self.key.read(key, below, reading) is not INVALID
            read = self.value.read(value, below, reading)
            if named and read is not INVALID:
                data[name] = read
        return data


class Record(Spec):
    """A map with known keys; other keys are faults unless ``rest`` says what they hold.

    ``instead`` names the key that is meant by one of another program.
    """

    words = phrase("map")

    def __init__(
        self,
        keys: Mapping[str, Spec],
        *,
        required: Sequence[str] = (),
        rest: Spec | None = None,
        instead: Mapping[str, str] = {},
    ) -> None:
        self.keys = keys
        self.instead = instead
        self.required = required
        self.rest = rest

    def suits(self, node: Node) -> bool:
        return node.kind == "map"

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind != "map":
            return self._wrong(node, place, reading)
        data: dict[str, Any] = {}
        for name, (key, value) in node.value.items():
            spec = self.keys.get(name, self.rest)
            if spec is None:
                self._unknown(name, place.key(key), reading)
            elif (read := spec.read(value, place.key(key), reading)) is not INVALID:
                data[name] = read
        missing = [name for name in self.required if name not in node.value]
        if missing and not reading.partial:
            reading.report(place, "missing", keys=listed([f"'{name}'" for name in missing]))
        return data

    def _unknown(self, name: str, place: Place, reading: Reading) -> None:
        if not self.keys:
            reading.report(place, "no-key", found=quote(name))
            return
        other = self.instead.get(name)
        hint = phrase("meant", name=other) if other else meant(name, self.keys)
        allowed = listed(list(self.keys))
        reading.report(place, "unknown-key", found=quote(name), allowed=allowed, meant=hint)


class Localized(Spec):
    """Text in each language; with ``plain`` also one text that serves for all."""

    def __init__(self, languages: Sequence[str] = ("en", "zh"), *, plain: bool = False) -> None:
        self.languages = languages
        self.plain = plain
        self.words = phrase("map-of-or-text" if plain else "map-of", languages=" and ".join(languages))

    def suits(self, node: Node) -> bool:
        return node.kind == "map" or (self.plain and node.kind == "scalar")

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        if node.kind == "scalar" and self.plain:
            text = Text().read(node, place, reading)
            return text if text is INVALID else dict.fromkeys(self.languages, text)
        if node.kind != "map":
            return self._wrong(node, place, reading)
        required = () if self.plain else self.languages
        keys = {language: Text() for language in self.languages}
        data = Record(keys, required=required).read(node, place, reading)
        if self.plain and data:
            first = next(iter(data.values()))
            return {language: data.get(language, first) for language in self.languages}
        return data


class Either(Spec):
    """Whichever of ``specs`` the node looks like; the first of several."""

    def __init__(self, *specs: Spec) -> None:
        self.specs = specs
        self.words = either(*(spec.words for spec in specs))

    def suits(self, node: Node) -> bool:
        return any(spec.suits(node) for spec in self.specs)

    def read(self, node: Node, place: Place, reading: Reading) -> Any:
        for spec in self.specs:
            if spec.suits(node):
                return spec.read(node, place, reading)
        return self._wrong(node, place, reading)
