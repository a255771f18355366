"""The options of asking for links, asking for them, and what a run says of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from editor_tools.cli.parts import declared as click
from editor_tools.cli.parts import tuning
from editor_tools.cli.parts.options import filled
from editor_tools.cli.parts.session import NOT_CHECKED, Refused, Session
from editor_tools.engine import JUDGE_OF_SUPPRESSIONS
from editor_tools.inert import inert
from editor_tools.later import later
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple, TypeVar
from editor_tools.workspace.gathered import NOTHING, Gathered

if TYPE_CHECKING:
    from editor_tools.rule import Rule
    from editor_tools.wording import Words
    from editor_tools.workspace.asking import Answers, Sought, Wish
    from editor_tools.workspace.excuses import Excuses
    from editor_tools.workspace.files import IssueFile
    from editor_tools.workspace.judging import Judge

Command = TypeVar("Command", bound=Callable[..., Any])

OFF, REQUIRED = "off", "required"
OFFLINE = "links.offline"
"""Why nothing was asked for: it was said so on the command line."""
ENGINES = ("native", "linkchecker")

_AGE = later(r"(\d{1,9}(?:\.\d{1,3})?)\s*([smhdw]?)", re.ASCII)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


class Linking(NamedTuple):
    """The options as given."""

    offline: bool = False
    max_age: float | None = None
    engine: str = ENGINES[0]
    no_second_opinion: bool = False
    suggest: bool = False
    allow_network: tuple[str, ...] = ()

    def wish(self, only: Sequence[str] = ()) -> Wish:
        """The same as the workspace takes it."""
        from editor_tools.workspace.asking import Wish

        second = not self.no_second_opinion
        networks = tuple(one for text in self.allow_network for one in text.replace(",", " ").split())
        return Wish(self.engine, second, self.offline, self.max_age, tuple(only), self.suggest, networks)


def _age(_context: click.Context, option: click.Parameter, value: str | None) -> float | None:
    """Seconds of an age such as 7d, 12h or 0."""
    if value is None:
        return None
    match = _AGE.fullmatch(value.strip())
    if match is None or (not match[2] and float(match[1])):
        from editor_tools.cli.parts.usage import MisusedError

        raise MisusedError("usage.age", name=option.opts[-1], found=inert(value))
    return float(match[1]) * _UNITS.get(match[2], 1)


def _second(_context: click.Context, _option: click.Parameter, _value: bool) -> None:
    """Asking again is the default; the option says so in scripts."""


_OPTIONS = (
    click.option(
        "--allow-network",
        metavar="CIDR",
        multiple=True,
        callback=filled,
        help="Also ask for addresses in this network (or BRIEF_ALLOW_NETWORK): 10.0.0.0/8, 127.0.0.1.",
    ),
    click.option("--suggest", is_flag=True, help="For dead links, look for an archived copy."),
    click.option(
        "--no-second-opinion", is_flag=True, help="Do not have linkchecker ask again for dead links."
    ),
    click.option(
        "--second-opinion",
        is_flag=True,
        expose_value=False,
        callback=_second,
        help="Have linkchecker ask again for dead links; this is the default.",
    ),
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default=ENGINES[0],
        help="What asks for the links: brief itself, or linkchecker [default: native].",
    ),
    click.option(
        "--max-age",
        metavar="AGE",
        callback=_age,
        help="Ask again for what was found out longer ago than this: 30m, 12h, 7d; 0 asks for all.",
    ),
    click.option(
        "--strict",
        is_flag=True,
        expose_value=False,
        callback=tuning.be_strict,
        help="Fail also where a link cannot be told to work or not, as behind a login or a wall.",
    ),
    click.option("--offline", is_flag=True, help="Ask for no link at all."),
)


def options(command: Command) -> Command:
    """The options of asking, given to the command together as ``linking``."""

    @wraps(command)
    def with_linking(*arguments: Any, **chosen: Any) -> Any:
        mine = {name: chosen.pop(name) for name in Linking._fields}
        return command(*arguments, linking=Linking(**mine), **chosen)

    wrapped: Any = with_linking
    for option in _OPTIONS:
        wrapped = option(wrapped)
    done: Command = wrapped
    return done


class Asked(NamedTuple):
    """What came of asking: the evidence, what was not looked at, and lines about the work.

    ``remarks`` belong to the summary, ``failures`` fail the run, ``findings`` lie in `brief.yaml`.
    """

    gathered: Gathered = NOTHING
    not_checked: Sequence[str] = NOT_CHECKED
    notices: Sequence[str] = ()
    remarks: Sequence[str] = ()
    failures: Sequence[str] = ()
    interrupted: bool = False
    whole: bool = True
    """Whether every link that will be judged was looked at."""
    excuses: Excuses | None = None


def gather(
    session: Session, judge: Judge, files: Sequence[IssueFile], wish: Wish, *, required: bool, quiet: bool
) -> Asked:
    """Ask for the links of ``files``; what goes wrong is told, and nothing then called dead."""
    from editor_tools.cli.parts.probing import watching
    from editor_tools.workspace.asking import Answers, ask, seek
    from editor_tools.workspace.excuses import Excuses

    project, words = session.project, session.words
    rows = project.config["links"]["allow"]
    excuses = Excuses(rows, session.today, project.data.get("url-identity", {}))
    sought = seek(files, judge, wish, excuses)
    if not sought.addresses:
        answers = Answers({})
    else:
        try:
            with watching(len(sought.addresses), words, quiet=quiet) as watch:
                answers = ask(sought, project, wish, watch)
        except ValueError as error:
            raise no_network(error, wish, words) from None
        except _settings_error() as error:
            facts = {"variable": error.variable, "value": inert(error.value), "problem": error.problem}
            raise Refused(words("links.setting", **facts)) from None
    return _told(session, sought, answers, required=required)._replace(excuses=excuses)


def no_network(error: ValueError, wish: Wish, words: Words) -> Refused:
    """The refusal of what was to be opened and is no network, by where it was written."""
    from editor_tools.web.settings import ALLOWED

    name = "--allow-network" if str(error) in wish.opened else ALLOWED
    return Refused(words("links.network-form", name=name, found=inert(str(error))))


def _settings_error() -> Any:
    from editor_tools.web.failures import SettingsError

    return SettingsError


def _told(session: Session, sought: Sought, answers: Answers, *, required: bool) -> Asked:
    words = session.words
    notices = [
        words(key, **{name: inert(fact) for name, fact in facts.items()}) for key, facts in answers.notices
    ]
    failures: list[str] = []
    if answers.interrupted:
        key = "links.interrupted" if answers.left else "links.interrupted-late"
        notices.append(words(key, n=answers.left))
    if answers.unasked:
        line = words("links.not-checked", why=words(answers.unasked, n=answers.left))
        # Who writes --offline, or has a hook write it, knows it: only what could not be done fails.
        if required and answers.unasked != OFFLINE:
            failures.append(words("links.required", line=line))
        else:
            notices.append(line)
    elif required and answers.left and not answers.interrupted:
        failures.append(words("links.required", line=words.count("links.some-left", answers.left)))
    known = answers.links is not None
    return Asked(
        Gathered(links=answers.links),
        tuple(name for name in NOT_CHECKED if name != "links" or not known)
        + (("some-links",) if known and answers.left else ()),
        notices,
        tuple(_remarks(words, sought, answers)),
        failures,
        answers.interrupted,
        whole=known and not answers.left and not sought.passed,
    )


def _remarks(words: Any, sought: Sought, answers: Answers) -> Iterator[str]:
    """How many links are in which state, and how many nobody asked for."""
    from editor_tools.workspace.asking import counts

    if answers.links:
        found = counts(answers.links, sought)
        listed = words("separator").join(
            words(f"links.state-{state}", n=found[state])
            for state in ("alive", "moved", "anchor", "dead", "gone", "unverified", "skipped")
            if found[state]
        )
        line = words.count("links.counted", sum(found.values()), states=listed)
        if answers.cached:
            line += words.count("links.cached", answers.cached)
        yield line
    if sought.excused:
        yield words.count("links.excused", sum(sought.excused.values()))
    if sought.passed:
        yield words.count("links.passed", sought.passed)


def rules_for(asked: Asked, rules: Sequence[Rule]) -> Sequence[Rule]:
    """The rules, but without the one about suppressions where what some excuse was not looked at."""
    if asked.whole or asked.gathered.links is None:
        return rules
    return [rule for rule in rules if rule.check != JUDGE_OF_SUPPRESSIONS]


def is_wanted(session: Session, rules: Sequence[Rule]) -> bool:
    """Whether `brief check` asks for links: some of its rules judge them, and `brief.yaml` lets it."""
    is_off = session.project.config["links"]["check"] == OFF
    return not is_off and any("links" in rule.evidence for rule in rules)


def is_required(session: Session) -> bool:
    """Whether `brief.yaml` wants a run that could not ask to fail."""
    return bool(session.project.config["links"]["check"] == REQUIRED)
