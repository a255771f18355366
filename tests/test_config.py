from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor_tools import checks
from editor_tools.config import load_project
from editor_tools.problems import ConfigurationError
from editor_tools.rulebook import places
from tests import newsletter

OWN_RULE = (
    newsletter.RULE.replace("'。。'", "'！！'")
    .replace("'。'", "'！'")
    .replace("。。", "！！")
    .replace("很多。", "很多！")
    .replace("别的。", "别的！")
    .replace("{en: Doubled stop, zh: 重复的句号}", "重复的叹号")
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty repository beside a checkout of the tool, with a cache of its own."""
    shipped = newsletter.shipped(tmp_path / "checkout")
    monkeypatch.setattr(places, "PACKAGE", shipped / "editor_tools")
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(shipped / "checks")])
    monkeypatch.setenv("BRIEF_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "repository"
    folder.joinpath(".git").mkdir(parents=True)
    yield folder
    sys.modules.pop(f"editor_tools.checks.{newsletter.VERB}", None)


def told(repository: Path, text: str, **files: str) -> list[str]:
    newsletter.write(
        repository, {"brief.yaml": text, **{name.replace("__", "/"): it for name, it in files.items()}}
    )
    with pytest.raises(ConfigurationError) as caught:
        load_project(repository)
    return [str(problem) for problem in caught.value.problems]


def test_without_a_file_the_shipped_profile_and_defaults_hold(repository: Path) -> None:
    project = load_project(repository)
    assert project.root == str(repository)
    assert project.config["issues"] == {"folder": "issues", "exclude": []}
    assert project.profile.title_form == "# 测试 ({date})"
    assert [rule.id for rule in project.rules] == ["stop-doubled"]
    assert "terms" in project.data
    assert project.fingerprint


def test_the_file_is_found_above_the_start_but_not_above_the_repository(repository: Path) -> None:
    newsletter.write(repository.parent, {"brief.yaml": "language: en\n"})
    newsletter.write(repository, {"issues/2022/a.md": ""})
    assert load_project(repository / "issues" / "2022" / "a.md").root == str(repository)
    assert "language" not in load_project(repository / "issues").config
    newsletter.write(repository, {"brief.yaml": "language: zh\n"})
    project = load_project(repository / "issues" / "2022")
    assert (project.root, project.config["language"]) == (str(repository), "zh")


@pytest.mark.parametrize("again", [False, True])
def test_settings_change_severities_and_options(repository: Path, again: bool) -> None:
    newsletter.write(
        repository,
        {
            "brief.yaml": "rules:\n"
            "  stop-doubled: {severity: {draft: off, publish: error}, names: [b], limit: 5}\n"
            "  text: info\n"
        },
    )
    project = load_project(repository)
    if again:
        project = load_project(repository)
    (rule,) = project.rules
    assert rule.severity == {"draft": "off", "publish": "error"}
    assert (rule.options["names"], rule.options["limit"], rule.options["pattern"]) == (["b"], 5, "。。")


def test_a_group_sets_the_severity_of_its_rules(repository: Path) -> None:
    newsletter.write(repository, {"brief.yaml": "rules: {text: off}\n"})
    assert load_project(repository).rules[0].severity == {"draft": "off", "publish": "off"}


def test_the_profile_can_be_another_shipped_one_or_laid_over_one(repository: Path) -> None:
    newsletter.write(repository, {"brief.yaml": "profile: other\n"})
    assert load_project(repository).profile.title_form == "# Other ({date})"
    newsletter.write(repository, {"brief.yaml": "profile: {extends: other, identity: {step: 30}}\n"})
    profile = load_project(repository).profile
    assert (profile.title_form, profile.step_days, profile.identity_key) == ("# Other ({date})", 30, "date")
    newsletter.write(
        repository,
        {"brief.yaml": "profile: lint/own.yaml\n", "lint/own.yaml": "extends: other\nlanguage: en\n"},
    )
    assert load_project(repository).profile.language == "en"
    newsletter.write(repository, {"lint/own.yaml": "extends: other\nlanguage: zh\n"})
    assert load_project(repository).profile.language == "zh"


def test_own_rules_join_the_shipped_ones(repository: Path) -> None:
    newsletter.write(repository, {"brief.yaml": "rule-folders: [lint]\n", "lint/mark-doubled.yaml": OWN_RULE})
    for _ in range(2):
        rules = load_project(repository).rules
        assert [rule.id for rule in rules] == ["mark-doubled", "stop-doubled"]
        assert rules[0].name == {"en": "重复的叹号", "zh": "重复的叹号"}
        assert rules[0].origin == "lint/mark-doubled.yaml"


def test_the_fingerprint_changes_with_everything_that_counts(repository: Path) -> None:
    seen = [load_project(repository).fingerprint]
    for files in (
        {
            "brief.yaml": "rule-folders: [lint]\nprofile: own.yaml\n",
            "own.yaml": "extends: other\n",
            "lint/mark-doubled.yaml": OWN_RULE,
        },
        {"lint/mark-twice.yaml": OWN_RULE},
        {"own.yaml": "extends: other\nlanguage: en\n"},
        {"brief.yaml": "rule-folders: [lint]\nprofile: own.yaml\nlanguage: en\n"},
    ):
        newsletter.write(repository, files)
        seen.append(load_project(repository).fingerprint)
    assert len(set(seen)) == len(seen)
    assert load_project(repository, no_cache=True).fingerprint == seen[-1]


@pytest.mark.parametrize(
    "text, start, words",
    [
        ("profil: other\n", "brief.yaml:1:1", "Did you mean 'profile'?"),
        ("select: [a]\n", "brief.yaml:1:1", "Did you mean 'rules'?"),
        ("per-file-ignores: {}\n", "brief.yaml:1:1", "Did you mean 'overrides'?"),
        ("profile: othr\n", "brief.yaml:1:1", "Did you mean 'other'?"),
        ("profile: own.yaml\n", "brief.yaml:1:10", "no such file"),
        ("profile: {extends: othr}\n", "brief.yaml:1:11", "Did you mean 'other'?"),
        ("language: fr\n", "brief.yaml:1:1", "Use one of: en, zh"),
        ("rules: {stop-double: off}\n", "brief.yaml:1:9", "Did you mean 'stop-doubled'?"),
        ("rules: {stop-doubled: eror}\n", "brief.yaml:1:9", "Did you mean 'error'?"),
        ("rules: {stop-doubled: {limits: 4}}\n", "brief.yaml:1:24", "Did you mean 'limit'?"),
        (
            "rules: {stop-doubled: {limit: many}}\n",
            "brief.yaml:1:24",
            "is 'many'. Use a whole number",
        ),
        ("rules: {stop-doubled: {names: [1]}}\n", "brief.yaml:1:32", "names[1] is '1'. Use text, in quotes"),
        ("rules: {stop-doubled: {pattern: {fund: x}}}\n", "brief.yaml:1:34", "Did you mean 'found'?"),
        ("rules: {stop-doubled: {limit: -1}}\n", "brief.yaml:1:24", "from 0"),
        ("rules: {stop-doubled: {severity: {drafts: off}}}\n", "brief.yaml:1:35", "Did you mean 'draft'?"),
        ("rules: {stop-doubled: {pattern: (a+)+$}}\n", "brief.yaml:1:24", "can take very long"),
        ("rules: {text: {limit: 4}}\n", "brief.yaml:1:9", "is a group"),
        ("rule-folders: lint\n", "brief.yaml:1:1", "Use a list"),
        ("issues: {folders: x}\n", "brief.yaml:1:10", "Did you mean 'folder'?"),
        ("issues: [\n", "brief.yaml:2:1", "not readable as YAML"),
        ("- a\n", "brief.yaml:1:1", "Use a map"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(repository: Path, text: str, start: str, words: str) -> None:
    lines = told(repository, text)
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"{start}: ")
    assert words in lines[0]


def test_all_that_is_wrong_is_told_in_one_run(repository: Path) -> None:
    lines = told(
        repository,
        "languge: en\nrules: {stop-double: off}\nrule-folders: [lint, nowhere]\nprofile: own.yaml\n",
        **{
            "lint/mark-doubled.yaml": OWN_RULE.replace("since: stops", "since: stop"),
            "lint/stop-doubled.yaml": OWN_RULE,
            "own.yaml": "extends: nothing\n",
        },
    )
    assert [line.split(":")[0] for line in lines] == [
        *("brief.yaml",) * 3,
        *("lint/mark-doubled.yaml",),
        "lint/stop-doubled.yaml",
        "own.yaml",
    ]


def test_an_own_rule_must_fire_on_its_bad_example(repository: Path) -> None:
    lines = told(
        repository,
        "rule-folders: [lint]\n",
        **{"lint/mark-doubled.yaml": OWN_RULE.replace("value: '！！'", "value: '？？'")},
    )
    assert lines[0].startswith("lint/mark-doubled.yaml:17:5: examples[1] (bad): expected [1, 5, found]")


@pytest.mark.parametrize(
    "text",
    [
        "profile: ../own.yaml\n",
        "profile: /etc/passwd.yaml\n",
        "profile: 'C:\\own.yaml'\n",
        "profile: ~/own.yaml\n",
        "rule-folders: [..]\n",
        "rule-folders: [lint/../../outside]\n",
        "rule-folders: [/etc]\n",
        "issues: {folder: ../outside}\n",
    ],
)
def test_a_place_outside_the_repository_is_refused(repository: Path, text: str) -> None:
    newsletter.write(
        repository.parent, {"own.yaml": newsletter.PROFILE, "outside/mark-doubled.yaml": OWN_RULE}
    )
    assert any("leads out of the repository" in line for line in told(repository, text))


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="needs symbolic links")
@pytest.mark.parametrize("name", ["lint", "lint/mark-doubled.yaml", "own.yaml", "brief.yaml"])
def test_a_link_out_of_the_repository_is_refused(repository: Path, name: str) -> None:
    outside = newsletter.write(
        repository.parent / "outside",
        {
            "lint/mark-doubled.yaml": OWN_RULE,
            "own.yaml": "extends: other\n",
            "brief.yaml": "profile: own.yaml\nrule-folders: [lint]\n",
        },
    )
    for kept in ("own.yaml", "brief.yaml", "lint/mark-doubled.yaml"):
        if not kept.startswith(name):
            newsletter.write(repository, {kept: outside.joinpath(kept).read_text(encoding="utf-8")})
    repository.joinpath(name).parent.mkdir(exist_ok=True)
    repository.joinpath(name).symlink_to(outside / name)
    with pytest.raises(ConfigurationError, match="leads out of the repository"):
        load_project(repository)
    repository.joinpath(name).unlink()
    if name != "lint":
        newsletter.write(repository, {name: outside.joinpath(name).read_text(encoding="utf-8")})
        assert load_project(repository).rules


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_is_not_waited_for(repository: Path) -> None:
    repository.joinpath("lint").mkdir()
    os.mkfifo(repository / "lint" / "wait.yaml")
    assert "not a plain file" in told(repository, "rule-folders: [lint]\n")[0]


OWN_PROFILE = """\
name: Weekly
identity:
  key: number
  file: 'weekly-{number}.md'
title: {form: '# Weekly {number}: {highlights}'}
sections:
  list:
    - {id: news, name: News, entries: [story]}
    - {id: tools, name: Tools, entries: [story]}
entries:
  story: {form: '- [{title}]({url})'}
skeleton: |
  # Weekly {number}:
"""


@pytest.mark.parametrize(
    "old, new, start, words",
    [
        (
            "id: news, name: News, entries: [story]",
            "id: news, name: News, entries: [stori]",
            "8:40",
            "Did you mean 'story'?",
        ),
        ("id: tools", "id: news", "9:8", "id 'news': an earlier section has it"),
        (
            "weekly-{number}",
            "weekly-{date}",
            "4:3",
            "issues are told apart by their number, so the name needs {number}",
        ),
        ("weekly-{number}", "../{number}", "4:3", "folders are not read here"),
        ("weekly-{number}.md", "{number}/issue.md", "4:3", "folders are not read here"),
        (
            "weekly-{number}",
            "{number}-{nmber}",
            "4:3",
            "no such hole as {nmber}. Use one of: {date}, {number}",
        ),
        ("weekly-{number}", "{number}-{number}", "4:3", "stands twice"),
        (
            "'# Weekly {number}: {highlights}'",
            "'# Weekly {number: {highlights}'",
            "5:9",
            "'{' belongs to no hole",
        ),
        (
            "'# Weekly {number}: {highlights}'",
            "'# Weekly {number}: highlights}'",
            "5:9",
            "'}' belongs to no hole",
        ),
        ("({url})'}", "({url)'}", "11:11", "'{' belongs to no hole"),
        ("  # Weekly {number}:", "  # Weekly {nmber}:", "12:1", "Did you mean 'number'?"),
        ("  # Weekly {number}:", "  # Weekly {date}:", "12:1", "{date} is not known"),
        ("entries:\n", "lookalikes: {'||': '/'}\nentries:\n", "10:14", "a single mark"),
    ],
)
def test_what_does_not_go_together_in_a_profile_is_told_with_its_place(
    repository: Path, old: str, new: str, start: str, words: str
) -> None:
    assert old in OWN_PROFILE
    (line,) = told(repository, "profile: own.yaml\n", **{"own.yaml": OWN_PROFILE.replace(old, new, 1)})
    assert line.startswith(f"own.yaml:{start}: "), line
    assert words in line


def test_a_profile_that_cannot_be_built_is_told_and_not_raised(repository: Path) -> None:
    assert told(repository, "profile: {extends: other, sections: [a]}\n")
