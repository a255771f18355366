"""The project: what `brief.yaml` says, laid over the shipped profile and rules.

`brief.yaml`, profiles and rules of a repository are untrusted, for a pull request may bring them: they
name no commands and no addresses, and lead to no place outside the repository.
Compiled results are kept in the user's cache by content, so that a warm run reads no YAML.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from editor_tools.config.places import FILE_NAME, inside, project_root, repository_root
from editor_tools.context import Allowed
from editor_tools.problems import ConfigurationError, Problem
from editor_tools.rulebook import Shipped, cache
from editor_tools.rulebook.files import YamlFile, content, read_file, read_folder
from editor_tools.rulebook.places import code_stamp
from editor_tools.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from editor_tools.config.overriding import Override, Settings
    from editor_tools.paths import StrPath
    from editor_tools.profile import Profile
    from editor_tools.rule import Rule

DEFAULT_PROFILE = "embedded-ai-brief"
DEFAULTS: Mapping[str, Any] = {
    "extend": "",
    "profile": DEFAULT_PROFILE,
    "issues": {"folder": "issues", "exclude": []},
    "rules": {},
    "rule-folders": [],
    "overrides": [],
    "allow": [],
    "cache": "user",
    "prose": "auto",
    "links": {"check": "auto", "allow": [], "pace": {}},
}


class Project:
    """A newsletter's repository as configured.

    ``root`` is the folder of `brief.yaml` (without one: of the repository, else where the search began),
    ``config`` its content with defaults, ``rules`` are in force in order of id, ``data`` holds the tables
    by name, and ``fingerprint`` changes with everything here that can change a result. ``overrides`` hold
    for some issues only; ``allowed`` are keys that may come again; ``assigned`` is what the command line
    sets (``wishes``), laid over the overrides.
    ``origins`` says where each value comes from that is no default, ``sources`` which files say it.
    """

    __slots__ = (
        "allowed",
        "assigned",
        "config",
        "data",
        "fingerprint",
        "origins",
        "overrides",
        "profile",
        "root",
        "rules",
        "sources",
        "wishes",
    )

    def __init__(
        self,
        root: str,
        config: Mapping[str, Any],
        profile: Profile,
        rules: tuple[Rule, ...],
        data: Mapping[str, Any],
        fingerprint: str,
    ) -> None:
        self.root = root
        self.config = config
        self.profile = profile
        self.rules = rules
        self.data = data
        self.fingerprint = fingerprint
        self.allowed: tuple[Allowed, ...] = ()
        self.overrides: tuple[Override, ...] = ()
        self.origins: Mapping[str, Any] = {}
        self.sources: tuple[str, ...] = ()
        self.assigned: Settings = {}
        self.wishes: tuple[str, ...] = ()


class Sources(NamedTuple):
    """The files of a project as bytes: `brief.yaml` and what it extends, its profile, its own rules."""

    config: tuple[YamlFile, ...]
    profile: YamlFile | None
    rules: list[YamlFile]

    @property
    def all(self) -> tuple[YamlFile, ...]:
        """All of them."""
        return (*self.config, *(() if self.profile is None else (self.profile,)), *self.rules)


def load_project(start: StrPath, *, no_cache: bool = False, wishes: Sequence[str] = ()) -> Project:
    """Return the project that ``start`` lies in; raises ConfigurationError with all that is wrong.

    ``wishes`` are settings of the command line, as `rule.option=value`.
    """
    root = project_root(start)
    shipped = Shipped(no_cache=no_cache)
    if os.path.lexists(os.path.join(root, FILE_NAME)):
        project = _configured(root, shipped, no_cache)
    else:
        project = _project(root, _unconfigured(shipped), shipped, shipped.key)
    return _assigned(project, wishes) if wishes else project


def _assigned(project: Project, wishes: Sequence[str]) -> Project:
    from editor_tools.config.assigning import read_wishes
    from editor_tools.config.overriding import with_settings

    project.assigned = read_wishes(wishes, project.rules, project.data)
    project.rules = tuple(with_settings(rule, [project.assigned]) for rule in project.rules)
    project.wishes = tuple(wishes)
    project.fingerprint = cache.fingerprint(project.fingerprint, *wishes)
    return project


def _configured(root: str, shipped: Shipped, no_cache: bool) -> Project:
    problems: list[Problem] = []
    files = _chain(root, shipped, problems, no_cache)
    key = cache.fingerprint(shipped.key, code_stamp(), *content(files))
    plan = None if no_cache else cache.fetch("config", key)
    if plan is None:
        from editor_tools.config.compiling import compile_plan

        plan = compile_plan(files, problems)
        if not no_cache and not problems:
            cache.store("config", key, plan)
    sources = Sources(files, *_files(root, plan, problems))
    project = _load(root, sources, plan, shipped, problems, no_cache)
    project.sources = tuple(file.path for file in sources.all)
    return project


def _chain(root: str, shipped: Shipped, problems: list[Problem], no_cache: bool) -> tuple[YamlFile, ...]:
    """Read `brief.yaml` and the files that it extends, one after the other."""
    top = repository_root(root)
    own = os.path.join(root, FILE_NAME)
    if os.path.isfile(own) and not inside(own, top):
        from editor_tools.problems import quote, say
        from editor_tools.said import phrase

        fault = say("outside", where=phrase("the-file"), found=quote(FILE_NAME))
        raise ConfigurationError([Problem(FILE_NAME, 1, 1, fault)])
    first = read_file(own, FILE_NAME, problems)
    if first is None:
        raise ConfigurationError(problems)
    files = [first]
    while (link := _link(files[-1], shipped, no_cache))["name"]:
        from editor_tools.config.places import extended

        path, words = extended(link["name"], files[-1].path, [file.path for file in files], root, top)
        if words:
            problems.append(Problem(files[-1].path, link["line"], link["column"], words))
            break
        file = read_file(os.path.join(root, path), path, problems)
        if file is None:
            break
        files.append(file)
    return tuple(files)


def _link(file: YamlFile, shipped: Shipped, no_cache: bool) -> Mapping[str, Any]:
    """Which file ``file`` extends."""
    if b"extend" not in file.data and b"\\" not in file.data:  # a key may be written with escapes
        return {"name": ""}
    key = cache.fingerprint(shipped.key, code_stamp(), file.path, file.data)
    link = None if no_cache else cache.fetch("extend", key)
    if link is None:
        from editor_tools.config.compiling import compile_extend

        link = compile_extend(file)
        if not no_cache:
            cache.store("extend", key, link)
    return dict(link)


def _files(
    root: str, plan: Mapping[str, Any], problems: list[Problem]
) -> tuple[YamlFile | None, list[YamlFile]]:
    """Read what the plan names; places are looked at anew each time, for links may have changed."""
    from editor_tools.config.places import refusal

    top = repository_root(root)
    profile: YamlFile | None = None
    rules: list[YamlFile] = []
    for kind, name, path, line, column in plan["places"]:
        if words := refusal(kind, name, root, top):
            problems.append(Problem(path, line, column, words))
        elif kind == "profile":
            profile = read_file(os.path.join(root, name), name, problems)
        elif kind == "rule folder":
            known = len(problems)
            files = _rule_files(root, name, top, problems)
            rules += files
            if not files and len(problems) == known:
                from editor_tools.problems import quote, say

                problems.append(Problem(path, line, column, say("no-rules", found=quote(name))))
    return profile, rules


def _rule_files(root: str, folder: str, top: str, problems: list[Problem]) -> list[YamlFile]:
    files = read_folder(os.path.join(root, folder), folder.rstrip("/"), problems)
    kept = []
    for file in files:
        if inside(os.path.join(root, file.path), top):
            kept.append(file)
        else:
            from editor_tools.problems import quote, say
            from editor_tools.said import phrase

            words = say("outside", where=phrase("the-file"), found=quote(file.path))
            problems.append(Problem(file.path, 1, 1, words))
    return kept


def _load(
    root: str,
    sources: Sources,
    plan: Mapping[str, Any],
    shipped: Shipped,
    problems: list[Problem],
    no_cache: bool,
) -> Project:
    key = cache.fingerprint(shipped.key, code_stamp(), *content(sources.all))
    compiled = None if no_cache or problems else cache.fetch("project", key)
    if compiled is None:
        from editor_tools.config.compiling import compile_project

        compiled = compile_project(sources, plan, shipped, problems)
        if problems:
            raise ConfigurationError(problems, plan["config"].get("language"))
        if not no_cache:
            from editor_tools.rulebook.tables import pack_rule

            cache.store("project", key, {**compiled, "rules": list(map(pack_rule, compiled["rules"]))})
    return _project(root, compiled, shipped, key)


def _unconfigured(shipped: Shipped) -> dict[str, Any]:
    profiles = shipped.part("profiles")
    return {
        "config": DEFAULTS,
        "profile": profiles.get(DEFAULT_PROFILE, {}),
        "rules": shipped.part("rules"),
    }


def _project(root: str, compiled: Mapping[str, Any], shipped: Shipped, key: str) -> Project:
    from editor_tools.profile import Profile
    from editor_tools.rule import Rule

    project = Project(
        root=root,
        config=compiled["config"],
        profile=Profile(compiled["profile"]),
        rules=tuple(Rule(data) for data in compiled["rules"]),
        data=shipped.part("data"),
        fingerprint=key,
    )
    project.overrides = _overrides(compiled)
    project.allowed = tuple(Allowed(*row) for row in compiled.get("allowed", ()))
    project.origins = compiled.get("origins", {})
    return project


def _overrides(compiled: Mapping[str, Any]) -> tuple[Override, ...]:
    if not compiled.get("overrides"):
        return ()
    from editor_tools.config.overriding import overrides_from

    return overrides_from(compiled["overrides"])


__all__ = ["DEFAULTS", "ConfigurationError", "Problem", "Project", "load_project"]
