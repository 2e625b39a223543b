"""How long this process's answers took, counted in buckets; each web process has its own and loses it when it ends."""

import threading
from bisect import bisect_left

BOUNDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds; what takes longer falls into the last


class Latencies:
    """Counts of answers by how long they took; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0

    def add(self, seconds: float) -> None:
        """This will count one answer."""
        with self._lock:
            self._counts[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def snapshot(self) -> tuple[list[int], float]:
        """This will give how many answers each bucket holds (not summed up), and the seconds of all together."""
        with self._lock:
            return list(self._counts), self._seconds


LATENCIES = Latencies()
