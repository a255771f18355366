"""The command ``brief``: says again what an unchanged run said, else runs it and answers for what goes wrong.

Nothing heavy is imported before it is known that there is something to do.
"""

from __future__ import annotations

import os
import sys

from editor_tools.cache import runs
from editor_tools.cli.parts import streams

TYPE_CHECKING = False  # what `typing` says, at a third of the cost of a run that has nothing to do
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any, NoReturn

INTERRUPTED = 130
FAILED = 2


def __getattr__(name: str) -> Any:
    """``program``, the click group, is built when somebody asks for it."""
    if name == "program":
        from editor_tools.cli.parts.program import program

        return program
    raise AttributeError(name)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``brief`` and exit with its status."""
    streams.tune()
    sys.exit(answer(list(sys.argv[1:] if arguments is None else arguments)))


def answer(arguments: list[str]) -> int:
    """Say again what an unchanged run said and return its status; else run the command and keep that."""
    try:
        run = runs.find(arguments)
        if run is None:
            return status(arguments)
        said = run.replay()
    except BrokenPipeError:
        streams.abandon_output()
        return streams.CLOSED_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    if said is not None:
        return said
    run.record()
    code = status(arguments)
    run.keep(code)
    return code


def status(arguments: list[str]) -> int:
    """Run ``brief``; return 0 clean, 1 findings, 2 could not do its work, 130 interrupted."""
    from editor_tools.cli.parts import console
    from editor_tools.cli.parts.declared import Refusal
    from editor_tools.problems import ConfigurationError

    try:
        code = _run(arguments)
        sys.stdout.flush()
    except ConfigurationError as error:
        console.tell(map(str, error.problems))
        return FAILED
    except Refusal as error:
        console.tell([error.message])
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        streams.abandon_output()
        return streams.CLOSED_PIPE
    except SystemExit as error:  # click's answer to a closed pipe
        streams.abandon_output()
        return error.code if isinstance(error.code, int) else FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: one line instead of a traceback
        return _answered(error)
    return code if isinstance(code, int) else 0


def _run(arguments: list[str]) -> object:
    """Run the subcommand: at once where its options are plain, else as click has it."""
    import gc

    gc.set_threshold(20_000, 20, 20)  # imports make much that lives on and little garbage
    if arguments and arguments[0] in runs.COMMANDS:
        from importlib import import_module

        command = import_module(f"editor_tools.cli.{arguments[0]}").command
        chosen = command.read(arguments[1:])
        if chosen is not None:
            return command.function(**chosen)
    from editor_tools.cli.parts.program import program

    return program.main(arguments, prog_name="brief", standalone_mode=False)


def _answered(error: Exception) -> int:
    """What click has to say of a command line, else what happened."""
    click = sys.modules.get("click")
    if click is not None and isinstance(error, click.Abort):
        return INTERRUPTED
    if click is not None and isinstance(error, click.ClickException):
        error.show()
        return FAILED
    return _crashed(error)


def _crashed(error: Exception) -> int:
    """Say in one line what happened and where the traceback was written."""
    if os.environ.get("BRIEF_TRACEBACK"):
        raise error
    from traceback import format_exception

    from editor_tools import wording
    from editor_tools.cli.parts import console
    from editor_tools.cli.parts.session import locale_language
    from editor_tools.inert import inert

    words = wording.load(wording.choose((os.environ.get("BRIEF_LANG"),), locale_language()))
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
