"""LanguageTool's names of rules: accepted behind `prose/` wherever rules are named, and suggested so."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.ltlab import ISSUE, environment, run, serving
from tests.terminal import CLEAN, FAULTY, ROOT, brief, put

FILE = "issues/2022-03-01.md"


@pytest.mark.parametrize(
    "wish, hint",
    [
        ("EN_A_VS_AN", "Did you mean prose/EN_A_VS_AN? "),
        ("MD_BASEFORM", "Did you mean prose/MD_BASEFORM? "),
        ("prose/wb4[1]", "Did you mean prose/wb4? "),
        ("prose/", "Did you mean prose? "),
        ("front_matter", "Did you mean front-matter? "),
        ("FRONT_MATTER", "Did you mean front-matter"),
        ("zzzzzz", "`brief rules` lists them."),
        ("terms/a-name-that-nothing-finds", "Did you mean terms? "),
        ("Front_Matter/x", "Did you mean front-matter? "),
        ("trems/a-name-that-nothing-finds", "Did you mean terms"),
        ("links/a-name-that-nothing-finds", "Did you mean links? "),
        ("zzzzzz/terms", "`brief rules` lists them."),
        ("/terms", "Did you mean terms? "),
    ],
)
def test_a_bare_name_is_not_taken_and_says_how_it_is_written(tmp_path: Path, wish: str, hint: str) -> None:
    put(tmp_path, FILE, CLEAN)
    for option in ("--select", "--ignore"):
        result = brief(tmp_path, "lint", option, wish)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"{wish}: no such rule. {hint}")
        assert "??" not in result.err


def test_the_rule_before_a_name_is_suggested_wherever_rules_are_named(tmp_path: Path) -> None:
    name = "terms/a-name-that-nothing-finds"
    put(tmp_path, FILE, CLEAN + f"\n甲乙丙。<!-- brief: allow {name}: 理由 -->\n")
    for command in ("explain", "config"):
        assert brief(tmp_path, command, name).err.startswith(f"{name}: no such rule. Did you mean terms? ")
    told = brief(tmp_path, "lint", "--select", "suppression-unused")
    assert f"no rule or group is called “{name}”. Did you mean terms?" in told.out
    assert "是不是 terms？" in brief(tmp_path, "explain", name, "--lang", "zh").err
    hint = f"'{name}' is neither a rule nor a group. Did you mean 'terms'?"
    assert hint in brief(tmp_path, "lint", "--set", f"{name}.severity=off").err
    put(tmp_path, "brief.yaml", f"rules: {{{name}: off}}\n")
    assert hint in brief(tmp_path, "lint").err


def test_an_unfamiliar_name_is_taken_and_told(tmp_path: Path) -> None:
    put(tmp_path, FILE, CLEAN)
    told = "prose/FOO: taken as LanguageTool's name of a rule, which brief cannot check."
    assert brief(tmp_path, "lint", "--ignore", "prose/FOO").err.splitlines() == [told]
    close = brief(tmp_path, "lint", "--ignore", "prose/YU7_YU9").err
    assert close.endswith(" Did you mean prose/YU7_YU8?\n")
    assert brief(tmp_path, "lint", "--ignore", "prose/YU7_YU8,prose/wb4").err == ""
    put(tmp_path, "brief.yaml", "rules: {prose/FOO: off}\n")
    assert brief(tmp_path, "lint", "--ignore", "prose/FOO").err == ""


@pytest.mark.parametrize(
    "config, disabled",
    [
        ("rules: {prose/EN_A_VS_AN: off}", ["EN_A_VS_AN"]),
        ("rules: {prose/A_B: {severity: off}, prose: {disabled: [Q]}}", ["Q", "A_B"]),
        ("overrides: [{files: ['issues/**'], rules: {prose/Z: off}}]\nrules: {prose/A: off}", ["A"]),
    ],
)
def test_brief_yaml_switches_single_ones_off(tmp_path: Path, config: str, disabled: list[str]) -> None:
    put(tmp_path, "brief.yaml", config + "\n")
    told = json.loads(brief(tmp_path, "config", "prose", "--format", "json").out)
    values = {one["name"]: one["value"] for one in told["settings"]}
    assert values["rules.prose.disabled"] == disabled
    for override in told["overrides"]:  # they add to what holds anyway
        assert override["settings"][0]["value"] == ["A", "Z"]
    more = brief(tmp_path, "config", "prose", "--format", "json", "--set", "prose/LAST.severity=off")
    values = {one["name"]: one["value"] for one in json.loads(more.out)["settings"]}
    assert values["rules.prose.disabled"] == [*disabled, "LAST"]
    schema = json.loads((ROOT / "schemas/brief.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate({"rules": {"prose/EN_A_VS_AN": "off"}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rules": {"prose/EN_A_VS_AN": "error"}}, schema)


@pytest.mark.parametrize(
    "config, said",
    [
        ("rules: {EN_A_VS_AN: off}", "Did you mean 'prose/EN_A_VS_AN'?"),
        ("rules: {prose/EN_A_VS_AN: warning}", "it can only be switched off, with `off`."),
        ("rules: {link-empty/x: off}", "is neither a rule nor a group."),
    ],
)
def test_what_brief_yaml_cannot_say_of_them_is_told(tmp_path: Path, config: str, said: str) -> None:
    put(tmp_path, "brief.yaml", config + "\n")
    result = brief(tmp_path, "lint")
    assert (result.status, said in result.err, result.err.startswith("brief.yaml:1:9: ")) == (2, True, True)


def test_what_is_switched_off_is_not_found(tmp_path: Path) -> None:
    with serving() as lab:
        env = environment(tmp_path) | {"BRIEF_LT_URL": lab.url}
        pick = ("lint", "--select", "prose", "--prose", "auto")
        assert "prose/SLIP" in run(tmp_path, *pick, environment=env, text=ISSUE).out
        told = json.loads(run(tmp_path, *pick, "--format", "json", environment=env, text=ISSUE).out)
        assert told["not_checked"] == ["links", "rules"]
        put(tmp_path, "brief.yaml", "rules: {prose/slip: off}\n")
        assert "prose/SLIP" not in run(tmp_path, *pick, environment=env, text=ISSUE).out


@pytest.mark.parametrize(
    "name, said",
    [
        ("nosuchrule", "no rule or group is called “nosuchrule”. `brief rules` lists them."),
        ("link_empty", "no rule or group is called “link_empty”. Did you mean link-empty? "),
        ("EN_A_VS_AN", "no rule or group is called “EN_A_VS_AN”. Did you mean prose/en_a_vs_an? "),
    ],
)
def test_a_comment_with_an_unknown_name_asks_only_where_something_is_meant(
    tmp_path: Path, name: str, said: str
) -> None:
    allow = f"链接。 <!-- brief: allow link-empty, {name}: 有意 -->"
    path = put(tmp_path, FILE, FAULTY.replace("链接。", allow))
    pick = ("lint", "--select", "suppression-unused,link-empty")
    result = brief(tmp_path, *pick)
    assert said in result.out
    meant = said.partition("Did you mean ")[2].partition("?")[0] or name
    assert "??" not in result.out
    if meant != "link-empty":
        brief(tmp_path, *pick, "--fix", "--unsafe-fixes")
        assert f"allow link-empty, {meant}: 有意" in path.read_text(encoding="utf-8")


def test_the_configuration_of_a_group_is_that_of_its_rules(tmp_path: Path) -> None:
    put(tmp_path, "brief.yaml", "overrides: [{files: ['a/**'], rules: {link-empty: off}}]\n")
    result = brief(tmp_path, "config", "links")
    assert (result.status, result.err) == (0, "")
    assert {"rules.link-empty.severity.draft", "rules.link-glued.severity.draft"} <= {
        line.split()[0] for line in result.lines if line
    }
    assert "for a/**" in result.out
    assert brief(tmp_path, "config", "nothing-*").status == 2
