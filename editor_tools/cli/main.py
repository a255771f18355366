"""The command ``brief``: says again what an unchanged run said, else runs it and answers for what goes wrong.

Nothing heavy is imported before it is known that there is something to do.
"""

from __future__ import annotations

import gc
import os
import sys

from editor_tools.cache import runs
from editor_tools.cache.place import cache_place
from editor_tools.cli.parts import streams

TYPE_CHECKING = False  # what `typing` says, at a third of the cost of a run that has nothing to do
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import click

    from editor_tools.typed import Any, NoReturn
    from editor_tools.wording import Words

INTERRUPTED = 130
READ_HERE = (*runs.COMMANDS, "links", "find")
"""Commands whose plain command lines need no click."""

FAILED = 2
_NO_COMMAND = "Missing command."
"""What click says of a group with options alone."""


def __getattr__(name: str) -> Any:
    """``program``, the click group, is built when somebody asks for it."""
    if name == "program":
        from editor_tools.cli.parts.program import program

        return program
    raise AttributeError(name)


def main(arguments: Sequence[str] | None = None, *, leave: bool = False) -> NoReturn:
    """Run ``brief`` and exit with its status; ``leave`` at once where nothing waits for the end.

    The garbage collector rests, for what we build has no cycles: looking for some, at work and once
    more at the end, took a tenth of the time of a small lint. Long runs sweep on their own.
    """
    gc.disable()
    if sys.__stdout__ is None:
        import click

        click.echo(_words(sys.argv[1:])("output.closed"), err=True)
        sys.exit(FAILED)
    streams.tune()
    code = answer(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()
    interrupted = code == INTERRUPTED
    if interrupted or (leave and _leaves_nothing()):  # interrupted, whatever threads are still at
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):
            if not interrupted:
                sys.exit(code)
        os._exit(code)
    sys.exit(code)


def _leaves_nothing() -> bool:
    """Whether nobody wants to do something at the end; then taking all apart is a tenth of a small lint.

    Threads that nobody waits for may be anywhere, in the middle of an import too: taking apart what they
    stand on crashes. What is registered for the end is then done here.
    """
    import atexit

    threading = sys.modules.get("threading")
    others = (
        []
        if threading is None
        else [one for one in threading.enumerate() if one is not threading.main_thread()]
    )
    if any(not one.daemon for one in others):
        return False
    if others:
        getattr(atexit, "_run_exitfuncs", lambda: None)()
    waiting: int = getattr(atexit, "_ncallbacks", lambda: 1)()
    return waiting == 0


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
    except OSError as error:
        return _system_fault(error, arguments)
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
    from editor_tools.rulebook import expressions

    expressions.bring()
    from editor_tools.cli.parts import console
    from editor_tools.cli.parts.declared import Refusal
    from editor_tools.problems import ConfigurationError

    try:
        code = _run(arguments)
        sys.stdout.flush()
        expressions.keep()
    except ConfigurationError as error:
        language = _words(arguments, error.language).language
        console.tell(problem.told(language) for problem in error.problems)
        return FAILED
    except Refusal as error:
        console.tell([error.message])
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        streams.abandon_output()
        return streams.CLOSED_PIPE
    except OSError as error:
        return _system_fault(error, arguments)
    except SystemExit as error:  # click's answer to a closed pipe
        streams.abandon_output()
        return error.code if isinstance(error.code, int) else FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: one line instead of a traceback
        return _answered(error, arguments)
    return code if isinstance(code, int) else 0


def _run(arguments: list[str]) -> object:
    """Run the subcommand: at once where its options are plain, else as click has it."""
    import gc

    gc.set_threshold(20_000, 20, 20)  # imports make much that lives on and little garbage
    if arguments and arguments[0] in READ_HERE:
        from editor_tools.later import module

        command = module(f"editor_tools.cli.{arguments[0]}").command
        chosen = command.read(arguments[1:])
        if chosen is not None:
            return command.function(**chosen)
    from editor_tools.cli.parts.program import program

    if len(arguments) < 2 or any(one.startswith(("--help", "-h", "--lang")) for one in arguments):
        program.speak(_words(arguments))
    language = os.environ.get("BRIEF_LANG")
    try:
        return program.main(arguments, prog_name="brief", standalone_mode=False)
    finally:  # `--lang` before a command goes for all of this call, and for no other
        if language is None:
            os.environ.pop("BRIEF_LANG", None)
        else:
            os.environ["BRIEF_LANG"] = language


def _answered(error: Exception, arguments: Sequence[str]) -> int:
    """What click has to say of a command line, else what happened."""
    click = sys.modules.get("click")
    if click is not None and isinstance(error, click.Abort):
        return INTERRUPTED
    if click is not None and isinstance(error, click.ClickException):
        return _misused(error, arguments)
    return _crashed(error, arguments)


def _words(arguments: Sequence[str], wish: str | None = None) -> Words:
    """The words for what goes wrong before, or outside of, a session; ``wish`` is the project's language."""
    from itertools import pairwise

    from editor_tools import wording
    from editor_tools.cli.parts.session import locale_language

    asked = next((pair[1] for pair in pairwise(arguments) if pair[0] == "--lang"), None)
    inline = next((one[7:] for one in arguments if one.startswith("--lang=")), None)
    wishes = (asked, inline, os.environ.get("BRIEF_LANG"), wish)
    return wording.load(wording.choose(wishes, locale_language()))


def _misused(error: click.ClickException, arguments: Sequence[str]) -> int:
    import click

    if isinstance(error, click.UsageError) and error.ctx is not None and error.message == _NO_COMMAND:
        click.echo(error.ctx.get_help(), err=True)
    elif isinstance(error, click.UsageError) and not isinstance(error, click.exceptions.NoArgsIsHelpError):
        from editor_tools.cli.parts import console
        from editor_tools.cli.parts.usage import usage_line

        console.tell([usage_line(error, _words(arguments), arguments)])
    else:
        error.show()
    return FAILED


def _system_fault(error: OSError, arguments: Sequence[str]) -> int:
    """Say in one line what the system refused; that is no fault of ours."""
    from contextlib import suppress
    from errno import EBADF, EFBIG, EIO, ENOSPC

    from editor_tools.cli.parts import console
    from editor_tools.inert import inert

    words = _words(arguments)
    reason = error.strerror or str(error)
    if isinstance(error, FileNotFoundError) and not _has_folder():
        line = words("path.nowhere")
    elif error.filename is None and error.errno in (ENOSPC, EIO, EBADF, EFBIG):
        line = words("output.failed", reason=reason)
        streams.abandon_output()
    elif isinstance(error, PermissionError) and error.filename is not None:
        line = words("path.unreadable", path=inert(os.fsdecode(error.filename)), reason=reason)
    else:
        return _crashed(error, arguments)
    with suppress(OSError):
        console.tell([line])
    return FAILED


def _has_folder() -> bool:
    """Whether the current folder is still there."""
    try:
        return os.path.isdir(os.getcwd())
    except OSError:
        return False


def _crashed(error: Exception, arguments: Sequence[str]) -> int:
    """Say in one line what happened and where the traceback was written."""
    if os.environ.get("BRIEF_TRACEBACK"):
        raise error
    from traceback import format_exception

    from editor_tools.cli.parts import console
    from editor_tools.inert import inert

    words = _words(arguments)
    what = inert(f"{type(error).__name__}: {error}")[:300]
    log = _logged("".join(format_exception(error)))
    console.tell([words("crash", error=what, log=log) if log else words("crash.no-log", error=what)])
    return FAILED


def _logged(trace: str) -> Path | None:
    """Write the traceback into the cache folder; None where nothing can be written."""
    from pathlib import Path

    place = cache_place()
    if place is None:
        return None
    log = Path(place, "crash.log")
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(trace, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return log


if __name__ == "__main__":
    main()
