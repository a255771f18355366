"""The two newsletters that the tests read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from editor_tools.config import Project, load_project
from editor_tools.profile import Profile

ROOT = Path(__file__).resolve().parents[1]
NUMBERED = ROOT / "tests" / "newsletters" / "numbered"


@cache
def house_project() -> Project:
    """嵌入式AI简报 with all rules."""
    return load_project(ROOT)


@cache
def house() -> Profile:
    """嵌入式AI简报."""
    return house_project().profile


@cache
def numbered() -> Profile:
    """The invented second newsletter: numbered issues and paragraphs."""
    return load_project(NUMBERED).profile
