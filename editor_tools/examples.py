"""A rule's examples, run: it must find exactly what they state, and its fix give the text they show.

An example is read as a whole document; only its own rule is run on it. `␣` stands for a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from editor_tools.days import date
from editor_tools.later import later
from editor_tools.problems import Problem, meant, one_of, quote, say
from editor_tools.said import phrase
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.archive.lookup import Archive
    from editor_tools.context import Context
    from editor_tools.diagnostic import Finding
    from editor_tools.issue import Issue
    from editor_tools.profile import Identity, Profile
    from editor_tools.proofs import Match
    from editor_tools.verdict import Verdict

BLANK = "␣"
FIELD = later(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""A field of a message."""
DEFAULT_PROFILE = "embedded-ai-brief"
DEFAULT_DAY = date(2022, 3, 1)
DEFAULT_NUMBER = 1


class Stand:
    """What examples are run with: profiles by name, and the tables of data.

    ``default`` names the profile of examples that name none.
    """

    __slots__ = ("_built", "default", "profiles", "tables")

    def __init__(
        self,
        profiles: Mapping[str, Mapping[str, Any]],
        tables: Mapping[str, Any],
        default: str = DEFAULT_PROFILE,
    ) -> None:
        self.profiles = profiles
        self.tables = tables
        self.default = default
        self._built: dict[str, Profile] = {}

    def profile(self, name: str) -> Profile:
        """Return a profile, built once; KeyError where there is none of that name."""
        from editor_tools.profile import Profile

        if name not in self._built:
            self._built[name] = Profile(self.profiles[name])
        return self._built[name]


class Ran(NamedTuple):
    """One example, run."""

    issue: Issue
    findings: Sequence[Finding]

    def stated(self) -> list[tuple[int, int, str]]:
        """What an example would have to state: line, column, message of each finding."""
        position = self.issue.source.position
        return sorted((*position(found.span.start), found.message) for found in self.findings)

    def fixed(self) -> str:
        """The text with all fixes made that agree with each other."""
        from editor_tools.edits import apply_edits, compatible_groups, written_out

        text = self.issue.source.text
        groups = compatible_groups(
            edits for found in self.findings if (edits := written_out(found.edits, text))
        )
        return apply_edits(text, dict.fromkeys(edit for group in groups for edit in group))


def run_examples(rule: Mapping[str, Any], hand: Mapping[str, Any], stand: Stand) -> list[Problem]:
    """Return what of a rule's examples is not as stated; ``rule`` and ``hand`` are its compiled parts."""
    problems: list[Problem] = []
    for index, example in enumerate(hand["examples"]):
        kind = "bad" if "bad" in example else "good"
        try:
            ran = run_example(rule, example, stand)
            faults = [*_faults(ran, example, rule), *_unfilled(ran, rule)]
        except Exception as error:  # noqa: BLE001 - a check that trips over an example is told like a failure
            faults = [phrase("example-raised", kind=type(error).__name__, error=quote(error))]
        head = f"examples[{index + 1}] ({kind})"
        place = (rule["origin"], example["line"], example["column"])
        problems += [Problem(*place, say("example", head=head, fault=fault)) for fault in faults]
    return problems


def shown(rule: Mapping[str, Any], hand: Mapping[str, Any], stand: Stand) -> dict[str, Any]:
    """Return ``hand`` with the messages of each bad example under `shown`: line, column, texts."""
    from editor_tools.engine import render

    examples = []
    for example in hand["examples"]:
        if "bad" in example:
            ran = run_example(rule, example, stand)
            lines = [
                [*ran.issue.source.position(found.span.start), _texts(rule, found, render)]
                for found in sorted(ran.findings, key=lambda found: (found.span, found.message))
            ]
            example = {**example, "shown": lines}  # noqa: PLW2901 - the same example, with more to show
        examples.append(example)
    return {**hand, "examples": examples}


def _texts(rule: Mapping[str, Any], found: Finding, render: Any) -> dict[str, str]:
    keys = (found.message, *found.also)
    return {
        language: "".join(render(rule["message"][key][language], found.facts) for key in keys)
        for language in rule["message"][found.message]
    }


def run_example(rule: Mapping[str, Any], example: Mapping[str, Any], stand: Stand) -> Ran:
    """Run a rule on one of its examples; raises what the check raises."""
    from editor_tools.engine import load_check
    from editor_tools.reader import read
    from editor_tools.rule import Rule

    given = example.get("given", {})
    profile = stand.profile(given.get("profile", stand.default))
    text = example_text(example["bad"] if "bad" in example else example["good"])
    path = given.get("path") or default_path(text, profile)
    issue = read(text, profile, path)
    context = _with_judged(issue, _context(path, given, profile, stand), given)
    return Ran(issue, list(load_check(rule["check"])(issue, context, Rule(rule))))


def _with_judged(issue: Issue, context: Context, given: Mapping[str, Any]) -> Context:
    """The context with the rules that an example says were run, and what they found, each at a line."""
    if "rules" not in given:
        return context
    from editor_tools.diagnostic import Diagnostic
    from editor_tools.silencing import Silence

    silence = Silence(issue, context)
    for rule, group in given["rules"].items():
        lines = [line for line, other in given.get("hits", ()) if other == rule]
        spans = [issue.source.line_span(line - 1) for line in lines]
        silence.audible(group, [Diagnostic(context.path, rule, "warning", "", span) for span in spans])
        silence.note(rule, ran=True)
    return context._replace(groups=given["rules"], judged=silence.judged())


def example_text(text: str) -> str:
    """An example's text as it is read."""
    return text.replace(BLANK, " ")


def default_path(text: str, profile: Profile) -> str:
    """The file name that an example's title asks for, else one of a plain day or number."""
    from editor_tools.profile import parse_date

    title = next((line for line in text.splitlines() if line.startswith("# ")), "")
    if profile.identity_key == "number":
        digits = "".join(filter(str.isdecimal, title))[:6]
        return profile.file_name(profile.identity_of_number(int(digits or DEFAULT_NUMBER)))
    return profile.file_name(profile.identity_of_date(parse_date(title) or DEFAULT_DAY))


def _context(path: str, given: Mapping[str, Any], profile: Profile, stand: Stand) -> Context:
    from editor_tools.context import Context, Neighbour

    known = {name: profile.identity_of_name(name.rpartition("/")[2]) for name in given.get("earlier", {})}
    names = sorted(known, key=lambda name: _order(known[name]), reverse=True)
    earlier = [Neighbour(name, _text_of(known[name]), example_text(given["earlier"][name])) for name in names]
    own = profile.identity_of_name(path.rpartition("/")[2])
    return Context(
        path=path,
        stage=given.get("stage", "publish"),
        today=date.fromisoformat(given["today"]) if "today" in given else None,
        earlier=earlier if "earlier" in given else None,
        identities=frozenset(_text_of(one) for one in (own, *known.values()) if one is not None),
        targets=given.get("targets", {}),
        standing=given.get("standing"),
        data=stand.tables,
        archive=_archive(given["archive"], profile, stand) if "archive" in given else None,
        links=_verdicts(given),
        prose=_matches(given, "prose"),
        spelling=_matches(given, "spelling"),
        typography=_matches(given, "typography"),
        characters=_matches(given, "characters"),
    )


def _verdicts(given: Mapping[str, Any]) -> Mapping[str, Verdict] | None:
    from editor_tools.verdict import Verdict

    return {url: Verdict(**facts) for url, facts in given["links"].items()} if "links" in given else None


def _matches(given: Mapping[str, Any], name: str) -> Mapping[str, tuple[Match, ...]] | None:
    from editor_tools.proofs import Match

    if name not in given:
        return None
    return {
        unit: tuple(Match(**{**one, "replacements": tuple(one.get("replacements", ()))}) for one in found)
        for unit, found in given[name].items()
    }


def _archive(texts: Mapping[str, str], profile: Profile, stand: Stand) -> Archive:
    from editor_tools.archive.lookup import Cards
    from editor_tools.archive.taking import card_of
    from editor_tools.reader import read

    issues = (read(example_text(text), profile, path) for path, text in texts.items())
    return Cards(card_of(issue, stand.tables) for issue in issues)


def _order(identity: Identity | None) -> tuple[int, int]:
    return identity.key if identity is not None else (0, 0)


def _text_of(identity: Identity | None) -> str:
    return identity.text if identity is not None else ""


def _faults(ran: Ran, example: Mapping[str, Any], rule: Mapping[str, Any]) -> Iterable[str]:
    expected = sorted((line, column, key) for line, column, key in example.get("at", ()))
    found = ran.stated()
    if expected != found:
        yield phrase("example-found", expected=_places(expected), found=_places(found))
    said = {key for finding in ran.findings for key in (finding.message, *finding.also)}
    unknown = sorted(said - set(rule["message"]))
    if unknown:
        yield phrase("example-message", found=quote(unknown[0]))
    edits = any(finding.edits for finding in ran.findings)
    if edits and not rule["changes"]:
        yield phrase("example-fix")
    if "fixed" in example and (difference := _difference(example_text(example["fixed"]), ran.fixed())):
        yield difference


def _unfilled(ran: Ran, rule: Mapping[str, Any]) -> Iterable[str]:
    """Say of each message that names a fact which its findings do not have."""
    facts: dict[str, set[str]] = {}
    for finding in ran.findings:
        for key in (finding.message, *finding.also):
            facts.setdefault(key, set(finding.facts)).intersection_update(finding.facts)
    for key, known in facts.items():
        named = {name for text in rule["message"].get(key, {}).values() for name in FIELD.findall(text)}
        for name in sorted(named - known):
            facts_known = one_of(sorted(known))
            hint = meant(name, known)
            yield phrase("example-unfilled", found=quote(key), name=name, allowed=facts_known, meant=hint)


def _places(stated: Sequence[tuple[int, int, str]]) -> str:
    return ", ".join(f"[{line}, {column}, {key}]" for line, column, key in stated) or phrase("nothing")


def _difference(expected: str, found: str) -> str:
    """Say in words where the fixed text first differs; nothing where it does not."""
    if expected == found:
        return ""
    wanted, got = expected.split("\n"), found.split("\n")
    for number, (one, other) in enumerate(zip(wanted, got, strict=False), start=1):
        if one != other:
            return phrase("example-line", line=number, expected=_visible(one), found=_visible(other))
    number = min(len(wanted), len(got)) + 1
    return phrase("example-longer" if len(got) > len(wanted) else "example-shorter", line=number)


def _visible(line: str) -> str:
    bare = line.rstrip(" ")
    return quote(bare + BLANK * (len(line) - len(bare)))
