"""Rules with their handbook parts, for the commands that show or test more than a lint needs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from editor_tools.problems import ConfigurationError, Problem
from editor_tools.rulebook import Shipped
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.config import Project
    from editor_tools.rulebook.rules import Compiled

OWN_PROFILE = ""
"""The name under which examples of a project's own rules find the project's profile."""


class Tested(NamedTuple):
    """How many rules and examples were run, and what was not as stated."""

    rules: int
    examples: int
    problems: Sequence[Problem]


def rule_parts(project: Project, rule_id: str) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """Return the compiled parts of a rule in force, its severity and options as the project sets them.

    The second part holds under ``stated`` what the rule's file says of them.
    """
    shipped = Shipped()
    hot = next((rule for rule in shipped.part("rules") if rule["id"] == rule_id), None)
    if hot is not None:
        hand = _hand(shipped, rule_id)
    else:
        own = _own_rules(project, shipped)[rule_id]
        hot, hand = own.hot, _shown(own, _own_stand(project, shipped))
    effective = next(rule for rule in project.rules if rule.id == rule_id)
    stated = {"severity": hot["severity"], "options": hot["options"]}
    set_here = {"severity": effective.severity, "options": effective.options}
    return hot | set_here, {**hand, "stated": stated}


def _shown(own: Compiled, stand: Any) -> Mapping[str, Any]:
    """The handbook part of an own rule with the messages that its examples show, as far as they run."""
    from editor_tools.examples import run_examples, shown

    return own.hand if run_examples(own.hot, own.hand, stand) else shown(own.hot, own.hand, stand)


def _hand(shipped: Shipped, rule_id: str) -> Mapping[str, Any]:
    """The handbook part with the messages shown; without them while some rule's example is wrong."""
    try:
        pages = shipped.handbook()
    except ConfigurationError:
        pages = shipped.part("handbook")
    hand: Mapping[str, Any] = pages[rule_id]
    return hand


def reasons(project: Project, language: str) -> dict[str, str]:
    """The rationale of each rule in force that has one, by id."""
    from editor_tools.reports.excerpt import folded

    shipped = Shipped()
    hands = dict(shipped.part("handbook"))
    if project.config.get("rule-folders"):
        hands |= {name: rule.hand for name, rule in _own_rules(project, shipped).items()}
    said = {rule.id: hands[rule.id]["rationale"] for rule in project.rules if rule.id in hands}
    return {name: folded(texts.get(language, "")) for name, texts in said.items()}


def run_all(project: Project) -> Tested:
    """Run the examples of the shipped rules and of the project's own."""
    from editor_tools.examples import Stand

    shipped = Shipped()
    hands = shipped.part("handbook")
    pairs = [(rule, hands[rule["id"]]) for rule in shipped.part("rules")]
    tested = _run(pairs, Stand(shipped.part("profiles"), shipped.part("data")))
    own = [(rule.hot, rule.hand) for rule in _own_rules(project, shipped).values()]
    also = _run(own, _own_stand(project, shipped))
    problems = [*tested.problems, *also.problems]
    return Tested(tested.rules + also.rules, tested.examples + also.examples, problems)


def run_folder(project: Project, folder: str, called: str) -> Tested:
    """Run the examples of the rules in ``folder``; raise ConfigurationError where they do not compile."""
    shipped = Shipped()
    rules = _compiled(project, shipped, [(folder, called)])
    return _run([(rule.hot, rule.hand) for rule in rules.values()], _own_stand(project, shipped))


def _run(pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], stand: Any) -> Tested:
    from editor_tools.examples import run_examples

    problems = [problem for hot, hand in pairs for problem in run_examples(hot, hand, stand)]
    return Tested(len(pairs), sum(len(hand["examples"]) for _, hand in pairs), problems)


def _own_stand(project: Project, shipped: Shipped) -> Any:
    from editor_tools.examples import Stand

    profiles = {**shipped.part("profiles"), OWN_PROFILE: project.profile.data}
    return Stand(profiles, shipped.part("data"), default=OWN_PROFILE)


def _own_rules(project: Project, shipped: Shipped) -> dict[str, Compiled]:
    folders = project.config.get("rule-folders", ())
    return _compiled(
        project, shipped, [(os.path.join(project.root, folder), folder.rstrip("/")) for folder in folders]
    )


def _compiled(project: Project, shipped: Shipped, folders: Sequence[tuple[str, str]]) -> dict[str, Compiled]:
    from editor_tools.rulebook.files import read_folder
    from editor_tools.rulebook.profiles import newsletters
    from editor_tools.rulebook.rules import World, table_names
    from editor_tools.rulebook.shipped import compile_rules, verbs

    problems: list[Problem] = []
    files = [file for folder, called in folders for file in read_folder(folder, called, problems)]
    known = {rule.id for rule in project.rules} | {file.stem for file in files}
    tables = table_names(project.data)
    world = World(verbs(), known, set(project.profile.eras), newsletters(shipped.part("profiles")), tables)
    rules = compile_rules(files, world, problems, shipped=False)
    if problems:
        raise ConfigurationError(problems)
    return rules
