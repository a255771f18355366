"""What the page on writing rules shows is a rule that compiles and does what it states."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from editor_tools.cli.main import program


def test_the_rule_that_the_page_shows_is_as_it_states(root: Path, tmp_path: Path) -> None:
    page = (root / "rules" / "writing-rules.md").read_text(encoding="utf-8")
    rule = page.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "no-clickbait.yaml").write_text(rule, encoding="utf-8")
    result = CliRunner().invoke(program, ["rules", "test", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "1 rule" in result.output


def test_the_configuration_that_the_profile_page_shows_is_taken(root: Path, tmp_path: Path) -> None:
    page = (root / "rules" / "profiles" / "README.md").read_text(encoding="utf-8")
    config = page.split("```yaml\n")[1].split("```")[0]
    rule = (root / "rules" / "writing-rules.md").read_text(encoding="utf-8").split("```yaml\n")[1]
    own = tmp_path / "our-rules"
    own.mkdir()
    (own / "no-clickbait.yaml").write_text(rule.split("```")[0], encoding="utf-8")
    (tmp_path / "brief.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "issues").mkdir()
    from editor_tools.config import load_project

    project = load_project(tmp_path)
    assert project.profile.step_days == 7
