"""The build hook: puts the rules, as written and as compiled, into the wheel.

An editable install gets neither: there `editor_tools` finds `rules/` beside itself in the checkout and
compiles it into the user's cache, so that an edited rule is never shadowed by an older copy. For the same
reason the compiled files are made in a temporary folder and not in the source tree.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulesBuildHook(BuildHookInterface):  # type: ignore[type-arg] # generic over a builder that we never touch
    """Adds `editor_tools/_rules` and `editor_tools/_compiled` to a wheel that is not editable."""

    _scratch: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the rules; a rule that does not compile stops the build with its own message."""
        if version == "editable":
            return
        self._scratch = tempfile.TemporaryDirectory(prefix="brief-build-")
        compiled = Path(self._scratch.name, "_compiled")
        compiled.mkdir()
        self._compile_into(compiled)
        inclusions = build_data.setdefault("force_include", {})
        inclusions[str(Path(self.root, "rules"))] = "editor_tools/_rules"
        inclusions[str(compiled)] = "editor_tools/_compiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - the hook's signature is hatchling's
        """Remove the scratch folder once the wheel is written."""
        if self._scratch is not None:
            self._scratch.cleanup()

    def _compile_into(self, target: Path) -> None:
        sys.path.insert(0, self.root)
        try:
            from editor_tools.rulebook import compile_shipped

            compile_shipped(target)
        finally:
            sys.path.remove(self.root)
        if not any(target.iterdir()):
            raise RuntimeError(f"compile_shipped wrote nothing into {target}; see editor_tools/rulebook")
