"""What `brief.yaml` says beyond one file and one value: extending, overrides, the command line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from editor_tools.config import Project, load_project
from editor_tools.config.overriding import Variants
from editor_tools.problems import ConfigurationError
from editor_tools.profile import Identity
from tests import newsletter
from tests.terminal import FAULTY, brief, put

FILE = "issues/2022-03-01.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.joinpath(".git").mkdir(parents=True)
    return folder


def loaded(repository: Path, *wishes: str, **files: str) -> Project:
    newsletter.write(repository, {name.replace("__", "/") + ".yaml": text for name, text in files.items()})
    return load_project(repository, wishes=wishes)


def told(repository: Path, *wishes: str, **files: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        loaded(repository, *wishes, **files)
    return [str(problem) for problem in caught.value.problems]


def severity(project: Project, rule: str) -> str:
    return next(one for one in project.rules if one.id == rule).severity["publish"]


def options(project: Project, rule: str) -> Any:
    return next(one for one in project.rules if one.id == rule).options


def test_a_file_is_laid_over_the_one_that_it_extends_key_by_key(repository: Path) -> None:
    base = (
        "language: zh\nissues: {folder: news, exclude: [old]}\n"
        "rules: {terms: {severity: info, terms: {a: [b]}}, link-empty: info}\n"
    )
    own = (
        "extend: shared/base.yaml\nissues: {folder: posts}\n"
        "rules: {terms: error, link-empty: {severity: off}}\n"
    )
    project = loaded(repository, brief=own, shared__base=base)
    assert project.config["issues"] == {"folder": "posts", "exclude": ["old"]}
    assert project.config["language"] == "zh"
    assert severity(project, "terms") == "error"
    assert options(project, "terms")["terms"] == {"a": ["b"]}
    assert severity(project, "link-empty") == "off"


def test_a_chain_is_followed_each_file_relative_to_the_one_that_names_it(repository: Path) -> None:
    files = {
        "brief": "extend: a/one.yaml\n",
        "a__one": "extend: ../b/two.yaml\nlanguage: en\n",
        "b__two": "language: zh\nrules: {terms: off}\n",
    }
    project = loaded(repository, **files)
    assert (project.config["language"], severity(project, "terms")) == ("en", "off")
    before = project.fingerprint
    assert loaded(repository, b__two="language: zh\n").fingerprint != before


@pytest.mark.parametrize(
    "files, place, words",
    [
        ({"brief": "extend: brief.yaml\n"}, "brief.yaml:1:1", "comes back to a file that extends it"),
        (
            {"brief": "\nextend: a.yaml\n", "a": "extend: brief.yaml\n"},
            "a.yaml:1:1",
            "brief.yaml → a.yaml → brief",
        ),
        ({"brief": "extend: nowhere.yaml\n"}, "brief.yaml:1:1", "no such file"),
        ({"brief": "extend: a.json\n"}, "brief.yaml:1:1", "Name a YAML file"),
        ({"brief": "extend: ../a.yaml\n"}, "brief.yaml:1:1", "leads out of the repository"),
        ({"brief": "extend: /etc/a.yaml\n"}, "brief.yaml:1:1", "leads out of the repository"),
        ({"brief": '"\\x65xtend": ../a.yaml\n'}, "brief.yaml:1:1", "leads out of the repository"),
        ({"brief": "extend: a.yaml\n", "a": "rules: {terms: of}\n"}, "a.yaml:1:9", "Did you mean 'off'?"),
        (
            {"brief": "extend: a.yaml\nrules: {terms: off}\n", "a": "rules: {terms: of}\n"},
            "a.yaml:1:9",
            "'of'",
        ),
        ({"brief": "extend: a.yaml\n", "a": "rules: {term: off}\n"}, "a.yaml:1:9", "Did you mean 'terms'?"),
        (
            {"brief": "extend: a.yaml\n", "a": "profile: ../x.yaml\n"},
            "a.yaml:1:10",
            "leads out of the repository",
        ),
    ],
)
def test_what_is_wrong_with_extending_is_told_in_the_file_that_says_it(
    repository: Path, files: dict[str, str], place: str, words: str
) -> None:
    (line,) = told(repository, **files)
    assert line.startswith(f"{place}: ")
    assert words in line


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="needs symbolic links")
def test_a_link_out_of_the_repository_is_not_extended(repository: Path) -> None:
    put(repository.parent, "outside.yaml", "rules: {terms: off}\n")
    (repository / "in.yaml").symlink_to(repository.parent / "outside.yaml")
    (line,) = told(repository, brief="extend: in.yaml\n")
    assert "leads out of the repository" in line


OVERRIDES = """\
rules: {terms: info}
overrides:
  - files: [archive/**, '*-old.md']
    rules: {terms: off, links: {severity: {publish: info}}}
  - since: 2022-01-01
    before: 2023-01-01
    rules: {terms: {severity: error, terms: {a: [b]}}}
"""


@pytest.mark.parametrize(
    "path, day, expected",
    [
        ("issues/a.md", "2021-12-31", "info"),
        ("issues/a.md", "2022-01-01", "error"),
        ("issues/a.md", "2022-12-31", "error"),
        ("issues/a.md", "2023-01-01", "info"),
        ("archive/a.md", "2021-01-01", "off"),
        ("archive/a.md", "2022-06-01", "error"),
        ("issues/a-old.md", "", "off"),
        ("issues/a.md", "", "info"),
    ],
)
def test_overrides_hold_by_path_and_by_date_the_later_one_on_top(
    repository: Path, path: str, day: str, expected: str
) -> None:
    from datetime import date

    project = loaded(repository, brief=OVERRIDES)
    identity = Identity(date.fromisoformat(day), None, day) if day else None
    for wishes, wanted in ((), expected), (("terms.severity=warning",), "warning"):
        project = load_project(repository, wishes=wishes)
        rules = Variants(project.rules, project.overrides, project.assigned).of(path, identity)
        assert next(rule for rule in rules if rule.id == "terms").severity["publish"] == wanted


def test_overrides_by_number_for_a_newsletter_of_numbers(repository: Path) -> None:
    profile = (
        "profile: {extends: common, name: N, identity: {key: number, file: '{number}.md'}, "
        "title: {form: '# {number}'}, sections: {level: 2}}\n"
    )
    project = loaded(repository, brief=profile + "overrides: [{before: 10, rules: {terms: off}}]\n")
    variants = Variants(project.rules, project.overrides)
    found = {
        number: next(rule for rule in variants.of("x.md", Identity(None, number, "")) if rule.id == "terms")
        for number in (9, 10)
    }
    assert (found[9].severity["publish"], found[10].severity["publish"] == "off") == ("off", False)
    (line,) = told(repository, brief=profile + "overrides: [{before: 2022-01-01, rules: {terms: off}}]\n")
    assert "overrides[1].before" in line
    assert "use a number" in line


@pytest.mark.parametrize(
    "text, place, words",
    [
        ("overrides: [{rules: {terms: off}}]\n", "brief.yaml:1:13", "neither where nor when"),
        ("overrides: [{files: a}]\n", "brief.yaml:1:13", "lacks 'rules'"),
        ("overrides: [{files: a, rules: {}}]\n", "brief.yaml:1:24", "is empty"),
        ("overrides: [{since: 5, rules: {terms: off}}]\n", "brief.yaml:1:14", "use a date like 2022-03-01"),
        ("overrides: [{since: 2022-02-30, rules: {terms: off}}]\n", "brief.yaml:1:14", "is no date"),
        ("overrides: [{since: soon, rules: {terms: off}}]\n", "brief.yaml:1:14", "a whole number"),
        (
            "overrides: [{since: 2022-02-02, before: 2022-02-02, rules: {terms: off}}]\n",
            "brief.yaml:1:13",
            "No issue lies between",
        ),
        ("overrides: [{file: a, rules: {terms: off}}]\n", "brief.yaml:1:14", "Did you mean 'files'?"),
        ("overrides: [{files: a, rules: {term: off}}]\n", "brief.yaml:1:32", "Did you mean 'terms'?"),
        ("overrides: [{files: a, rules: {terms: {term: 1}}}]\n", "brief.yaml:1:40", "Did you mean 'terms'?"),
        ("overrides: {files: a}\n", "brief.yaml:1:1", "Use a list"),
    ],
)
def test_what_is_wrong_with_an_override_is_told_with_its_place(
    repository: Path, text: str, place: str, words: str
) -> None:
    lines = told(repository, brief=text)
    assert any(line.startswith(f"{place}: ") and words in line for line in lines), lines


def test_one_stage_can_be_set_alone(repository: Path) -> None:
    project = loaded(repository, brief="rules: {link-empty: {severity: {draft: info}}}\n")
    rule = next(rule for rule in project.rules if rule.id == "link-empty")
    assert rule.severity == {"draft": "info", "publish": "error"}


@pytest.mark.parametrize(
    "wish, expected",
    [
        ("link-empty.severity=off", {"draft": "off", "publish": "off"}),
        ("link-empty.severity.draft=error", {"draft": "error", "publish": "error"}),
        ("links.severity.publish=info", {"draft": "warning", "publish": "info"}),
    ],
)
def test_the_command_line_sets_severities(repository: Path, wish: str, expected: dict[str, str]) -> None:
    project = loaded(repository, wish, brief="rules: {link-empty: {severity: {draft: warning}}}\n")
    rule = next(rule for rule in project.rules if rule.id == "link-empty")
    assert rule.severity == expected
    assert project.fingerprint != load_project(repository).fingerprint


def test_the_command_line_sets_options_by_their_type(repository: Path) -> None:
    project = loaded(repository, "title-length.limit=12", 'terms.terms={AI: ["A.I."]}')
    assert options(project, "terms")["terms"] == {"AI": ["A.I."]}
    assert options(project, "title-length")["limit"] == 12


@pytest.mark.parametrize(
    "wish, words",
    [
        ("terms", "Write it like RULE.OPTION=VALUE"),
        ("terms.severity", "Write it like RULE.OPTION=VALUE"),
        ("terms=off", "Write it like RULE.OPTION=VALUE"),
        ("term.severity=off", "Did you mean 'terms'?"),
        ("terms.severity=of", "Did you mean 'off'?"),
        ("terms.severity.drft=off", "Did you mean 'draft'?"),
        ("terms.term=1", "Did you mean 'terms'?"),
        ("terms.terms=1", "is '1'. Use a map"),
        ("terms.terms={X: {wrongs: [y]}}", "Did you mean 'wrong'?"),
        ("cjk-spacing.spacing=two", "Use one of: none, one"),
        ("terms.terms={a: [", "not readable as YAML"),
        ("text.terms=1", "is a group"),
        ("links.check=off", "'links.check' is set in brief.yaml."),
        ("links.checks=off", "is a group"),
        ("issues.folder=x", "'issues.folder' is set in brief.yaml."),
        ("language=zh", "'language' is set in brief.yaml."),
        ("links=off", "'links' is set in brief.yaml."),
        ("spelling.allow=recieve,teh", "is 'recieve,teh'. Use a list like [a, b]"),
        ("traditional-characters.allow=recieve", "is 'recieve'. Use a list like [a, b]"),
        ("title-length.limit=many", "is 'many'. Use a whole number"),
        ("title-length.limit=1.5", "a whole number"),
    ],
)
def test_a_wrong_wish_is_told(repository: Path, wish: str, words: str) -> None:
    (line,) = told(repository, wish)
    assert line.startswith(f"--set {wish}: ")
    assert words in line


def test_lint_and_check_take_settings_and_refuse_wrong_ones(tmp_path: Path) -> None:
    put(tmp_path, FILE, FAULTY)
    quiet = ("--set", "punctuation-doubled.severity=off", "--set", "link-empty.severity=info")
    result = brief(tmp_path, "lint", "--select", "link-empty,punctuation-doubled", *quiet)
    assert (result.status, "1 remark" in result.out) == (0, True)
    for command in ("lint", "check"):
        result = brief(tmp_path, command, "--set", "link-emty.severity=off")
        assert (result.status, result.out) == (2, "")
        assert "Did you mean 'link-empty'?" in result.err


def test_a_setting_may_have_the_name_that_config_shows(tmp_path: Path) -> None:
    wishes = ("--set", "rules.links.severity=off", "--set", "rules.link-empty.severity.draft=info")
    shown = brief(tmp_path, "config", "link-empty", *wishes).lines
    assert [line.split()[:2] for line in shown] == [
        ["rules.link-empty.severity.draft", "info"],
        ["rules.link-empty.severity.publish", "off"],
    ]
    wrong = brief(tmp_path, "config", "--set", "rules.link-emty.severity=off")
    assert (wrong.status, "Did you mean 'link-empty'?" in wrong.err) == (2, True)


def test_settings_reach_every_process(tmp_path: Path) -> None:
    for day in range(100):
        put(tmp_path, f"issues/2{day:03}-03-01.md", FAULTY)
    result = brief(tmp_path, "lint", "--set", "link-empty.severity=off", "--select", "link-empty")
    assert result.out == "No findings in 100 files\n"


def test_config_shows_where_each_value_comes_from(tmp_path: Path) -> None:
    put(tmp_path, "base.yaml", "rules:\n  terms: info\n")
    own = "extend: base.yaml\nlanguage: en\noverrides:\n  - files: [old]\n    rules: {terms: off}\n"
    put(tmp_path, "brief.yaml", own)
    shown = brief(tmp_path, "config", "--set", "link-empty.severity.draft=off", BRIEF_LANG="")
    rows = {line.split()[0]: line.split()[1:] for line in shown.lines if line}
    assert rows["language"] == ["en", "brief.yaml:2"]
    assert rows["today"] == ["2022-03-10", "BRIEF_TODAY"]
    assert rows["issues.folder"] == ["issues", "default"]
    assert rows["rules.link-empty.severity.draft"] == ["off", "--set"]
    assert rows["for"] == ["old", "brief.yaml:4"]
    assert shown.lines[-1].split() == ["rules.terms.severity.publish", "off", "brief.yaml:5"]
    assert any(line.split() == ["rules.terms.severity.draft", "info", "base.yaml:2"] for line in shown.lines)
    assert "rules.hard-break.severity.draft" not in rows


def test_config_of_one_rule_shows_all_that_can_be_set(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "rules: {title-length: {limit: 9}}\n")
    shown = brief(tmp_path, "config", "title-length")
    rows = {line.split()[0].removeprefix("rules.title-length."): line.split()[1:] for line in shown.lines}
    assert rows["limit"] == ["9", "brief.yaml:1"]
    assert rows["severity.draft"][1:] == ["default"]
    assert brief(tmp_path, "config", "title-lenth").status == 2


@pytest.mark.parametrize(
    "name, rows",
    [
        ("rules.terms.severity", ["rules.terms.severity.draft", "rules.terms.severity.publish"]),
        ("terms.severity.draft", ["rules.terms.severity.draft"]),
        ("issues", ["issues.folder", "issues.exclude"]),
        ("language", ["language"]),
        ("extend", ["extend"]),
        ("overrides", ["overrides"]),
    ],
)
def test_config_of_a_name_shows_that_setting(tmp_path: Path, name: str, rows: list[str]) -> None:
    shown = brief(tmp_path, "config", name)
    assert (shown.status, [line.split()[0] for line in shown.lines]) == (0, rows)


def test_config_shows_what_is_extended_and_all_overrides(repository: Path) -> None:
    text = "extend: base.yaml\noverrides: [{files: a, rules: {terms: off}}]\n"
    loaded(repository, brief=text, base="{}\n")
    (extended,) = brief(repository, "config", "extend").lines
    assert extended.split() == ["extend", "base.yaml", "brief.yaml:1"]
    shown = brief(repository, "config", "overrides").lines
    assert [line.split()[0] for line in shown if line] == [
        "for",
        "rules.terms.severity.draft",
        "rules.terms.severity.publish",
    ]


def test_config_of_a_group_shows_the_settings_of_that_name_too(tmp_path: Path) -> None:
    shown = [line.split()[0] for line in brief(tmp_path, "config", "links").lines]
    assert shown[:3] == ["links.check", "links.allow", "links.pace"]
    assert "rules.link-empty.severity.draft" in shown
    assert brief(tmp_path, "config", "prose").lines[0].split() == ["prose", "auto", "default"]


def test_config_of_a_name_shows_what_overrides_say_of_it(tmp_path: Path) -> None:
    put(
        tmp_path,
        "brief.yaml",
        "overrides: [{files: a, rules: {terms: off}}, {files: b, rules: {links: off}}]\n",
    )
    lines = brief(tmp_path, "config", "terms.severity.draft").lines
    assert [line.split()[0] for line in lines if line] == [
        "rules.terms.severity.draft",
        "for",
        "rules.terms.severity.draft",
    ]


@pytest.mark.parametrize(
    "name, hint",
    [
        ("terms.sevrity", "Did you mean terms.severity, "),
        ("rules.terms.sevrity", "Did you mean rules.terms.severity, "),
        ("langage", "Did you mean language, "),
        ("strcture", "Did you mean structure"),
        ("title-lenth", "Did you mean title-length, "),
        ("nothing.at.all", "`brief config --all` lists them."),
        ("EN_A_VS_AN", "Did you mean prose/EN_A_VS_AN?"),
    ],
)
def test_config_of_an_unknown_name_says_what_there_is(tmp_path: Path, name: str, hint: str) -> None:
    result = brief(tmp_path, "config", name)
    assert (result.status, result.out) == (2, "")
    assert hint in result.err
    assert result.err.startswith(f"{name}: ")
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments, variables, name, shown",
    [
        ("--lang zh config", {}, "language", "--lang"),
        ("config --lang zh", {"BRIEF_LANG": "en"}, "language", "--lang"),
        ("--lang zh config", {"BRIEF_LANG": "zh"}, "language", "--lang"),
        ("config", {"BRIEF_LANG": "zh"}, "language", "BRIEF_LANG"),
        ("config", {"BRIEF_LANG": "fr"}, "language", "the system"),
        ("config", {"BRIEF_LANG": "", "LANG": "zh_CN.UTF-8"}, "language", "LANG"),
        ("config --today 2022-03-01", {"BRIEF_TODAY": "2022-03-01"}, "today", "--today"),
        ("config", {"BRIEF_TODAY": "2022-03-01"}, "today", "BRIEF_TODAY"),
        ("config --cache-dir kept", {}, "cache", "--cache-dir"),
        ("config --no-cache", {"BRIEF_CACHE_DIR": "kept"}, "cache", "--no-cache"),
        ("config", {"BRIEF_NO_CACHE": "1"}, "cache", "BRIEF_NO_CACHE"),
    ],
)
def test_config_names_what_really_decided(
    tmp_path: Path, arguments: str, variables: dict[str, str], name: str, shown: str
) -> None:
    lines = brief(tmp_path, *arguments.split(), stdin=b"", **variables).lines
    (row,) = (line for line in lines if line.startswith(f"{name} "))
    assert row.endswith(f" {shown}")


def test_config_for_programs_holds_everything(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "overrides: [{since: 2022-01-01, rules: {terms: off}}]\n")
    data = json.loads(brief(tmp_path, "config", "--format", "json").out)
    names = {setting["name"]: setting for setting in data["settings"]}
    assert names["rules.hard-break.severity.publish"]["origin"] == "default"
    (override,) = data["overrides"]
    assert (override["files"], override["since"], override["before"]) == ([], "2022-01-01", None)
    assert {setting["value"] for setting in override["settings"]} == {"off"}


def test_what_config_quotes_is_inert(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", 'issues: {exclude: ["a\\e[31m"]}\n')
    assert "\x1b" not in brief(tmp_path, "config").out
