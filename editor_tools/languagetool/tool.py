"""The client of language-tool-python with limits; imported only where there is something to ask.

Its own way of asking waits for five minutes, twice, and hides what status came back.
"""

from __future__ import annotations

from language_tool_python import LanguageTool

from editor_tools.languagetool.line import Line
from editor_tools.languagetool.rule_sets import RuleSet
from editor_tools.proofs import Match
from editor_tools.typed import Any, Literal


class Tool(LanguageTool):
    """One language at one server, which runs already."""

    def __init__(self, rules: RuleSet, line: Line) -> None:
        self._line = line
        self._server = None
        self._said: list[str] = []
        """The messages as they came: the library takes full-width marks out of them."""
        self.version = ""
        """The version of LanguageTool that answered last."""
        super().__init__(language=rules.code, remote_server=line.url, host="127.0.0.1")
        self.disabled_rules = set(rules.disabled)
        self.enabled_rules = set(rules.enabled)
        self.disabled_categories = set(rules.categories)

    def _query_server(
        self,
        url: str,
        params: dict[str, str] | None = None,
        num_tries: int = 2,  # noqa: ARG002 - the library's signature
        method: Literal["get", "post"] = "get",
    ) -> Any:
        answer = self._line.ask(url, params, method)
        if method == "post" and isinstance(answer, dict):
            self.version = str(answer.get("software", {}).get("version", ""))
            self._said = [str(match["message"]) for match in answer["matches"]]
            for match in answer["matches"]:
                # The variant of a rule, by which it can be disabled; the library leaves it out.
                if variant := match["rule"].get("subId"):
                    match["rule"]["id"] += f"[{variant}]"
        return answer

    def matches(self, text: str, source: str) -> list[Match]:
        """What is objected to in ``text``, in which no character lies beyond the Basic Multilingual Plane."""
        return [
            Match(
                one.offset,
                one.offset + one.error_length,
                one.rule_id,
                said,
                tuple(one.replacements[:_MOST_REPLACEMENTS]),
                source,
            )
            for one, said in zip(self.check(text), self._said, strict=True)
        ]


_MOST_REPLACEMENTS = 10
