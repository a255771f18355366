"""The command ``brief``: finds subcommands by file name and answers for what goes wrong in them."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from editor_tools import __version__
from editor_tools.cli.parts import console
from editor_tools.problems import ConfigurationError

if TYPE_CHECKING:
    from editor_tools.wording import Words

INTERRUPTED = 130
FAILED = 2


class Commands(click.Group):
    """Subcommands are the modules beside this one; each is imported only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all subcommands, sorted."""
        folder = Path(__file__).parent
        names = (path.stem for path in folder.glob("*.py"))
        return sorted(name.replace("_", "-") for name in names if name not in ("__init__", "main"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand of a name; None where there is none."""
        if cmd_name.startswith("_") or cmd_name == "main" or not cmd_name.replace("-", "_").isidentifier():
            return None
        name = f"editor_tools.cli.{cmd_name.replace('-', '_')}"
        try:
            found: click.Command | None = getattr(import_module(name), "command", None)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            return None
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="brief", message="%(prog)s %(version)s")
def program() -> None:
    """Lint and start the issues of a Markdown newsletter."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``brief`` and exit with its status.

    The garbage collector rests, for what we build has no cycles: looking for some, at work and once
    more at the end, took a tenth of the time of a small lint. Long runs sweep on their own.
    """
    gc.disable()
    if sys.__stdout__ is None:
        click.echo(_words(sys.argv[1:])("output.closed"), err=True)
        sys.exit(FAILED)
    console.tune()
    code = status(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()
    if code == INTERRUPTED:  # at once, whatever threads are still at
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)
    sys.exit(code)


def status(arguments: list[str]) -> int:
    """Run ``brief``; return 0 clean, 1 findings, 2 could not do its work, 130 interrupted."""
    try:
        code = program.main(arguments, prog_name="brief", standalone_mode=False)
        sys.stdout.flush()
    except ConfigurationError as error:
        console.tell(map(str, error.problems))
        return FAILED
    except click.ClickException as error:
        return _refused(error, arguments)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        console.abandon_output()
        return console.CLOSED_PIPE
    except OSError as error:
        return _system_fault(error, arguments)
    except SystemExit as error:  # click's answer to a closed pipe
        console.abandon_output()
        return error.code if isinstance(error.code, int) else FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: one line instead of a traceback
        return _crashed(error, arguments)
    return code if isinstance(code, int) else 0


def _words(arguments: Sequence[str]) -> Words:
    """The words for what goes wrong before, or outside of, a session."""
    from editor_tools import wording
    from editor_tools.cli.parts.session import locale_language

    asked = next((pair[1] for pair in pairwise(arguments) if pair[0] == "--lang"), None)
    inline = next((one[7:] for one in arguments if one.startswith("--lang=")), None)
    return wording.load(wording.choose((asked, inline, os.environ.get("BRIEF_LANG")), locale_language()))


def _refused(error: click.ClickException, arguments: Sequence[str]) -> int:
    if isinstance(error, click.UsageError) and not isinstance(error, click.exceptions.NoArgsIsHelpError):
        from editor_tools.cli.parts.usage import usage_line

        console.tell([usage_line(error, _words(arguments))])
    else:
        error.show()
    return FAILED


_OUTPUT_FAULTS = frozenset((errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG))


def _system_fault(error: OSError, arguments: Sequence[str]) -> int:
    """Say in one line what the system refused; that is no fault of ours."""
    from editor_tools.inert import inert

    words = _words(arguments)
    reason = error.strerror or str(error)
    if error.filename is None and error.errno in _OUTPUT_FAULTS:
        line = words("output.failed", reason=reason)
        console.abandon_output()
    elif isinstance(error, PermissionError) and error.filename is not None:
        line = words("path.unreadable", path=inert(os.fsdecode(error.filename)), reason=reason)
    else:
        return _crashed(error, arguments)
    with suppress(OSError):
        console.tell([line])
    return FAILED


def _crashed(error: Exception, arguments: Sequence[str]) -> int:
    """Say in one line what happened and where the traceback was written."""
    if os.environ.get("BRIEF_TRACEBACK"):
        raise error
    from traceback import format_exception

    from editor_tools.inert import inert

    words = _words(arguments)
    what = inert(f"{type(error).__name__}: {error}")[:300]
    log = _logged("".join(format_exception(error)))
    console.tell([words("crash", error=what, log=log) if log else words("crash.no-log", error=what)])
    return FAILED


def _logged(trace: str) -> Path | None:
    """Write the traceback into the cache folder; None where nothing can be written."""
    from editor_tools.rulebook.places import cache_folder

    folder = cache_folder()
    if folder is None:
        return None
    log = folder / "crash.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(trace, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return log


if __name__ == "__main__":
    main()
