"""The group of all subcommands: each is a module of `editor_tools.cli`, imported only when it is used."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from editor_tools import __version__
from editor_tools.cli.parts import options
from editor_tools.cli.parts.declared import Declared
from editor_tools.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from editor_tools.wording import Words


class Commands(click.Group):
    """Subcommands by file name."""

    words: Words | None = None
    """Those of the language in which help is given, where that is another than English."""

    def speak(self, words: Words) -> None:
        """Give help in the language of ``words`` from now on."""
        if words.language != "en" or self.words is not None:
            from editor_tools.cli.parts.translating import translate

            self.words = words
            translate(self, words)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all subcommands, sorted."""
        folder = Path(__file__).parents[1]
        names = (path.stem for path in folder.glob("*.py"))
        return sorted(name.replace("_", "-") for name in names if name not in ("__init__", "main"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand of a name; None where there is none."""
        if cmd_name.startswith("_") or cmd_name == "main" or not cmd_name.replace("-", "_").isidentifier():
            return None
        name = f"editor_tools.cli.{cmd_name.replace('-', '_')}"
        try:
            found = getattr(import_module(name), "command", None)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            return None
        command = found.built() if isinstance(found, Declared) else found
        if self.words is None or command is None:
            return command
        from editor_tools.cli.parts.translating import translate

        return translate(command, self.words)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@options.lang_of_all
@click.version_option(__version__, "-V", "--version", prog_name="brief", message="%(prog)s %(version)s")
def program() -> None:
    """Start, judge, mend and search the issues of a Markdown newsletter."""
