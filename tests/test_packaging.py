"""Wheel, source distribution and editable install all bring rules and profiles along."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.checkout import broken_issue, copy_to, fresh_venv, plain_environment, require_index, run

pytestmark = [pytest.mark.slow, pytest.mark.index]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packaging")


@pytest.fixture(scope="module")
def env(place: Path) -> dict[str, str]:
    surroundings = plain_environment(place / "home")
    require_index(surroundings, place)
    return surroundings


@pytest.fixture(scope="module")
def source(place: Path, env: Mapping[str, str]) -> Path:
    """A copy of the checkout, so that building leaves nothing in ours."""
    assert env
    return copy_to(place / "source")


@pytest.fixture(scope="module")
def wheel(place: Path, source: Path, env: Mapping[str, str]) -> Path:
    return _build_wheel(source, place / "wheel", env)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder that has nothing to do with the checkout, holding one issue with an empty link."""
    folder = tmp_path / "my newsletter"
    folder.mkdir()
    issue = broken_issue()
    folder.joinpath(issue.name).write_text(issue.broken, encoding="utf-8", newline="")
    return folder


def _build_wheel(what: Path, target: Path, env: Mapping[str, str]) -> Path:
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", target, what,
        cwd=target.parent, env=env,
    )  # fmt: skip
    (built,) = target.glob("brief_newsletter-*.whl")
    return built


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def _assert_usable(programs: Path, foreign: Path, env: Mapping[str, str]) -> None:
    brief = shutil.which("brief", path=str(programs))
    assert brief, f"no `brief` in {programs}"
    rules = run(brief, "rules", cwd=foreign, env=env).stdout
    for rule in ("title-format", "hard-break", "link-empty"):
        assert rule in rules
    issue = broken_issue()
    lint = run(brief, "lint", "--stage", "publish", issue.name, cwd=foreign, env=env, status=1)
    assert f"{issue.name}:{issue.line}:" in lint.stdout
    assert "link-empty" in lint.stdout


def test_a_wheel_finds_its_rules_from_a_foreign_folder(
    place: Path, wheel: Path, foreign: Path, env: Mapping[str, str]
) -> None:
    programs = fresh_venv(place / "venv-wheel")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=place, env=env)
    _assert_usable(programs, foreign, env)


def test_an_editable_install_finds_its_rules_from_a_foreign_folder(
    place: Path, source: Path, foreign: Path, env: Mapping[str, str]
) -> None:
    programs = fresh_venv(place / "venv-editable")
    run(programs / "python", "-m", "pip", "install", "--quiet", "-e", source, cwd=place, env=env)
    _assert_usable(programs, foreign, env)
    assert not (source / "editor_tools" / "_compiled").exists(), "a compiled copy would shadow edited rules"
    assert not (source / "editor_tools" / "_rules").exists(), "a copy of the rules would shadow edited ones"


def test_the_wheel_holds_rules_profiles_and_compiled_rules_and_no_tests(wheel: Path, source: Path) -> None:
    names = _names(wheel)
    rules = source / "rules"
    for file in rules.rglob("*.yaml"):
        assert f"editor_tools/_rules/{file.relative_to(rules).as_posix()}" in names
    assert any(name.startswith("editor_tools/_compiled/") for name in names)
    assert "editor_tools/py.typed" in names
    assert {name.split("/")[0] for name in names} == {"editor_tools"}


def test_the_source_distribution_builds_the_same_wheel(
    place: Path, source: Path, wheel: Path, env: Mapping[str, str]
) -> None:
    run(
        sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", place / "sdist",
        cwd=source, env=env,
    )  # fmt: skip
    (sdist,) = (place / "sdist").glob("*.tar.gz")
    again = _build_wheel(sdist, place / "wheel-from-sdist", env)
    with zipfile.ZipFile(wheel) as first, zipfile.ZipFile(again) as second:
        assert _names(wheel) == _names(again)
        for name in _names(wheel):
            assert first.read(name) == second.read(name), name
