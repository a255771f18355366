"""The loops of an automaton, as a graph: what comes again, and what comes after what."""

from __future__ import annotations

from collections.abc import Sequence


def components(follow: list[set[int]]) -> list[int]:
    """The strongly connected component of each state (Kosaraju, without recursion)."""
    order: list[int] = []
    seen: set[int] = set()
    for root in range(len(follow)):
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(follow[root]))]
        while stack:
            state, onward = stack[-1]
            fresh = next((one for one in onward if one not in seen), None)
            if fresh is None:
                order.append(state)
                stack.pop()
            else:
                seen.add(fresh)
                stack.append((fresh, iter(follow[fresh])))
    back: list[list[int]] = [[] for _ in follow]
    for state, onward_states in enumerate(follow):
        for one in onward_states:
            back[one].append(state)
    component = [-1] * len(follow)
    for root in reversed(order):
        todo = [root] if component[root] < 0 else []
        while todo:
            state = todo.pop()
            if component[state] < 0:
                component[state] = root
                todo += (one for one in back[state] if component[one] < 0)
    return component


def loops_of(follow: list[set[int]], component: list[int]) -> list[list[int]]:
    """The components whose states can come again."""
    found: dict[int, list[int]] = {}
    for state, onward in enumerate(follow):
        if any(component[one] == component[state] for one in onward):
            found.setdefault(component[state], []).append(state)
    return list(found.values())


def chains(onward: list[list[int]], weight: Sequence[float]) -> list[float]:
    """For each loop, the heaviest chain from it of loops that can each share a text with the next."""
    best: dict[int, float] = {}

    def heaviest(one: int) -> float:
        if one not in best:
            best[one] = weight[one] + max((heaviest(other) for other in onward[one]), default=0)
        return best[one]

    return [heaviest(one) for one in range(len(onward))]
