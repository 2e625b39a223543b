"""Hiding counts beside small ones until none that is hidden can be computed from what is shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from sektoral.domain.sums import Key, Sum

MOST_STEPS = 400  # of the search for one witness; where it ends without one, another figure is hidden


class Suppression:
    """The counts of a table with the sums among them. `told` are those that the public knows whatever is hidden now.

    A total that is in no count of the table is hidden by not being printed.
    """

    def __init__(self, counts: Mapping[Key, int], sums: Mapping[Sum, int], *, told: Set[Key] = frozenset()) -> None:
        self._counts = {one.total: amount for one, amount in sums.items()} | dict(counts)
        self._told = told
        self._of: dict[Key, list[Sum]] = defaultdict(list)
        for one in sums:
            for key in _all(one):
                self._of[key].append(one)

    def hide(self, first: Iterable[Key]) -> frozenset[Key]:
        """This will give what must be hidden so that `first` can be: each with a witness, or with all that is near."""
        hidden = set(first)
        open_ = sorted(hidden - self._told)
        while open_:
            key = open_[-1]
            if self._has_witness(key, hidden):
                open_.pop()
                continue
            more = self._next(key, hidden)
            if more is None:
                open_.pop()  # everything that could tell it is hidden
                continue
            hidden.add(more)
            open_ = sorted(hidden - self._told)  # what was safe stays safe; the new one is looked at too
        return frozenset(hidden)

    def _has_witness(self, key: Key, hidden: Set[Key]) -> bool:
        """Whether one count more, or one less, can be made good by hidden counts in every sum."""
        steps = [MOST_STEPS]
        return any(self._made_good({key: by}, hidden, steps) for by in (-1, 1) if self._counts[key] + by > 0)

    def _made_good(self, moved: dict[Key, int], hidden: Set[Key], steps: list[int]) -> bool:
        off = next(((one, by) for one, by in self._unbalanced(moved)), None)
        if off is None:
            return True
        steps[0] -= 1
        one, by = off
        for key, sign in self._movable(one, moved, hidden):
            change = by * sign
            is_possible = steps[0] > 0 and self._counts[key] + change > 0
            if is_possible and self._made_good({**moved, key: change}, hidden, steps):
                return True
        return False

    def _unbalanced(self, moved: Mapping[Key, int]) -> Iterator[tuple[Sum, int]]:
        """The sums that no longer hold, each with what its total lacks."""
        for one in dict.fromkeys(one for key in moved for one in self._of[key]):
            by = sum(moved.get(part, 0) for part in one.parts) - moved.get(one.total, 0)
            if by:
                yield one, by

    def _movable(self, one: Sum, moved: Mapping[Key, int], hidden: Set[Key]) -> Iterator[tuple[Key, int]]:
        """What may still change in a sum, with the sign by which it makes good; the total last."""
        free = hidden - self._told
        yield from ((key, -1) for key in one.parts if key in free and key not in moved)
        if one.total in free and one.total not in moved:
            yield one.total, 1

    def _next(self, key: Key, hidden: Set[Key]) -> Key | None:
        """The count to hide next: near `key`, a part before a total, one whose own sums are open already, small."""
        near, seen = [key], {key}
        while near:
            around = [other for one in near for sum_ in self._of[one] for other in _all(sum_)]
            shown = {other for other in around if other not in hidden and other not in self._told}
            if shown:
                return min(shown, key=lambda other: self._cost(other, hidden))
            near = [other for other in dict.fromkeys(around) if other not in seen and other in hidden]
            seen.update(near)
        return None

    def _cost(self, key: Key, hidden: Set[Key]) -> tuple[bool, bool, int, int, Key]:
        """A zero is hidden last: it tells of nobody."""
        is_total = any(one.total == key for one in self._of[key])
        alone = sum(1 for one in self._of[key] if not any(other in hidden for other in _all(one)))
        return self._counts[key] == 0, is_total, alone, self._counts[key], key


def _all(one: Sum) -> tuple[Key, ...]:
    return (*one.parts, one.total)
