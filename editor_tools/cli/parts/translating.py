"""`--help` in other languages than English: what commands and options say, by their English texts."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from editor_tools.reports.excerpt import wrap
from editor_tools.source import display_width
from editor_tools.wording import Words

_TEXTS = Path(__file__).parents[2] / "wording" / "help.json"
HELP = ("-h", "--help")
"""How help is asked for; an option that click makes once for each command."""
_TERMS = 30
"""Cells of the widest option that has its help beside it."""


def plain(text: str) -> str:
    """A text as it is looked up: paragraphs of one line each, with a blank line between."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def texts() -> dict[str, str]:
    """The Chinese texts by the English ones."""
    found: dict[str, str] = json.loads(_TEXTS.read_bytes())
    return found


def translate(command: click.Command, words: Words) -> click.Command:
    """Have a command, and those of its own that are loaded, speak the language of ``words``."""
    known = texts() if words.language != "en" else {}
    _translate(command, known, words)
    return command


_CHANGED = ("context_class", "help", "short_help", "options_metavar", "subcommand_metavar")
_ENGLISH = "_brief_english"
"""The attribute of a command or option that holds its own as they were."""


def _restore(one: click.Command | click.Option) -> None:
    """Have a command or option say what it said at first, which is English."""
    own = vars(one)
    english = own.setdefault(_ENGLISH, {name: own[name] for name in _CHANGED if name in own})
    for name in _CHANGED:
        own.pop(name, None)
    own.update(english)


def _translate(command: click.Command, known: Mapping[str, str], words: Words) -> None:
    _restore(command)
    below = command.commands.values() if isinstance(command, click.Group) else ()
    for one in below:
        _translate(one, known, words)
    for option in command.get_params(click.Context(command, help_option_names=list(HELP))):
        if isinstance(option, click.Option):
            _restore(option)
            option.help = known.get(plain(option.help or ""), option.help)
    if not known:
        return
    command.context_class = _context(words)
    command.help = known.get(plain(command.help or ""), command.help)
    command.short_help = (command.help or "").partition("\n")[0]
    command.options_metavar = words("help.options-metavar")
    if isinstance(command, click.Group):
        command.subcommand_metavar = words("help.command-metavar")


def _context(words: Words) -> type[click.Context]:
    class Formatter(_WideFormatter):
        headings = {  # noqa: RUF012 - never written to
            "Options": words("help.options"),
            "Commands": words("help.commands"),
        }
        usage = words("help.usage")

    class Context(click.Context):
        formatter_class = Formatter

    return Context


class _WideFormatter(click.HelpFormatter):
    """Lays out text whose characters may take two cells, and that may break between any two of them."""

    headings: Mapping[str, str] = {}
    usage = ""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        del prefix
        self.write(f"{self.usage}{prog} {args}".rstrip() + "\n")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self.write(f"{' ' * self.current_indent}{self.headings.get(heading, heading)}\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        indent = " " * self.current_indent
        for number, paragraph in enumerate(plain(text).split("\n\n")):
            self.write("\n" if number else "")
            for line in wrap(paragraph, self.width - self.current_indent):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _TERMS, col_spacing: int = 2) -> None:
        """Write terms with what they mean beside them, or below those that are long."""
        listed = list(rows)
        widest = min(max((display_width(term) for term, _ in listed), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, meaning in listed:
            lines = list(wrap(plain(meaning), max(self.width - widest - 2, 20)))
            if display_width(term) + col_spacing > widest:
                self.write(f"{indent}{term}\n")
            else:
                blanks = " " * (widest - display_width(term))
                self.write(f"{indent}{term}{blanks}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * widest}{line}\n")
