"""Compiling the shipped rules, profiles and tables; reads YAML, so never imported on a warm run."""

from __future__ import annotations

import gc
import marshal
from collections.abc import Iterable, Mapping
from pathlib import Path
from pkgutil import iter_modules

from editor_tools.checks._sorted_names import sort_names, sort_spellings
from editor_tools.checks._tables import SIGNS, SORTED
from editor_tools.english.lexicon import with_kinds
from editor_tools.problems import ConfigurationError, Problem, quote
from editor_tools.rulebook import KEY
from editor_tools.rulebook.cache import ENDING, fingerprint
from editor_tools.rulebook.files import YamlFile
from editor_tools.rulebook.identities import TABLE, compile_sites
from editor_tools.rulebook.profiles import compile_profiles, newsletters
from editor_tools.rulebook.rules import Compiled, World, compile_rule, table_names
from editor_tools.rulebook.shipped_files import Files
from editor_tools.rulebook.tables import PORTABLE
from editor_tools.typed import Any
from editor_tools.yamlfile import decode_yaml

SPELLER, READER = "terms", "agreement"
"""The verbs that look for the spellings of a table, and that read English by the words of one."""

SITES = "link-sites"
"""The table that only asking the web needs: a part of its own, so that a lint does not load it."""


def verbs() -> frozenset[str]:
    """The names of all checks, found by their modules."""
    from editor_tools import checks

    return frozenset(found.name for found in iter_modules(checks.__path__) if not found.name.startswith("_"))


def compile_rules(
    files: Iterable[YamlFile], world: World, problems: list[Problem], *, shipped: bool
) -> dict[str, Compiled]:
    """Return the compiled rules by id, in order of id; reports what is wrong."""
    rules: dict[str, Compiled] = {}
    for file in sorted(files, key=lambda file: file.stem):
        node, faults = decode_yaml(file.data, file.path)
        problems += faults
        if node is None:
            continue
        rule, faults = compile_rule(node, file.stem, world, shipped=shipped)
        problems += faults
        if rule is not None:
            rules[file.stem] = rule
    return rules


def compile_files(files: Files) -> dict[str, Any]:
    """Return the parts `rules`, `handbook`, `profiles`, `sites` and `data`; raises ConfigurationError.

    Examples are not run here. The garbage collector pauses: it took a third of the time, for nothing.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        return _compiled_parts(files)
    finally:
        if enabled:
            gc.enable()


def _compiled_parts(files: Files) -> dict[str, Any]:
    problems: list[Problem] = []
    profiles = compile_profiles(files.profiles, problems)
    tables = _tables(files.data, problems)
    eras = {era for data in profiles.values() for era in data.get("eras", {})}
    ids = [file.stem for file in files.rules]
    world = World(verbs(), ids, eras if profiles else None, newsletters(profiles), table_names(tables))
    rules = compile_rules(files.rules, world, problems, shipped=True)
    if problems:
        raise ConfigurationError(problems)
    _prepare(rules, tables)
    return {
        "rules": [rule.hot for rule in rules.values()],
        "handbook": {name: rule.hand for name, rule in rules.items()},
        "profiles": profiles,
        "sites": _without_examples(tables.pop(SITES, {})),
        "data": tables,
    }


def _prepare(rules: Mapping[str, Compiled], tables: dict[str, Any]) -> None:
    """Bring tables of spellings, of names and of words into the form in which rules look things up."""
    steps = (
        (SPELLER, "table", _sort_spellings),
        (SPELLER, "names", _sort_names),
        (READER, "table", _know_words),
    )
    for verb, option, prepare in steps:
        of_verb = (rule.hot for rule in rules.values() if rule.hot["check"] == verb)
        for name in {hot["options"].get(option) for hot in of_verb} & tables.keys():
            prepare(name, tables)


def _sort_spellings(name: str, tables: dict[str, Any]) -> None:
    tables[f"{name}{SORTED}"] = sort_spellings(tables[name])


def _sort_names(name: str, tables: dict[str, Any]) -> None:
    tables[f"{name}{SORTED}"] = sort_names(tables[name])


def _know_words(name: str, tables: dict[str, Any]) -> None:
    tables[f"{name}{SIGNS}"] = {"signs": tables[name].get("signs", "")}
    tables[name] = with_kinds(tables[name])


def _without_examples(table: Any) -> Any:
    """A table without the examples in it, which only tests read."""
    if isinstance(table, dict):
        return {name: _without_examples(value) for name, value in table.items() if name != "examples"}
    return table


def _tables(files: Iterable[YamlFile], problems: list[Problem]) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for file in files:
        node, faults = decode_yaml(file.data, file.path)
        problems += faults
        if node is None:
            continue
        if node.kind == "scalar":
            problems.append(node.problem("table", found=quote(node.value)))
        elif file.stem == TABLE:
            tables[file.stem] = compile_sites(node, problems)
        else:
            tables[file.stem] = node.data()
    return tables


def with_messages(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the handbook part with what each bad example shows.

    Raises ConfigurationError where an example is not as stated.
    """
    from editor_tools.examples import Stand, run_examples, shown

    stand = Stand(parts["profiles"], parts["data"])
    problems = [
        problem
        for rule in parts["rules"]
        for problem in run_examples(rule, parts["handbook"][rule["id"]], stand)
    ]
    if problems:
        raise ConfigurationError(problems)
    return {rule["id"]: shown(rule, parts["handbook"][rule["id"]], stand) for rule in parts["rules"]}


def write_parts(parts: Mapping[str, Any], tables: Mapping[str, bytes], target: Path) -> None:
    """Write each part and each packed table into a file of its own in ``target``, and a key of them all.

    The same parts give the same bytes.
    """
    target.mkdir(parents=True, exist_ok=True)
    packed = {**tables, **{name: marshal.dumps(data, PORTABLE) for name, data in parts.items()}}
    packed[KEY] = fingerprint(*(packed[name] for name in sorted(packed))).encode()
    for name, data in packed.items():
        target.joinpath(f"{name}{ENDING}").write_bytes(data)
