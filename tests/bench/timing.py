"""How long things take, so that a busy machine says little about it."""

import time
from collections.abc import Callable
from statistics import median


def cpu_seconds(call: Callable[[], object], *, runs: int = 1) -> float:
    """Return the least processor time that `call` took in so many runs."""
    least = float("inf")
    for _ in range(runs):
        begin = time.process_time()
        call()
        least = min(least, time.process_time() - begin)
    return least


def in_turn(
    one: Callable[[], float], other: Callable[[], float], *, rounds: int, each: int
) -> tuple[float, float, float]:
    """Measure two things in turn; return the median of each and of the rounds' ratios.

    Args:
        one: returns seconds; the ratio is `one` by `other`.
        each: how often a round measures each.
    """
    ratios, ones, others = [], [], []
    for _ in range(rounds):
        pairs = [(one(), other()) for _ in range(each)]
        ones.append(median(pair[0] for pair in pairs))
        others.append(median(pair[1] for pair in pairs))
        ratios.append(ones[-1] / others[-1])
    return median(ones), median(others), median(ratios)
