"""Another repository uses our hooks: a broken issue is refused, a mended one is committed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.checkout import broken_issue, copy_to, plain_environment, require_index, run

pytestmark = [pytest.mark.slow, pytest.mark.index]


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    surroundings = plain_environment(home, PRE_COMMIT_HOME=str(home / "pre-commit"), PRE_COMMIT_COLOR="never")
    require_index(surroundings, home)
    return surroundings


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, env: dict[str, str]) -> tuple[str, str]:
    """A git repository that holds this checkout as it is now: its address and its commit."""
    clone = copy_to(tmp_path_factory.mktemp("hooks"))
    run("git", "init", "--quiet", "--initial-branch=main", cwd=clone, env=env)
    run("git", "add", "--all", "--force", cwd=clone, env=env)
    run("git", "commit", "--quiet", "--message=hooks under test", cwd=clone, env=env)
    commit = run("git", "rev-parse", "HEAD", cwd=clone, env=env).stdout.strip()
    return clone.as_uri(), commit


@pytest.fixture
def newsletter(tmp_path: Path, hooks: tuple[str, str], env: dict[str, str]) -> Path:
    """A newsletter's repository with both hooks installed and no issue yet."""
    address, commit = hooks
    folder = tmp_path / "newsletter"
    (folder / "issues").mkdir(parents=True)
    folder.joinpath(".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {address}\n  rev: {commit}\n  hooks: [{{id: brief-lint}}, {{id: brief-check}}]\n",
        encoding="utf-8",
    )
    folder.joinpath("brief.yaml").write_text("profile: embedded-ai-brief\n", encoding="utf-8")
    folder.joinpath("README.md").write_text("# Not an issue []()\n", encoding="utf-8")
    run("git", "init", "--quiet", "--initial-branch=main", cwd=folder, env=env)
    run(sys.executable, "-m", "pre_commit", "install", cwd=folder, env=env)
    return folder


def test_a_broken_issue_is_refused_with_its_finding_and_a_mended_one_is_committed(
    newsletter: Path, env: dict[str, str]
) -> None:
    sample = broken_issue()
    issue = newsletter / "issues" / sample.name
    issue.write_text(sample.broken, encoding="utf-8", newline="")
    run("git", "add", "--all", cwd=newsletter, env=env)
    refused = run("git", "commit", "--message=broken", cwd=newsletter, env=env, status=1)
    said = refused.stdout + refused.stderr
    assert f"issues/{sample.name}:{sample.line}:" in said
    assert "link-empty" in said
    assert "README.md" not in said, "only issues are judged"

    issue.write_text(sample.mended, encoding="utf-8", newline="")
    run("git", "add", "--all", cwd=newsletter, env=env)
    passed = run("git", "commit", "--message=mended", cwd=newsletter, env=env)
    assert "Passed" in passed.stdout + passed.stderr
    assert run("git", "log", "--format=%s", cwd=newsletter, env=env).stdout == "mended\n"


def test_a_commit_without_issues_is_left_alone(newsletter: Path, env: dict[str, str]) -> None:
    run("git", "add", "--all", cwd=newsletter, env=env)
    run("git", "commit", "--message=no issue yet", cwd=newsletter, env=env)
