"""``(text, Profile) → Issue``: roles over the tree of the markup. Total: any text gives an Issue."""

from __future__ import annotations

import gc

from editor_tools.issue import Issue
from editor_tools.markup import front_matter, parse
from editor_tools.profile import Profile
from editor_tools.reader.head import (
    heading_lines,
    read_blocks,
    read_front_matter,
    read_title,
    stated_identity,
)
from editor_tools.reader.links import collect
from editor_tools.reader.sections import read_sections
from editor_tools.source import Source
from editor_tools.suppressions import find_suppressions, hide, take_out


def read(text: str, profile: Profile, path: str = "") -> Issue:
    """Read one document; ``path`` (``/`` between folders) tells what identity its name states.

    The garbage collector pauses meanwhile: the model has no cycles, and scanning its nodes again
    whenever there are more of them costs the square of their number.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read(text, profile, path)
    finally:
        if collecting:
            gc.enable()


def _read(text: str, profile: Profile, path: str) -> Issue:
    source = Source(text)
    issue = Issue(source, parse(text), profile, path)
    issue.identity = profile.identity_of_name(path.rsplit("/", 1)[-1])
    issue.matter = front_matter(text)
    plain = _without_suppressions(issue)
    issue.links, issue.texts, issue.opaque = collect(plain, issue.tree)
    issue.damage += [link.damage for link in issue.links if link.damage is not None]
    read_front_matter(issue)
    headings = heading_lines(issue)
    title = read_title(issue, headings)
    issue.identity = issue.identity or stated_identity(issue)
    read_sections(issue, [line for line in headings if line is not title], title)
    begin, end = issue.head
    read_blocks(issue, [node for node in issue.tree.children if begin <= node.start and node.end <= end])
    issue.damage.sort(key=lambda damage: damage.span)
    issue.unfinished = tuple(_unfinished(issue))
    return issue


def _without_suppressions(issue: Issue) -> Source:
    """Take the suppressions out of tree and text; what is left is what rules look at."""
    source = issue.source
    issue.suppressions = find_suppressions(source.text, issue.tree)
    if not issue.suppressions:
        return source
    issue.text = hide(source.text, issue.suppressions)
    take_out(issue.tree, source.text, issue.suppressions)
    return Source(issue.text)


def _unfinished(issue: Issue) -> list[str]:
    """What shows that an issue is still being written: ``title``, ``lead``, ``section ID``."""
    profile = issue.profile
    reasons = []
    highlights = issue.title.part("highlights") if issue.title else None
    if highlights is not None and not highlights.text.strip():
        reasons.append("title")
    lead = issue.block("lead")
    if lead is not None and not any(map(str.isalnum, lead.text.of(issue.text))):
        reasons.append("lead")
    for section in issue.sections:
        spec = section.spec
        if spec is not None and spec.holds == "entries" and not spec.optional and not section.entries:
            reasons.append(f"section {spec.id}")
    present = {section.spec.id for section in issue.sections if section.spec}
    reasons += [
        f"section {spec.id}" for spec in profile.sections if not spec.optional and spec.id not in present
    ]
    return reasons
