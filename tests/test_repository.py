"""What the repository promises about itself: READMEs, lock, hooks, layers, and no machine in it."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from tests.checkout import tracked_files

READMES = ("README.md", "README.zh-CN.md")
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|farm|root|home/\w+|Users/\w+)/")
INDEX_ADDRESS = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://")
HAN_WORD = re.compile(r"[\u3400-\u9fff]{2}")


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _project(root: Path) -> dict[str, Any]:
    return tomllib.loads(_text(root / "pyproject.toml"))


def _fenced(markdown: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)


def _headings(markdown: str) -> list[int]:
    """The levels of all headings outside fences, in order."""
    prose = re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]


def test_no_tracked_file_names_a_path_of_one_machine(root: Path) -> None:
    named = [
        f"{name}:{number}"
        for name in tracked_files()
        if name != "tests/test_repository.py"
        for number, line in enumerate(_text(root / name).splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert named == []


def test_the_words_of_one_newsletter_are_data_and_not_python(root: Path) -> None:
    """Python says no word of Chinese: rules, profiles, messages and phrases are data."""
    spoken = [
        f"{name}:{number}"
        for name in tracked_files()
        if name.endswith(".py") and not name.startswith("tests/")
        for number, line in enumerate(_text(root / name).splitlines(), 1)
        if HAN_WORD.search(line)
    ]
    assert spoken == []


def test_both_readmes_have_the_same_sections_examples_and_tables(root: Path) -> None:
    english, chinese = (_text(root / name) for name in READMES)
    assert _headings(english) == _headings(chinese)
    for language in ("sh", "yaml"):
        assert _without_comments(english, language) == _without_comments(chinese, language)
    for marker in ("<!-- rules:start -->", "<!-- rules:end -->"):
        assert english.count(marker) == chinese.count(marker) == 1


def _without_comments(markdown: str, language: str) -> list[list[str]]:
    bare = [re.sub(r"(?:^|\s+)#.*$", "", block, flags=re.MULTILINE) for block in _fenced(markdown, language)]
    return [[line.rstrip() for line in block.splitlines() if line.strip()] for block in bare]


@pytest.mark.parametrize("name", READMES)
def test_local_links_of_a_readme_lead_somewhere(root: Path, name: str) -> None:
    links = re.findall(r"\]\((?!https?://|#|\{)([^)#\s]+)", _text(root / name))
    assert links
    assert [link for link in links if not (root / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_commands_and_options_in_a_readme_exist(root: Path, name: str) -> None:
    from editor_tools.cli.main import program

    unknown = []
    for words in _brief_commands(_text(root / name)):
        command: Any = program
        while words and words[0] in _subcommands(command):
            command = _subcommands(command)[words.pop(0)]
        known = {
            flag for parameter in command.params for flag in (*parameter.opts, *parameter.secondary_opts)
        }
        known |= {"--help", "--version"}
        unknown += [word for word in words if word.startswith("--") and word.split("=")[0] not in known]
        if command is program and words and not words[0].startswith("-"):
            unknown.append(words[0])
    assert unknown == []


def _subcommands(command: Any) -> dict[str, Any]:
    """All commands of a group, lazily loaded ones too."""
    import click

    if not isinstance(command, click.Group):
        return {}
    context = click.Context(command)
    found = {name: command.get_command(context, name) for name in command.list_commands(context)}
    return {name: sub for name, sub in found.items() if sub is not None}


def _brief_commands(markdown: str) -> Iterator[list[str]]:
    for block in _fenced(markdown, "sh"):
        for line in block.splitlines():
            for part in re.split(r"&&|\|", line):
                words = shlex.split(part, comments=True)
                if words and words[0].rsplit("/", 1)[-1] == "brief":
                    yield words[1:]


def test_the_lock_fits_the_project_and_names_no_index(root: Path) -> None:
    project = _project(root)
    lock = _text(root / "requirements-dev.txt")
    assert not INDEX_ADDRESS.search(lock)
    locked = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^(\S+?)==(\S+)", lock, re.MULTILINE)
    }
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    unfit = [
        str(needed)
        for needed in map(Requirement, wanted)
        if not needed.specifier.contains(locked.get(canonicalize_name(needed.name), "0"))
    ]
    assert unfit == [], "renew requirements-dev.txt with the command in its first lines"


def test_our_hooks_install_what_the_project_declares(root: Path) -> None:
    config = YAML(typ="safe").load(_text(root / ".pre-commit-config.yaml"))
    ours = {hook["id"]: hook for repository in config["repos"] for hook in repository["hooks"]}
    for hook in ("brief-lint", "brief-check"):
        assert sorted(ours[hook]["additional_dependencies"]) == sorted(
            _project(root)["project"]["dependencies"]
        )
    assert "--markdown-linebreak-ext=md" in ours["trailing-whitespace"]["entry"]


def test_our_hooks_run_the_same_command_that_we_offer_to_others(root: Path) -> None:
    offered = {hook["id"]: hook for hook in YAML(typ="safe").load(_text(root / ".pre-commit-hooks.yaml"))}
    config = YAML(typ="safe").load(_text(root / ".pre-commit-config.yaml"))
    ours = {hook["id"]: hook for repository in config["repos"] for hook in repository["hooks"]}
    for name, hook in offered.items():
        assert ours[name]["entry"].replace("python -m editor_tools", "brief") == hook["entry"]
        assert hook["require_serial"] is ours[name]["require_serial"] is True


def test_every_extra_is_in_all(root: Path) -> None:
    extras = _project(root)["project"]["optional-dependencies"]
    (everything,) = map(Requirement, extras["all"])
    assert everything.extras == set(extras) - {"all"}


def test_every_module_has_its_row_among_the_layers(root: Path) -> None:
    """Also says so where import-linter is not at hand, and names the module."""
    contract = _project(root)["tool"]["importlinter"]["contracts"][0]
    rows = {name.strip(" ()") for row in contract["layers"] for name in re.split(r"[:|]", row)}
    rows |= set(contract["exhaustive_ignores"])
    modules = {path.stem for path in (root / "editor_tools").iterdir() if _is_module(path)}
    assert modules - rows == set()


def _is_module(path: Path) -> bool:
    if path.is_dir():
        return any(path.glob("*.py"))
    return path.suffix == ".py" and path.stem != "__init__"


def test_every_module_and_package_says_what_it_is_for(root: Path) -> None:
    silent = [
        path.relative_to(root).as_posix()
        for path in (root / "editor_tools").rglob("*.py")
        if not _text(path).removeprefix("r").startswith('"""')
    ]
    assert silent == []
