"""What a command works with: the project, the words, the day and the rules that were asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from editor_tools import wording
from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts import tuning
from editor_tools.config import load_project
from editor_tools.inert import inert
from editor_tools.wording import Words
from editor_tools.workspace import settings

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.rule import Rule

NOT_CHECKED = ("links", "prose", "archive")
"""What no command looks at yet."""


class Session(NamedTuple):
    """One run of a command."""

    project: Project
    words: Words
    today: date
    working: Path


def open_session(lang: str | None = None, today: date | None = None) -> Session:
    """Find the project of the current folder; raise ConfigurationError with all that is wrong."""
    working = Path.cwd()
    project = load_project(working, wishes=tuning.wishes())
    language = wording.choose(
        (lang, os.environ.get("BRIEF_LANG"), settings.language(project)), locale_language()
    )
    return Session(project, wording.load(language), today or _local_day(), working)


def _local_day() -> date:
    return datetime.now().astimezone().date()


def locale_language() -> str | None:
    """The language of the environment, as POSIX has it; Windows is asked only where that is silent."""
    if name := locale_variable():
        return os.environ[name]
    if os.name == "nt":
        import locale

        return locale.getlocale()[0]
    return None


def locale_variable() -> str:
    """The variable of the environment that names the locale; empty where none does."""
    return next((name for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")


class Refused(click.Refusal):
    """The command could not do its work; the message is one line that says what, where and how to mend."""


def pick_rules(session: Session, select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The project's rules that were asked for; Refused names all unknown ids."""
    known = {rule.id: rule for rule in session.project.rules}
    unknown = [one for one in (*select, *ignore) if one not in known]
    if unknown:
        raise Refused("\n".join(_unknown(one, list(known), session.words) for one in unknown))
    wanted = set(select or known) - set(ignore)
    return [rule for rule in session.project.rules if rule.id in wanted]


def _unknown(wish: str, known: Sequence[str], words: Words) -> str:
    from difflib import get_close_matches

    close = get_close_matches(wish, known, n=3, cutoff=0.6)
    hint = words("rule.hint", names=", ".join(close)) if close else ""
    return words("rule.unknown", id=inert(wish), hint=hint)
