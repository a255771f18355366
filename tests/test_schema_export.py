"""The JSON schemas for editors: fresh, and of one mind with the tool."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from editor_tools.config import load_project
from editor_tools.problems import ConfigurationError
from editor_tools.rulebook.profiles import read_profile
from editor_tools.rulebook.rules import rule_schema
from editor_tools.schema import validate
from editor_tools.schema_export import schema_text
from editor_tools.yamlfile import read_yaml
from tests import newsletter
from tests.terminal import ROOT

KINDS = ("brief", "rule", "profile")


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The schemas of a project without a configuration of its own."""
    folder = tmp_path_factory.mktemp("project")
    (folder / ".git").mkdir()
    rules = load_project(folder).rules
    return {kind: schema_text(kind, rules) for kind in KINDS}


def validator(text: str) -> Draft202012Validator:
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(text: str) -> Any:
    """The data of a YAML file as an editor's reader sees it."""
    node, problems = read_yaml(text, "x.yaml")
    assert node is not None
    assert not problems
    return node.data()


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_files_are_fresh(schemas: dict[str, str], kind: str) -> None:
    file = ROOT / "schemas" / f"{kind}.schema.json"
    command = f"brief config --schema {kind} > schemas/{kind}.schema.json"
    assert file.read_text(encoding="utf-8") == schemas[kind], f"renew it: {command}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "profile: embedded-ai-brief\nissues: {folder: issues, exclude: ['*.bak', 1]}\n",
        "language: zh\ncache: project\nrule-folders: []\n",
        "extend: base.yaml\n",
        "rules: {terms: off, links: {severity: {draft: info}}, hard-break: {severity: error}}\n",
        "rules: {title-length: {limit: 20}}\n",
        "rules: {terms: {terms: {A: b, C: [d], E: {wrong: [f], kept: g}}, radicals: false}}\n",
        "rules: {prose: {languages: {en: en-GB}}, spelling: {allow: [word]}}\n",
        "overrides: [{files: old, rules: {terms: off}}, {since: 2022-01-01, rules: {text: info}}]\n",
        "profile: {extends: embedded-ai-brief, identity: {step: 7}}\n",
    ],
)
def test_what_the_tool_takes_the_schema_takes(tmp_path: Path, schemas: dict[str, str], text: str) -> None:
    newsletter.write(tmp_path, {"brief.yaml": text, "base.yaml": "language: en\n", ".git/x": ""})
    load_project(tmp_path)
    assert not list(validator(schemas["brief"]).iter_errors(plain(text)))


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "profil: a\n",
        "language: fr\n",
        "cache: everywhere\n",
        "issues: {folders: a}\n",
        "issues: []\n",
        "rule-folders: lint\n",
        "rules: {term: off}\n",
        "rules: {terms: of}\n",
        "rules: {terms: {term: 1}}\n",
        "rules: {terms: {terms: 1}}\n",
        "rules: {title-length: {limit: many}}\n",
        "rules: {title-length: {limit: 1.5}}\n",
        "rules: {title-length: {limit: -1}}\n",
        "rules: {terms: {terms: {X: {wrongs: [y]}}}}\n",
        "rules: {terms: {terms: {X: {wrong: {y: z}}}}}\n",
        "rules: {terms: {terms: {X: }}}\n",
        "rules: {prose: {languages: {eng: en-GB}}}\n",
        "rules: {spelling: {allow: [{word: yes}]}}\n",
        "rules: {spelling: {allow: 'recieve, teh'}}\n",
        "rules: {cjk-spacing: {spacing: two}}\n",
        "overrides: [{files: a, rules: {terms: {terms: {X: {wrongs: [y]}}}}}]\n",
        "rules: {text: {terms: 1}}\n",
        "rules: {terms: {severity: {drafts: off}}}\n",
        "overrides: [{rules: {terms: off}}]\n",
        "overrides: [{files: a}]\n",
        "overrides: [{files: a, rules: {}}]\n",
        "overrides: [{files: [], rules: {terms: off}}]\n",
        "overrides: [{since: soon, rules: {terms: off}}]\n",
        "profile: {extends: embedded-ai-brief, identity: {step: 0}}\n",
        "profile: {extends: embedded-ai-brief, sections: {levels: 2}}\n",
        "extend:\n",
    ],
)
def test_what_the_tool_refuses_the_schema_refuses(tmp_path: Path, schemas: dict[str, str], text: str) -> None:
    newsletter.write(tmp_path, {"brief.yaml": text, ".git/x": ""})
    with pytest.raises(ConfigurationError):
        load_project(tmp_path)
    assert list(validator(schemas["brief"]).iter_errors(plain(text)))


def test_the_shipped_rules_and_profiles_fit_their_schemas(schemas: dict[str, str]) -> None:
    for kind, folder in (("rule", ROOT / "rules"), ("profile", ROOT / "rules" / "profiles")):
        judge = validator(schemas[kind])
        for file in sorted(folder.glob("*.yaml")):
            found = [error.message for error in judge.iter_errors(plain(file.read_text(encoding="utf-8")))]
            assert not found, file.name


WRONG_RULES = [
    newsletter.RULE.replace("group: text", "group: texts"),
    newsletter.RULE.replace("covers: []", "cover: []"),
    newsletter.RULE.replace("[1, 5, found]", "[0, 5, found]"),
    newsletter.RULE.replace("name: {en: Doubled stop, zh: 重复的句号}\n", ""),
    newsletter.RULE.replace("changes: [text]", "changes: []"),
]


@pytest.mark.parametrize("text", WRONG_RULES)
def test_wrong_rules_are_refused_by_both(schemas: dict[str, str], text: str) -> None:
    node, _ = read_yaml(text, "x.yaml")
    assert node is not None
    assert validate(node, rule_schema(shipped=False))[1]
    assert list(validator(schemas["rule"]).iter_errors(plain(text)))
    assert not list(validator(schemas["rule"]).iter_errors(plain(newsletter.RULE)))


@pytest.mark.parametrize(
    "old, new",
    [
        ("key: date", "key: day"),
        ("level: 2", "level: 9"),
        ("name:", "nam:"),
        ("since: 2020-01-01", "since: then"),
    ],
)
def test_wrong_profiles_are_refused_by_both(schemas: dict[str, str], old: str, new: str) -> None:
    text = newsletter.PROFILE.replace(old, new, 1)
    assert text != newsletter.PROFILE
    node, _ = read_yaml(text, "x.yaml")
    assert node is not None
    assert read_profile(node)[1]
    assert list(validator(schemas["profile"]).iter_errors(plain(text)))
    assert not list(validator(schemas["profile"]).iter_errors(plain(newsletter.PROFILE)))
