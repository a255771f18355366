"""The outcome of a judgement, as its reader is told it: places, quoted lines, what is left to write."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

from editor_tools.context import Context
from editor_tools.diagnostic import Diagnostic, Silenced
from editor_tools.engine import Judgement
from editor_tools.inert import inert
from editor_tools.reports.outcome import Outcome, Places, places, quoted_lines
from editor_tools.typed import TYPE_CHECKING
from editor_tools.wording import Words
from editor_tools.workspace.baseline import FILE_NAME as BASELINE
from editor_tools.workspace.files import shown_path

if TYPE_CHECKING:
    from editor_tools.fixing import Fixed
    from editor_tools.issue import Issue
    from editor_tools.profile import Profile


class Teller:
    """Says in the reader's language what was judged; paths are those of the project in ``root``."""

    def __init__(self, profile: Profile, root: str, words: Words) -> None:
        self._profile = profile
        self._root = root
        self._words = words

    def outcome(
        self,
        issue: Issue,
        shown: str,
        context: Context,
        judged: Judgement,
        changed: Sequence[Diagnostic] | None = None,
    ) -> Outcome:
        """Return the outcome of ``issue``: what was found, of which only what ``changed`` may be shown."""
        found = judged.findings if changed is None else changed
        silent = judged.silent if changed is None else (*judged.silent, *_unchanged(judged.findings, changed))
        named = {related.path for one in found for related in one.related if related.path}
        texts = (
            {near.path: near.text for near in context.earlier or () if near.path in named} if named else {}
        )
        found_places = places(issue.source, found, texts)
        if named:
            found, found_places = _as_shown(found, found_places, self._root)
        return Outcome(
            path=shown,
            stage=context.stage,
            findings=tuple(found),
            places=found_places,
            lines=quoted_lines(issue.source, found),
            unfinished=self.open_parts(issue),
            silent=silent,
            keys=judged.keys,
            partial=changed is not None,
            notices=tuple(self._stale_notices(judged, shown)),
        )

    def open_parts(self, issue: Issue) -> tuple[str, ...]:
        """What is still to be written, in the reader's words."""
        names = {spec.id: spec.name for spec in self._profile.sections}
        parts: list[str] = []
        for reason in issue.unfinished:
            kind, _, which = reason.partition(" ")
            key = f"unfinished.{kind}"
            known = key in self._words
            parts.append(self._words(key, name=names.get(which, which)) if known else reason)
        return tuple(parts)

    def _stale_notices(self, judged: Judgement, shown: str) -> Iterator[str]:
        """The line that says which rows of the baseline silence nothing any more."""
        if stale := judged.stale:
            place = f"{BASELINE}:{stale[0][0]}"
            yield self._words.count("baseline.stale", len(stale), place=place, path=inert(shown))

    def fix_notices(self, fixed: Fixed, shown: str, after: Issue) -> Iterator[str]:
        """Yield a line for each fix that was refused, and for rules that undo each other."""
        words = self._words
        for refusal in fixed.refused:
            line, column = after.source.position(refusal.diagnostic.span.start)
            place = f"{inert(shown)}:{line}:{column}"
            changes = words("list").join(words(f"change.{name}") for name in refusal.changed)
            yield words("fix.refused", place=place, rule=refusal.diagnostic.rule, changes=changes)
        for key, rules in (("fix.undoing", fixed.undoing), ("fix.endless", fixed.endless)):
            if rules:
                listed = words("list").join(rules)
                yield words(key, path=inert(shown), rules=listed)


def _unchanged(found: Sequence[Diagnostic], changed: Sequence[Diagnostic]) -> Silenced:
    """How many of the findings of each severity are not on changed lines."""
    counts = Counter(one.severity for one in found) - Counter(one.severity for one in changed)
    return tuple(("unchanged", severity, number) for severity, number in counts.items())


def _as_shown(found: Sequence[Diagnostic], where: Places, root: str) -> tuple[list[Diagnostic], Places]:
    """Findings with the paths of other documents as people see them from where they are."""
    working = os.getcwd()
    shown = {
        path: shown_path(os.path.join(root, path), working)
        for path in {related.path for one in found for related in one.related}
        if path
    }
    told = [
        one._replace(
            related=tuple(
                related._replace(path=shown.get(related.path, related.path)) for related in one.related
            )
        )
        if one.related
        else one
        for one in found
    ]
    return told, {(shown.get(path, path), offset): place for (path, offset), place in where.items()}
