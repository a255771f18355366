"""Options about what is known already: the baseline, and writing suppressions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts.session import Refused
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from editor_tools.wording import Words

Command = TypeVar("Command", bound=Callable[..., Any])


class Knowing(NamedTuple):
    """The options about what is known, as given."""

    no_baseline: bool = False
    add_allow: str | None = None

    def reason(self, words: Words, *, fixing: bool) -> str:
        """The reason as it is written, empty where none was given; Refused where no comment can hold it."""
        if self.add_allow is None:
            return ""
        from editor_tools.allowing import LONGEST_REASON, reason_fault

        if fixing:
            raise Refused(words("allow.fix"))
        if fault := reason_fault(self.add_allow):
            raise Refused(words(f"allow.{fault}", limit=LONGEST_REASON))
        return self.add_allow.strip()


def baseline(command: Command) -> Command:
    """``--no-baseline``: show also the findings that the baseline knows."""
    text = "Show also the findings that .brief-baseline.yaml knows."
    return click.option("--no-baseline", is_flag=True, help=text)(command)


def options(command: Command) -> Command:
    """``--no-baseline`` and ``--add-allow``, given to the command together as ``knowing``."""

    @wraps(command)
    def with_knowing(*arguments: Any, no_baseline: bool, add_allow: str | None, **chosen: Any) -> Any:
        return command(*arguments, knowing=Knowing(no_baseline, add_allow), **chosen)

    text = "Write a comment with this reason for each finding, so that it is silent from now on."
    wrapped: Any = with_knowing
    wrapped = click.option("--add-allow", metavar="REASON", help=text)(wrapped)
    done: Command = baseline(wrapped)
    return done
