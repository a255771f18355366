"""A pattern as an automaton of its characters, and what makes it ambiguous (see the package)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import log2

from editor_tools.patterns.alphabet import Alphabet
from editor_tools.patterns.graph import chains, components, loops_of
from editor_tools.said import phrase
from editor_tools.typed import Any

CHAIN = 2
"""Repeats without a limit that may share one text."""

WAYS = (2000, 32, 2)
"""Ways in which alternatives that begin alike, and repeats that share a text and go on a few times only,
can be combined: in a pattern without endless repeats, with those that share no text, with two that do."""

REPEATS = 40
"""Repeats with a choice in one pattern."""

MOST = 1000
"""The largest number in braces, and the largest product of nested ones."""

MANY = 10
"""A repeat that may go on this often counts as one without a limit."""

_POSITIONS = 500


def ambiguity(parsed: Any) -> str:
    """Return why a parsed pattern can take very long and what to write instead; nothing where it cannot."""
    try:
        key = _Automaton(parsed).fault()
    except _Refusal as refusal:
        return phrase(refusal.key, **_LIMITS, **refusal.facts)
    return phrase(key, **_LIMITS) if key else ""


class _Refusal(Exception):  # noqa: N818 - carries the key and facts of a refusal out of a walk
    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


_BACK_REFERENCE = "pattern-back-reference"
_NESTED = "pattern-nested"
_CHAINED = "pattern-chained"
_LEADING = "pattern-leading"
_COMBINED = "pattern-combined"
_GROUPED = "pattern-grouped"
_IDLE = "pattern-idle"
_COUNTED = "pattern-counted"
_BIG = "pattern-big"
_LIMITS = {"chain": CHAIN, "most": MOST}


class _Part:
    """A piece of a pattern: the states it can begin and end with, and in how many ways each.

    ``empty`` counts the ways to match nothing; ``ways`` bounds those of its alternatives outside loops.
    """

    __slots__ = ("empty", "first", "last", "ways")

    def __init__(self, first: _Ends, last: _Ends, empty: int, ways: int) -> None:
        self.first = first
        self.last = last
        self.empty = empty
        self.ways = ways
        if ways > WAYS[0] or empty > WAYS[0]:
            raise _Refusal(_COMBINED)


_Ends = dict[int, int]
_NOTHING = _Part({}, {}, 1, 1)


class _Automaton:
    """One state for each place of the pattern that takes a character (Glushkov's construction).

    ``follow[a]`` are the states after ``a``; ``doubled`` are the steps that are offered in two ways at
    once, which the states alone do not show. ``heavy`` states can be repeated without a limit, those
    of ``grouped`` more than one character at a time; ``light`` gives the choices of the others.
    """

    def __init__(self, parsed: Any) -> None:
        self.letters: list[frozenset[int]] = []
        self.follow: list[set[int]] = []
        self.doubled: set[tuple[int, int]] = set()
        self.heavy: set[int] = set()
        self.grouped: set[int] = set()
        self.light: dict[int, int] = {}
        self._repeats = 0
        flags = parsed.state.flags
        self._alphabet = Alphabet(parsed)
        items = list(parsed)
        whole = self._sequence(items[:-1], flags, 1)
        before = len(self.letters)
        whole = self._after(whole, self._sequence(items[-1:], flags, 1))
        if items and _repeats_one(items[-1]):
            self.heavy.difference_update(range(before, len(self.letters)))
        self._leading = set() if _is_anchored(items, flags) else set(whole.first)
        self._ways = whole.ways

    def fault(self) -> str:
        """Return the words of a refusal, or nothing."""
        component = components(self.follow)
        loops = loops_of(self.follow, component)
        if any(component[a] == component[b] for a, b in self.doubled):
            return _NESTED
        if any(self._splits(states) for states in loops):
            return _NESTED
        shared = self._shared(loops)
        heavy = [int(not self.heavy.isdisjoint(states)) for states in loops]
        if max(chains(shared, heavy), default=0) > CHAIN:
            return _CHAINED
        leading = [
            one and int(not self._leading.isdisjoint(states))
            for one, states in zip(heavy, loops, strict=True)
        ]
        if any(one and chain >= CHAIN for one, chain in zip(leading, chains(shared, heavy), strict=True)):
            return _LEADING
        return self._combinations(loops, shared, heavy)

    def _combinations(self, loops: list[list[int]], shared: list[list[int]], heavy: list[int]) -> str:
        """Weigh the finite choices against what the repeats without a limit have left of the time."""
        longest = int(max(chains(shared, heavy), default=0))
        light = [
            0.0 if one else log2(max(self.light.get(state, 1) for state in states))
            for one, states in zip(heavy, loops, strict=True)
        ]
        if log2(self._ways) + max(chains(shared, light), default=0) > log2(WAYS[longest]):
            return _COMBINED
        chained = {other for one, others in enumerate(shared) for other in (one, *others) if others}
        grouped = any(not self.grouped.isdisjoint(loops[one]) for one in chained)
        return _GROUPED if longest > 1 and grouped else ""

    # Building

    def _state(self, letters: frozenset[int]) -> _Part:
        if len(self.letters) >= _POSITIONS:
            raise _Refusal(_BIG)
        at = len(self.letters)
        self.letters.append(letters)
        self.follow.append(set())
        return _Part({at: 1}, {at: 1}, 0, 1)

    def _join(self, ends: _Ends, begins: _Ends) -> None:
        for a, ways in ends.items():
            for b, others in begins.items():
                if b in self.follow[a] or ways * others > 1:
                    self.doubled.add((a, b))
                self.follow[a].add(b)

    def _sequence(self, items: Any, flags: int, times: int) -> _Part:
        whole = _NOTHING
        for operation, value in items:
            whole = self._after(whole, self._piece(str(operation), value, flags, times))
        return whole

    def _after(self, one: _Part, two: _Part) -> _Part:
        self._join(one.last, two.first)
        return _Part(
            _added(one.first, two.first, one.empty),
            _added(two.last, one.last, two.empty),
            one.empty * two.empty,
            one.ways * two.ways,
        )

    def _piece(self, operation: str, value: Any, flags: int, times: int) -> _Part:
        if operation in Alphabet.SINGLE:
            return self._state(self._alphabet.letters(operation, value, flags))
        if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(value, flags, times)
        if operation == "SUBPATTERN":
            _, add, remove, body = value
            return self._sequence(body, (flags | add) & ~remove, times)
        if operation == "ATOMIC_GROUP":
            return self._sequence(value, flags, times)
        if operation == "BRANCH":
            return self._branch(value[1], flags, times)
        if operation in ("ASSERT", "ASSERT_NOT"):
            # Tried wherever it stands, and then the rest goes on from the same place.
            looked = self._sequence(value[1], flags, times)
            return _Part(looked.first, {}, 1, looked.ways)
        if operation == "AT":
            return _NOTHING
        if operation.startswith("GROUPREF"):
            raise _Refusal(_BACK_REFERENCE)
        # `(?!)` and whatever a later Python adds
        return _NOTHING if operation == "FAILURE" else self._unknown(operation)

    def _unknown(self, operation: str) -> _Part:
        raise _Refusal("pattern-unknown", operation=operation)

    def _branch(self, branches: Any, flags: int, times: int) -> _Part:
        parts = [self._sequence(body, flags, times) for body in branches]
        first: _Ends = {}
        last: _Ends = {}
        for part in parts:
            first |= part.first
            last |= part.last
        return _Part(first, last, sum(part.empty for part in parts), self._combined(parts))

    def _combined(self, parts: list[_Part]) -> int:
        """The ways of the alternatives that can begin with one same character, or with none."""
        idle = sum(part.ways for part in parts if part.empty)
        ways: dict[int, int] = {}
        for part in parts:
            begins = frozenset().union(*(self.letters[state] for state in part.first))
            for letter in begins if not part.empty else ():
                ways[letter] = ways.get(letter, 0) + part.ways
        return max(idle + max(ways.values(), default=0), 1)

    def _repeat(self, value: Any, flags: int, times: int) -> _Part:
        least, most, body = value
        endless = str(most) == "MAXREPEAT"
        highest = least if endless else max(least, int(most))
        times *= max(highest, 1)
        if times > MOST:
            raise _Refusal(_COUNTED)
        whole = self._copies(body, flags, times, least)
        if not endless and highest == least:
            return whole
        self._repeats += 1
        if self._repeats > REPEATS:
            raise _Refusal(_BIG)
        return self._after(whole, self._loop(body, flags, times, MANY if endless else highest - least))

    def _copies(self, body: Any, flags: int, times: int, number: int) -> _Part:
        """The body ``number`` times; from `MANY` on the copies stand for the others, with their choices."""
        before = len(self.letters)
        whole = part = _NOTHING
        for _ in range(min(number, MANY)):
            part = self._sequence(body, flags, times)
            whole = self._after(whole, part)
        if number > MANY:
            if part.ways > 1 and number * log2(part.ways) > log2(WAYS[0]):
                raise _Refusal(_COMBINED)
            for state in range(before, len(self.letters)):
                if state in self.light:
                    self.light[state] **= -(-number // MANY)
            whole = _Part(whole.first, whole.last, whole.empty, part.ways**number)
        return whole

    def _loop(self, body: Any, flags: int, times: int, most: int) -> _Part:
        before = len(self.letters)
        part = self._sequence(body, flags, times)
        if part.empty:
            raise _Refusal(_IDLE)
        self._join(part.last, part.first)
        states = range(before, len(self.letters))
        if most >= MANY:
            self.heavy.update(states)
            self.grouped.update(() if _is_single(body) else states)
        else:
            self.light.update({state: max(most + 1, self.light.get(state, 0)) for state in states})
        return _Part(part.first, part.last, 1, 1)

    # Judging

    def _splits(self, states: list[int]) -> bool:
        """Whether one text leads from a state of a loop back to it in two ways.

        Then two runs part and meet again: a pair of equal states reaches one of unequal ones, which
        reaches the diagonal again; all inside one component.
        """
        inside = set(states)
        apart = self._pairs([(state, state) for state in states], inside)
        back: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for pair in apart:
            for onward in self._steps(pair, inside):
                back.setdefault(onward, []).append(pair)
        todo = [(state, state) for state in states]
        seen = set(todo)
        while todo:
            for pair in back.get(todo.pop(), ()):
                if pair[0] != pair[1]:
                    return True
                if pair not in seen:
                    seen.add(pair)
                    todo.append(pair)
        return False

    def _pairs(self, begin: list[tuple[int, int]], inside: set[int]) -> set[tuple[int, int]]:
        seen = set(begin)
        todo = list(begin)
        while todo:
            for pair in self._steps(todo.pop(), inside):
                if pair not in seen:
                    seen.add(pair)
                    todo.append(pair)
        return seen

    def _steps(self, pair: tuple[int, int], inside: set[int]) -> Iterator[tuple[int, int]]:
        for a in self.follow[pair[0]] & inside:
            for b in self.follow[pair[1]] & inside:
                if not self.letters[a].isdisjoint(self.letters[b]):
                    yield a, b

    def _shared(self, loops: list[list[int]]) -> list[list[int]]:
        """For each loop, the later loops that can share a text with it (`a*` and `a*` in `a*a*`)."""
        reach = [self._reach(states) for states in loops]
        return [
            [
                other
                for other, theirs in enumerate(loops)
                if other != one and theirs[0] in reach[one] and self._shares(states, theirs)
            ]
            for one, states in enumerate(loops)
        ]

    def _reach(self, states: list[int]) -> set[int]:
        seen = set(states)
        todo = list(states)
        while todo:
            fresh = self.follow[todo.pop()] - seen
            seen |= fresh
            todo += fresh
        return seen

    def _shares(self, one: list[int], two: list[int]) -> bool:
        """Whether some text leads round in ``one``, from ``one`` to ``two``, and round in ``two``."""
        first, second = set(one), set(two)
        return any(self._carries(p, q, first, second) for p in one for q in two)

    def _carries(self, p: int, q: int, first: set[int], second: set[int]) -> bool:
        seen = {(p, p, q)}
        todo = [(p, p, q)]
        while todo:
            a, b, c = todo.pop()
            for a2 in self.follow[a] & first:
                for c2 in self.follow[c] & second:
                    both = self.letters[a2] & self.letters[c2]
                    if not both:
                        continue
                    for b2 in self.follow[b]:
                        if self.letters[b2].isdisjoint(both):
                            continue
                        if (a2, b2, c2) == (p, q, q):
                            return True
                        if (a2, b2, c2) not in seen:
                            seen.add((a2, b2, c2))
                            todo.append((a2, b2, c2))
            if len(seen) > 20_000:
                raise _Refusal(_BIG)
        return False


def _added(one: _Ends, two: _Ends, times: int) -> _Ends:
    """``one``, and ``two`` as often as what lies between can be empty."""
    return one | {state: ways * times for state, ways in two.items()} if times else one


def _is_single(body: Any) -> bool:
    return len(body) == 1 and str(body[0][0]) in Alphabet.SINGLE


def _repeats_one(item: Any) -> bool:
    operation, value = item
    return str(operation).endswith("_REPEAT") and _is_single(value[2])


def _is_anchored(items: list[Any], flags: int) -> bool:
    if not items or str(items[0][0]) != "AT":
        return False
    name = str(items[0][1])
    return name == "AT_BEGINNING_STRING" or (name == "AT_BEGINNING" and not flags & re.MULTILINE)
