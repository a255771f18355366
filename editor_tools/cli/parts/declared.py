"""Options and arguments, declared once and read in two ways: plain command lines here, all others by click.

Importing click costs more than judging an issue. A command line that holds nothing but known options, each
written out, and paths means the same to both; where there is any doubt (abbreviations, `--help`, a wrong
value), click answers. What is declared here looks as click has it, and what is not here *is* click's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from editor_tools.typed import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import click
    from click import BadParameter, Context, Parameter, clear

Function = TypeVar("Function", bound=Callable[..., Any])

_KNOWN = frozenset(
    "callback default envvar expose_value help is_eager is_flag metavar multiple nargs shell_complete"
    " type".split()
)
"""The attributes of a parameter that are understood here."""

_LIST = "_brief_parameters"


def __getattr__(name: str) -> Any:
    """Whatever is not declared here is click's own."""
    if name.startswith("__"):  # the import system asks whether this is a package
        raise AttributeError(name)
    import click

    return getattr(click, name)


class Refusal(Exception):  # noqa: N818 - it is an answer, not a fault
    """The command could not do its work; the message is one line that says what, where and how to mend."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Choice:
    """One of a few words."""

    def __init__(self, choices: Sequence[str]) -> None:
        self.choices = tuple(choices)

    def built(self) -> Any:
        """The same as click has it."""
        import click

        return click.Choice(self.choices)


class IntRange:
    """A whole number between two bounds, both included."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def built(self) -> Any:
        """The same as click has it."""
        import click

        return click.IntRange(self.least, self.most)

    def read(self, text: str) -> int:
        """The number; ValueError where click must say what is wrong."""
        value = int(text)
        if not (text.isascii() and text.isdecimal() and self.least <= value <= self.most):
            raise ValueError(text)
        return value


class Path:
    """A path, taken as it is written."""

    def built(self) -> Any:
        """The same as click has it."""
        import click

        return click.Path()


_TYPES = (Choice, IntRange, Path)


class Declaration:
    """One option or argument: how it is written, and its attributes."""

    __slots__ = ("attributes", "is_option", "names")

    def __init__(self, is_option: bool, names: Sequence[str], attributes: dict[str, Any]) -> None:
        self.is_option = is_option
        self.names = names
        self.attributes = attributes

    @property
    def key(self) -> str:
        """The name under which the function gets the value, found as click does."""
        plain = [name for name in self.names if name.isidentifier()]
        longest = max(self.names, key=lambda name: len(name) - len(name.lstrip("-")))
        return plain[0] if plain else longest.lstrip("-").replace("-", "_").lower()

    @property
    def is_plain(self) -> bool:
        """Whether it can be read here."""
        attributes = self.attributes
        known = _KNOWN.issuperset(attributes) and isinstance(attributes.get("type", Path()), _TYPES)
        return known and (self.is_option or attributes.get("nargs") == -1)

    def built(self) -> Callable[[Function], Function]:
        """The decorator of click that declares the same."""
        import click

        attributes = dict(self.attributes)
        if isinstance(attributes.get("type"), _TYPES):
            attributes["type"] = attributes["type"].built()
        declare = click.option if self.is_option else click.argument
        return declare(*self.names, **attributes)

    def taken(self, given: list[str]) -> Any:
        """The value of what was given; ValueError where click must say what is wrong."""
        attributes = self.attributes
        several = attributes.get("multiple") or not self.is_option
        value: Any = tuple(given) if several else given[-1] if given else None
        if attributes.get("is_flag"):
            value = bool(given)
        elif not given and attributes.get("envvar"):
            value = os.environ.get(attributes["envvar"]) or attributes.get("default")
        elif not given and value is None:
            value = attributes.get("default")
        choice = attributes.get("type")
        if isinstance(choice, Choice) and value is not None and value not in choice.choices:
            raise ValueError(value)
        if isinstance(choice, IntRange) and given:
            value = choice.read(value)
        callback = attributes.get("callback")
        return value if callback is None else callback(None, None, value)


def option(*names: str, **attributes: Any) -> Callable[[Function], Function]:
    """As `click.option`."""
    return _declared(Declaration(True, names, attributes))


def argument(*names: str, **attributes: Any) -> Callable[[Function], Function]:
    """As `click.argument`."""
    return _declared(Declaration(False, names, attributes))


def _declared(declaration: Declaration) -> Callable[[Function], Function]:
    def decorate(function: Function) -> Function:
        if "click" in sys.modules:  # the function may belong to a command that click declares itself
            function = declaration.built()(function)
        function.__dict__.setdefault(_LIST, []).append(declaration)
        return function

    return decorate


class Declared:
    """A command that is read here where that is possible, and built by click where it is not."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.function = function
        self.parameters: list[Declaration] = list(reversed(function.__dict__.get(_LIST, ())))

    def built(self) -> click.Command:
        """The command as click has it."""
        import click

        function = self.function

        def run(**chosen: Any) -> Any:
            return function(**chosen)

        run.__doc__ = function.__doc__
        whole: Any = run
        for declaration in reversed(self.parameters):
            whole = declaration.built()(whole)
        return click.command(self.name)(whole)

    def read(self, words: Sequence[str]) -> dict[str, Any] | None:
        """Return what the function gets for a command line; None where click must read it."""
        if not all(parameter.is_plain for parameter in self.parameters):
            return None
        given: dict[str, list[str]] = {parameter.key: [] for parameter in self.parameters}
        try:
            for parameter, value in self._sorted(words):
                values = given[parameter.key]
                if values and parameter.is_option and not parameter.attributes.get("multiple"):
                    return None
                values.append(value)
            order = sorted(self.parameters, key=lambda one: not one.attributes.get("is_eager"))
            taken = {one.key: one.taken(given[one.key]) for one in order}
        except Exception:  # noqa: BLE001 - whatever it is, click finds it again and says it
            return None
        hidden = {one.key for one in self.parameters if not one.attributes.get("expose_value", True)}
        return {key: value for key, value in taken.items() if key not in hidden}

    def _sorted(self, words: Sequence[str]) -> Iterator[tuple[Declaration, str]]:
        """Yield each parameter with its value; LookupError or ValueError for what is not plain."""
        options = {name: one for one in self.parameters if one.is_option for name in one.names}
        (paths,) = (one for one in self.parameters if not one.is_option)
        rest = iter(words)
        for word in rest:
            if not word.startswith("-") or word == "-":
                yield paths, word
                continue
            name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
            parameter = options[name]
            if parameter.attributes.get("is_flag"):
                if equals:
                    raise ValueError(word)
                yield parameter, ""
                continue
            if not equals:
                value = next(rest, "-")
            if value.startswith("-"):
                raise ValueError(value)
            yield parameter, value


def command(name: str) -> Callable[[Callable[..., Any]], Declared]:
    """As `click.command`."""
    return lambda function: Declared(name, function)


def echo(message: str = "", err: bool = False) -> None:
    """As `click.echo`, without what consoles of Windows need for colours."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{message}\n")
    stream.flush()


__all__ = [
    "BadParameter",
    "Choice",
    "Context",
    "Declared",
    "IntRange",
    "Parameter",
    "Path",
    "Refusal",
    "argument",
    "clear",
    "command",
    "echo",
    "option",
]
