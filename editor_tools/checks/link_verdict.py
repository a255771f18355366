"""What became of the links that were asked for: those that fail, are gone, moved, or cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_tools.checks._extent import Extent
from editor_tools.checks._rewriting import is_same, with_anchor, written
from editor_tools.context import Context
from editor_tools.diagnostic import Finding
from editor_tools.edits import Edit
from editor_tools.identity import identify
from editor_tools.issue import Issue, shortened
from editor_tools.outlinks import Outlink, outlinks
from editor_tools.rule import Option, Rule
from editor_tools.verdict import Verdict

EVIDENCE = ("links",)
OPTIONS = {"states": Option("list")}

OTHER = "other"
"""The message for a reason that the rule has no words for."""

QUOTED = "mark"
"""The message for such a reason where the page said so itself, and can be quoted."""

_LONGEST = 120

QUOTE_LIMIT = 200
"""Code points of a fact that a message shows whole; see `editor_tools.engine`."""


def check(issue: Issue, context: Context, rule: Rule) -> Iterator[Finding]:
    """Object to each link whose verdict is one of the rule's states, each place for itself."""
    if not context.links:
        return
    states = frozenset(rule.options["states"])
    extent = Extent(issue, rule.scope)
    for outlink in outlinks(issue):
        verdict = context.links.get(outlink.address)
        if verdict is None or verdict.state not in states or not extent.holds(outlink.target):
            continue
        if verdict.state == "moved":
            yield _moved(issue, outlink, verdict, context, rule)
        else:
            yield _failed(outlink, verdict, rule)


def _failed(outlink: Outlink, verdict: Verdict, rule: Rule) -> Finding:
    key = verdict.reason if _says(verdict, rule) else QUOTED if verdict.detail else OTHER
    key = key if key in rule.messages else OTHER
    also = _suggested(verdict, rule)
    return Finding(outlink.target, key, facts_of(outlink.address, verdict), also=also)


def _says(verdict: Verdict, rule: Rule) -> bool:
    """Whether the rule has words for the reason, and they can be filled: not all pages say anything."""
    texts = rule.messages.get(verdict.reason, {}).values()
    return bool(texts) and (bool(verdict.detail) or not any("{detail}" in text for text in texts))


def _suggested(verdict: Verdict, rule: Rule) -> tuple[str, ...]:
    if not verdict.suggestion:
        return ()
    key = "archived" if "//web.archive.org/" in verdict.suggestion else "instead"
    if len(verdict.suggestion) > QUOTE_LIMIT:  # half an address is of no use
        key = "archived-long"
    return (key,) if key in rule.messages else ()


def facts_of(address: str, verdict: Verdict) -> Mapping[str, str]:
    """What messages may name; ``by`` is where redirects led, in no language, or nothing."""
    final = verdict.final if verdict.final != address else ""
    return {
        "url": shortened(address, _LONGEST),
        "host": address.partition("//")[2].partition("/")[0].rpartition("@")[2],
        "anchor": shortened(address.partition("#")[2], 80),
        "status": str(verdict.status or ""),
        "reason": verdict.reason,
        "final": final,
        "by": f" (→ {shortened(final, _LONGEST)})" if final else "",
        "detail": shortened(verdict.detail, _LONGEST),
        "suggestion": verdict.suggestion,
    }


def _moved(issue: Issue, outlink: Outlink, verdict: Verdict, context: Context, rule: Rule) -> Finding:
    """Objects to a link under whose address something stands no more; the fix writes the new one.

    It is safe where both name the same thing: a permanent redirect can also lead to something else.
    """
    table = context.data.get("url-identity", {})
    address = with_anchor(verdict.final, outlink.address)
    same = is_same(outlink.address, verdict.final, table)
    text = written(issue, outlink, address)
    edits = (Edit(outlink.target, text),) if text is not None else ()
    facts = dict(facts_of(outlink.address, verdict), final=shortened(verdict.final, 200))
    key = "moved" if same else "elsewhere"
    before, after = identify(outlink.address, table), identify(verdict.final, table)
    if not same and before.site and before.site == after.site and before.label and after.label:
        key = "renamed"
        facts |= {"old": shortened(before.label, 80), "new": shortened(after.label, 80)}
    return Finding(outlink.target, key, facts, edits, safe=same)
