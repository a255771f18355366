"""Faults of configuration, profiles and rules are told in the reader's language, whole."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from editor_tools import said
from editor_tools.config import load_project
from editor_tools.problems import ConfigurationError, meant, quote, say
from editor_tools.rule import LANGUAGES
from editor_tools.schema import Boolean, Either, Integer, ListOf, Number, OneOf, Record, Spec, Text, validate
from editor_tools.yamlfile import read_yaml
from tests import newsletter
from tests.terminal import CLEAN, brief, put

PACKAGE = Path(said.__file__).parent
TABLE: dict[str, dict[str, dict[str, str]]] = json.loads(
    (PACKAGE / "wording" / "faults.json").read_text(encoding="utf-8")
)
TEXTS = [(f"{kind}.{key}", texts) for kind, part in TABLE.items() for key, texts in part.items()]

RULE = """\
name: {en: a, zh: b}
severity: {draft: warning, publish: error}
check: pattern
options: {patterns: {value: PATTERN}}
message: {found: {en: "x", zh: "y"}}
rationale: {en: a, zh: b}
examples:
  - bad: "x"
    at: [[1, 1, found]]
  - good: "y"
"""


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key, texts", TEXTS, ids=[key for key, _ in TEXTS])
def test_a_fault_is_worded_in_every_language_with_the_same_facts(key: str, texts: dict[str, str]) -> None:
    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(_holes(text)) for text in texts.values()}) == 1
    assert (
        key.startswith("phrases.")
        or texts["zh"] == "{reason}"
        or re.search(r"[\u3400-\u9fff]|\uff1a", texts["zh"])
    )


def test_every_text_of_a_fault_is_used_by_some_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))
    named = set(re.findall(r"\"([a-z][a-z0-9-]*)\"", code))
    built = {f"{kind}-place" for kind in ("profile", "rule-folder", "folder")}
    unused = [
        key
        for part in TABLE.values()
        for key in part
        if key not in named | built and not key.startswith("yaml/")
    ]
    assert unused == []


def test_what_is_said_can_be_said_again_in_another_language_with_all_it_is_made_of() -> None:
    words = Either(OneOf("on", "off"), ListOf(Text())).words
    fault = say("kind", where="a.b", found=quote("{x}"), wanted=words)
    assert fault == "a.b is '{x}'. Use one of: on, off, or a list like [a, b]."
    assert said.in_language(fault, "zh") == said.in_language(said.in_language(fault, "zh"), "en")
    assert not re.search(r"[a-z]{3,}", said.in_language(fault, "zh").replace("off", ""))
    assert said.in_language(meant("colour", ["colours"]), "zh").count("colours") == 1


@pytest.mark.parametrize(
    "text, spec, english, chinese",
    [
        (
            "-1",
            Integer(0),
            "is '-1'. Use a number from 0 to 1000000000.",
            "是 '-1'。请用 0 到 1000000000 之间的数。",
        ),
        ("[a]", Text(), "is a list. Use text.", "是列表。应为文字。"),
        ("", Number(), "is empty. Use a number.", "是空的。应为数字。"),
        ("yes", Boolean(), "is 'yes'. Use true or false.", "是 'yes'。应为 true 或 false。"),
    ],
)
def test_what_is_wrong_with_a_value_is_a_sentence(text: str, spec: Spec, english: str, chinese: str) -> None:
    node, _ = read_yaml(f"a: {text}\n", "x.yaml")
    assert node is not None
    _, (problem,) = validate(node, Record({"a": spec}))
    assert problem.message == f"a {english}"
    assert said.in_language(problem.message, "zh") == f"a {chinese}"


FAULTY: dict[str, dict[str, Any]] = {
    "yaml": {"brief.yaml": "a: [b\n"},
    "control": {"brief.yaml": "a: \x01\n"},
    "twice": {"brief.yaml": "rules: {}\nrules: {}\n"},
    "tag": {"brief.yaml": "profile: !x y\n"},
    "second": {"brief.yaml": "profile: a\n---\nb: c\n"},
    "profile": {"brief.yaml": "profile: embedded-ai-breif\n"},
    "outside": {"brief.yaml": "issues: {folder: ../../x}\n"},
    "unknown": {"brief.yaml": "ruls: {}\n"},
    "kind": {"brief.yaml": "issues: 3\n"},
    "rule": {"brief.yaml": "rules: {hard-brek: off}\n"},
    "option": {"brief.yaml": "rules: {hard-break: {wide: 3}}\n"},
    "option-kind": {"brief.yaml": "rules: {repeated-text: {longest: many}}\n"},
    "option-key": {"brief.yaml": "rules: {terms: {terms: {X: {wrongs: [y]}}}}\n"},
    "option-text": {"brief.yaml": "rules: {terms: {terms: {X: [1]}}}\n"},
    "option-empty": {"brief.yaml": "rules: {terms: {terms: {X:}}}\n"},
    "option-word": {"brief.yaml": "rules: {cjk-spacing: {spacing: two}}\n"},
    "severity": {"brief.yaml": "rules: {hard-break: loud}\n"},
    "override": {"brief.yaml": "overrides: [{rules: {terms: off}}]\n"},
    "bound": {"brief.yaml": "overrides: [{since: 3, rules: {terms: off}}]\n"},
    "extend": {"brief.yaml": "extend: other.txt\n"},
    "cycle": {"brief.yaml": "extend: brief.yaml\n"},
    "no-folder": {"brief.yaml": "rule-folders: [house]\n"},
    "no-rules": {"brief.yaml": "rule-folders: [r]\n", "r/one.yaml.txt": "", "r/below/one.yaml": ""},
    "no-table": {"brief.yaml": "rules: {terms: {table: term}}\n"},
    "own-table": {
        "brief.yaml": "rule-folders: [r]\n",
        "r/one.yaml": RULE.replace("pattern\n", "temporary_link\n").replace("patterns: {", "table: {"),
    },
    "template": {"brief.yaml": "profile: {extends: embedded-ai-brief, title: {form: '# {date'}}\n"},
    "hole": {"brief.yaml": "profile: {extends: embedded-ai-brief, identity: {key: date, file: 'x.md'}}\n"},
    "era": {"brief.yaml": "profile: {extends: embedded-ai-brief, eras: {a: {since: soon}}}\n"},
    "pattern": {"brief.yaml": "rule-folders: [r]\n", "r/one.yaml": RULE.replace("PATTERN", "'(a+)+'")},
    "broken": {"brief.yaml": "rule-folders: [r]\n", "r/one.yaml": RULE.replace("PATTERN", "'(a'")},
    "example": {"brief.yaml": "rule-folders: [r]\n", "r/one.yaml": RULE.replace("PATTERN", "'z'")},
    "name": {"brief.yaml": "rule-folders: [r]\n", "r/One.yaml": RULE.replace("PATTERN", "'x'")},
    "keys": {"brief.yaml": "rule-folders: [r]\n", "r/one.yaml": "check: patern\n"},
    "baseline": {".brief-baseline.yaml": "- {\n"},
    "merge": {".brief-baseline.yaml": "<<<<<<< HEAD\n"},
}


@pytest.mark.parametrize("files", FAULTY.values(), ids=FAULTY)
def test_a_fault_speaks_the_language_that_was_asked_for(tmp_path: Path, files: dict[str, str]) -> None:
    newsletter.write(tmp_path, files)
    told = {language: brief(tmp_path, "lint", "--lang", language).err for language in LANGUAGES}
    places = [[line.split(" ")[0] for line in text.splitlines()] for text in told.values()]
    assert places[0] == places[1] != []
    for line in told["zh"].splitlines():
        assert re.search(r"[\u3400-\u9fff]", line), line
        assert line.endswith(("\u3002", "\uff1f")) or "examples[" in line, line
    assert not re.search(r"[\u3400-\u9fff]", told["en"])


def test_a_table_that_there_is_not_is_told_wherever_it_is_named(tmp_path: Path) -> None:
    """Tables that are made of another are none to name; an empty name stands for none at all."""
    put(tmp_path, "issues/2022-03-01.md", CLEAN)
    names = "english, incomplete-links, "
    for wish, hint in (("terms.table=term", " Did you mean 'terms'?"), ("terms.names=names-sorted", "")):
        option, _, found = wish.partition("=")
        line = brief(tmp_path, "lint", "--set", wish).err
        assert line.startswith(f"--set {wish}: rules.{option} '{found}'. Use one of: {names}")
        assert line.endswith(f", wrong-characters.{hint}\n")
    assert brief(tmp_path, "lint", "--set", "terms.table=").err == ""
    put(tmp_path, "brief.yaml", "overrides:\n  - {files: a, rules: {particles: {table: no}}}\n")
    assert brief(tmp_path, "lint").err.startswith("brief.yaml:2:36: rules.particles.table 'no'. Use one of: ")
    newsletter.write(tmp_path, FAULTY["own-table"])
    result = brief(tmp_path, "lint")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"r/one.yaml:4:11: options.table 'PATTERN'. Use one of: {names}")


def test_a_folder_of_rules_that_holds_none_is_told(tmp_path: Path) -> None:
    newsletter.write(tmp_path, {**FAULTY["no-rules"], "issues/2022-03-01.md": CLEAN})
    line = (
        "brief.yaml:1:16: rule folder 'r' holds no rule. Put rule files (`*.yaml`) into it, or take it out.\n"
    )
    assert brief(tmp_path, "lint") == (2, "", line)


@pytest.mark.parametrize(
    "config, variable, spoken",
    [
        ("language: zh\n", "", "zh"),
        ("language: en\n", "zh", "zh"),
        ("language: zh\n", "en", "en"),
        ("", "", "en"),
    ],
)
def test_a_fault_speaks_the_project_s_language_where_none_was_asked_for(
    tmp_path: Path, config: str, variable: str, spoken: str
) -> None:
    newsletter.write(tmp_path, {"brief.yaml": f"{config}rules: {{nothing: off}}\n"})
    told = brief(tmp_path, "lint", BRIEF_LANG=variable, LC_ALL="C").err
    assert bool(re.search(r"[\u3400-\u9fff]", told)) == (spoken == "zh"), told


def test_an_error_in_code_reads_in_english(tmp_path: Path) -> None:
    newsletter.write(tmp_path, {"brief.yaml": "ruls: {}\n"})
    with pytest.raises(ConfigurationError, match="unknown key 'ruls'"):
        load_project(tmp_path)
