"""What a command works with: the project, the words, the day and the rules that were asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence

from editor_tools import wording
from editor_tools.cli.parts import console, tuning
from editor_tools.cli.parts import declared as click
from editor_tools.config import load_project
from editor_tools.days import date, datetime
from editor_tools.engine import names_findings
from editor_tools.inert import inert
from editor_tools.rule import GROUPS, PROSE, STAGES, asked_rule, chosen, is_foreign
from editor_tools.typed import TYPE_CHECKING, NamedTuple
from editor_tools.wording import Words
from editor_tools.workspace import gathered, settings
from editor_tools.workspace.files import project_roots

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.rule import Rule

NOT_CHECKED = ("links", "prose")
"""What no command looks at yet."""


class Session(NamedTuple):
    """One run of a command."""

    project: Project
    words: Words
    today: date
    working: str


def open_session(
    lang: str | None = None, today: date | None = None, named: Sequence[str] = (), *, notices: bool = True
) -> Session:
    """Find the project of the ``named`` paths, else of the current folder; say what is odd about it.

    Raise ConfigurationError with all that is wrong, Refused where the paths lie in several projects.
    """
    working = os.getcwd()
    roots = project_roots(named, working)
    asked = (lang, os.environ.get("BRIEF_LANG"))
    if len(roots) > 1:
        words = wording.load(wording.choose(asked, locale_language()))
        listed = words("list").join(inert(root) for root in roots)
        raise Refused(words("project.several", roots=listed))
    project = load_project(roots[0] if roots else working, wishes=tuning.wishes())
    words = wording.load(wording.choose((*asked, settings.language(project)), locale_language()))
    if notices:
        console.tell(_oddities(project, words, is_named=bool(named)))
    return Session(project, words, today or _local_day(), working)


def _oddities(project: Project, words: Words, *, is_named: bool) -> Iterator[str]:
    asked = os.environ.get("BRIEF_LANG")
    if asked and not wording.code(asked):
        yield words("language.unknown", found=inert(asked), used=words.language)
    # Whoever looks on may wonder; a log that is read by nobody needs no reminder at each run.
    if not (is_named and sys.stderr.isatty()):
        return
    if not settings.is_configured(project) and not os.path.isdir(settings.issues_folder(project)):
        yield words("project.none", profile=str(project.config["profile"]))


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


def pick_rules(
    session: Session, select: Sequence[str], ignore: Sequence[str], stages: Sequence[str] = STAGES
) -> list[Rule]:
    """The project's rules that were asked for, by id, group or beginning; Refused names all unknown wishes.

    What is named more closely wins: an id over a beginning, that over a group, a group over `ALL`. What is
    off at all ``stages`` is told: it is no failure, for the project wants it. No stages: nothing is run.
    """
    known = {rule.id: rule for rule in session.project.rules}
    wished = {one: list(_meant(one, known)) for one in (*select, *ignore)}
    if unknown := [one for one, ids in wished.items() if not ids]:
        raise Refused("\n".join(_unknown(one, known, session.words) for one in unknown))
    asked = {one: _closeness(one) for one in select} or {EVERY: -1}
    wanted: list[str] = []
    for one, close in asked.items():
        refused = {rule for other in ignore if _closeness(other) >= close for rule in wished[other]}
        ids = wished.get(one, known)
        wanted += (rule for rule in ids if rule not in refused and rule.partition("/")[0] not in refused)
    if not wanted:
        raise Refused(session.words("rule.none-left"))
    if stages and select:
        console.tell(_silent(select, wished, wanted, stages, session))
    if any("/" in one for one in wished):
        from editor_tools.cli.parts.naming import unfamiliar

        console.tell(unfamiliar(session, known, wished))
    return chosen(session.project.rules, [*wanted, *(f"-{one}" for one in ignore if "/" in one)])


EVERY = "ALL"
"""Stands for all rules."""


def meant(wish: str, session: Session) -> list[str]:
    """The ids of the project's rules that a wish stands for."""
    return list(_meant(wish, {rule.id: rule for rule in session.project.rules}))


def _meant(wish: str, known: Mapping[str, Rule]) -> Iterator[str]:
    """The ids that a wish stands for: a rule's own, perhaps with ``/`` and a name behind it, or several."""
    rule, slash, name = wish.partition("/")
    if rule in known:
        if not slash or (name and "[" not in name and names_findings(known[rule].check)):
            yield wish
    elif wish.endswith("*"):
        yield from (one for one in known if one.startswith(wish[:-1]))
    else:
        yield from (one for one, rule_ in known.items() if wish in (EVERY, rule_.group))


def _closeness(wish: str) -> int:
    """How closely a wish names what it means."""
    if wish == EVERY:
        return 0
    return 1 if wish in GROUPS else 2 if wish.endswith("*") else 3


def _silent(
    select: Sequence[str],
    wished: Mapping[str, Sequence[str]],
    wanted: Sequence[str],
    stages: Sequence[str],
    session: Session,
) -> Iterator[str]:
    """A line for each wish of which all that is wanted is off, so that it will not speak."""
    rules = {rule.id: rule for rule in session.project.rules}
    silent = {one for one in wanted if _is_off(rules[asked_rule(one)], stages, session.project)}
    for wish in select:
        ids = [one for one in wished[wish] if one in wanted]
        if ids and silent.issuperset(ids):
            named = wish if wish in GROUPS else asked_rule(ids[0])
            yield session.words("rule.off", id=inert(wish), name=named)


def _is_off(rule: Rule, stages: Sequence[str], project: Project) -> bool:
    """Whether a rule cannot speak at any of some stages, about no issue.

    One that is off at some stages alone, and needs what is gathered, is silent for want of that.
    """
    settings = [rule.severity, *(one.rules.get(rule.id, {}).get("severity", {}) for one in project.overrides)]
    if any(setting.get(stage, "off") != "off" for setting in settings for stage in stages):
        return False
    return set(rule.severity.values()) == {"off"} or gathered.KINDS.isdisjoint(rule.evidence)


def _unknown(wish: str, known: Mapping[str, Rule], words: Words) -> str:
    from difflib import get_close_matches

    several = f"{asked_rule(wish).rstrip('*-')}-*"
    begun = [several] if any(one.startswith(several[:-1]) for one in known) else []
    groups = [group for group in GROUPS if any(rule.group == group for rule in known.values())]
    typed = asked_rule(wish).lower().replace("_", "-")
    if typed in known or typed in groups:  # the rest is no name that its findings have
        begun = [typed]
    else:
        begun += get_close_matches(typed, [*groups, *known], n=3 - len(begun), cutoff=0.6)
    close = begun
    rule, slash, name = wish.partition("[")[0].rpartition("/")
    is_theirs = is_foreign(name) and typed not in known and (name.isupper() or not close)
    if rule == PROSE or (is_theirs and not slash and PROSE in known):  # findings do not name the variant
        close = [f"{PROSE}/{inert(name)}"] if name else [PROSE]
    hint = words("rule.hint", names=words("list").join(close)) if close else ""
    return words("rule.unknown", id=inert(wish), hint=hint)
