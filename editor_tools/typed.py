"""The names of `typing` that our modules read, without its import; type checkers see those of `typing`.

Importing `typing` and building its named tuples, each of whose annotations it compiles, took an eighth of the
time of a small lint. `NamedTuple` here is the same to its users: a tuple with fields, defaults, `_replace`,
`_asdict`, `_make`, pattern matching and pickling.
"""

from __future__ import annotations

import functools
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal, NamedTuple, NoReturn, Protocol, Self, TextIO, TypeVar, overload

    _T = TypeVar("_T")

    def maker(kind: type[_T]) -> Callable[[tuple[Any, ...]], _T]:
        """What `maker` below does."""
        raise NotImplementedError
else:
    from operator import itemgetter

    try:
        from _collections import _tuplegetter as _field
    except ImportError:  # pragma: no cover - an interpreter without the shortcut

        def _field(index, doc):
            return property(itemgetter(index), doc=doc)

    Any = Literal = NoReturn = Protocol = Self = TextIO = object

    def TypeVar(_name, **_bounds):  # noqa: N802 - the name that it stands for
        """Only read by type checkers."""
        return object

    def overload(function):
        """Only read by type checkers."""
        return function

    _Unexpected = TypeError if sys.version_info >= (3, 13) else ValueError

    class _Record(tuple):
        """What all named tuples have in common."""

        __slots__ = ()
        _fields = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changed):
            made = tuple.__new__(self.__class__, map(changed.pop, self._fields, self))
            if changed:
                raise _Unexpected(f"got unexpected field names: {list(changed)!r}")
            return made

        __replace__ = _replace  # of copy.replace, Python 3.13

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in fields)})"

        def __getnewargs__(self):
            return tuple(self)

    class _Naming(type):
        """Makes a tuple of what a class states as its fields; what extends such a class is a plain class."""

        def __new__(mcs, name, bases, namespace):
            if bases != (NamedTuple,):
                return super().__new__(mcs, name, bases, namespace)
            # From Python 3.14 on they are there where a module has the import from `__future__`, as ours do.
            stated = namespace.pop("__annotations__", None)
            fields = tuple(_lazily_stated(namespace) if stated is None else stated)
            defaults = {field: namespace.pop(field) for field in fields if field in namespace}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default follows one with a default")
            own = {field: _field(index, "") for index, field in enumerate(fields)}
            own |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__slots__": ()}
            made = type.__new__(_Naming, name, (_Record,), own | namespace)
            made.__new__ = _opening(made, fields, tuple(defaults.values()))
            return made

    def _lazily_stated(namespace):
        """The annotations that a class would make when asked (PEP 649); none where it states none."""
        try:
            from annotationlib import Format, call_annotate_function, get_annotate_from_class_namespace
        except ImportError:
            return ()
        annotate = get_annotate_from_class_namespace(namespace)
        return () if annotate is None else call_annotate_function(annotate, Format.FORWARDREF)

    _Function = type(_lazily_stated)
    _new = tuple.__new__
    _NEW = {"_new": _new, "__builtins__": {}}

    _OPENINGS = (
        lambda _cls: _new(_cls, ()),
        lambda _cls, a: _new(_cls, (a,)),
        lambda _cls, a, b: _new(_cls, (a, b)),
        lambda _cls, a, b, c: _new(_cls, (a, b, c)),
        lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
        lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
        lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
        lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
        lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
        lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
        lambda _cls, a, b, c, d, e, f, g, h, i, j: _new(_cls, (a, b, c, d, e, f, g, h, i, j)),
    )
    """Constructors by the number of fields: compiling one takes longer than most named tuples are used."""

    @functools.cache
    def _constructor(count):
        """The code of a constructor of so many fields; their names are put in afterwards."""
        if count < len(_OPENINGS):
            return _OPENINGS[count].__code__
        listed = "".join(f"_{number}, " for number in range(count))
        return eval(f"lambda _cls, {listed}: _new(_cls, ({listed}))", _NEW).__code__  # noqa: S307 - only numbers

    def _opening(owner, fields, defaults):
        """The constructor of a class, written out when it is first called: many never are in a run."""

        def __new__(cls, /, *values, **named):  # noqa: N807 - it becomes that method
            code = _constructor(len(fields)).replace(co_varnames=("_cls", *fields), co_name="__new__")
            written = _Function(code, _NEW, "__new__", defaults)
            owner.__new__ = written
            return written(cls, *values, **named)

        return __new__

    NamedTuple = type.__new__(_Naming, "NamedTuple", (_Record,), {"__slots__": ()})

    _Method = type(_Record._make)

    def maker(kind):
        """What makes a named tuple of all its values, in order and unchecked, in half the time of its class.

        For places that make thousands of them.
        """
        return _Method(_new, kind)


__all__ = [
    "TYPE_CHECKING",
    "Any",
    "Literal",
    "NamedTuple",
    "NoReturn",
    "Protocol",
    "Self",
    "TextIO",
    "TypeVar",
    "maker",
    "overload",
]
