"""Our named tuples do what those of `typing` do."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable
from typing import Any

import pytest

from editor_tools import days, typed


class Theirs(typing.NamedTuple):
    """A row."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()

    @property
    def doubled(self) -> int:
        return self.size * 2


class Ours(typed.NamedTuple):
    """A row."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()

    @property
    def doubled(self) -> int:
        return self.size * 2


class Wider(Ours):
    """Extends a row without fields of its own."""

    __slots__ = ()

    def shout(self) -> str:
        return self.name.upper()


class Empty(typed.NamedTuple):
    """No fields at all."""


def _outcome(do: Callable[[Any], object], kind: Any) -> object:
    try:
        return do(kind)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


@pytest.mark.parametrize(
    "do",
    [
        lambda kind: tuple(kind("a")),
        lambda kind: tuple(kind("a", 4, ("b",))),
        lambda kind: tuple(kind(size=9, name="x")),
        lambda kind: kind(),
        lambda kind: kind("a", 1, (), 2),
        lambda kind: kind("a", other=2),
        lambda kind: kind("a").doubled,
        lambda kind: tuple(kind("a")._replace(size=8)),
        lambda kind: kind("a")._replace(other=8),
        lambda kind: kind("a")._asdict(),
        lambda kind: tuple(kind._make(["a", 1, ()])),
        lambda kind: kind._make(["a"]),
        lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__),
        lambda kind: kind("a") == ("a", 3, ()) and hash(kind("a")) == hash(("a", 3, ())),
        lambda kind: repr(kind("a")).replace("Theirs", "Ours"),
        lambda kind: setattr(kind("a"), "name", "b"),
        lambda kind: setattr(kind("a"), "else", "b"),
        lambda kind: tuple(copy.deepcopy(kind("a"))),
        lambda kind: (
            type(pickle.loads(pickle.dumps(kind("a"), 5))) is kind,  # noqa: S301 - what we just wrote
            kind.__bases__[0] is not object,
        ),
    ],
)
def test_a_record_behaves_as_a_named_tuple(do: Callable[[Any], object]) -> None:
    assert _outcome(do, Ours) == _outcome(do, Theirs)


def test_what_extends_a_record_is_built_by_it() -> None:
    one = Wider("a")._replace(size=2)
    assert (type(one), one.shout(), one.doubled, isinstance(one, tuple)) == (Wider, "A", 4, True)


def test_a_maker_makes_what_the_class_does() -> None:
    one = typed.maker(Ours)(("a", 4, ("b",)))
    assert (type(one), one, one.doubled) == (Ours, Ours("a", 4, ("b",)), 8)


def test_a_record_may_have_no_fields() -> None:
    assert Empty() == ()


def test_a_record_can_be_taken_apart_by_patterns() -> None:
    match Ours("a", 5):
        case Ours(name, size):
            assert (name, size) == ("a", 5)
        case _:  # pragma: no cover
            pytest.fail("no match")


def test_a_field_without_a_default_behind_one_with_a_default_is_refused() -> None:
    with pytest.raises(TypeError, match="without a default"):
        exec("class X(typed.NamedTuple):\n    a: int = 1\n    b: int", {"typed": typed, "__name__": "x"})  # noqa: S102 - type checkers refuse such a class


def test_the_names_cost_no_import_of_typing() -> None:
    code = "import sys, editor_tools.typed; print('typing' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"


def test_fields_are_found_where_annotations_are_made_when_asked() -> None:
    """From Python 3.14 on, classes of a module without the import from `__future__` make them so."""
    code = "class Row(NamedTuple):\n    name: str\n    size: int = 3\n"
    names: dict[str, Any] = {"NamedTuple": typed.NamedTuple, "__name__": "somewhere"}
    exec(compile(code, "somewhere", "exec", dont_inherit=True), names)  # noqa: S102 - the code above
    assert names["Row"]("a") == ("a", 3)
    assert names["Row"]._fields == ("name", "size")


def test_each_named_tuple_is_made_with_its_own_names_and_defaults() -> None:
    class First(typed.NamedTuple):
        one: int
        other: int = 2

    class Second(typed.NamedTuple):
        left: int
        right: int = 5

    assert (First(1), Second(left=4), First(other=7, one=6)) == ((1, 2), (4, 5), (6, 7))
    assert First.__new__.__code__.co_varnames == ("_cls", "one", "other")
    with pytest.raises(TypeError, match="right"):
        First(1, right=2)  # type: ignore[call-arg]


def test_our_days_are_those_of_datetime() -> None:
    assert (days.date, days.datetime, days.timedelta) == (
        dt.date,
        dt.datetime,
        dt.timedelta,
    )
