"""Samples -> what they come to: median, 90th percentile, an interval, whether two differ.

Times to detect and to recover are skewed: most are short, a few are very long, and a mean follows
the few. So nothing here is a mean, and nothing rests on how the values are distributed.

- Quantiles are those of type 7 of Hyndman and Fan (Sample quantiles in statistical packages, 1996),
  as in spreadsheets, R and NumPy: linear between the two nearest values.
- The interval of the median is the percentile interval of the bootstrap with all resamples instead
  of some, which Efron gives in closed form (Bootstrap methods: another look at the jackknife, 1979,
  section 3). So there is no seed, and the same sample has the same interval on every machine.
- Two samples are compared by the test of Mann and Whitney (1947), two-sided, with its normal
  approximation, corrected for ties and continuity. It asks for ranks only, so that logarithms
  would change nothing.
- Of several tests at once as many are believed as Holm's procedure (1979) allows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import erfc, exp, floor, lgamma, log, log1p, sqrt

from secondstory.noun import Noun

FEW = 5  # fewer values are "too few to say"
ENOUGH = 10  # values of each half, without which halves are not compared
ALPHA = 0.05  # how often at most any change at all is claimed where there is none
_TAIL = 0.025  # on either side of an interval of 95 %
_NOTHING = 1e-18  # a probability that adds nothing any more


class Spread(Noun, frozen=True):
    """How a sample lies: its median, 90th percentile, and the 95 % interval of its median."""

    n: int
    median: float
    p90: float
    low: float
    high: float


class Change(Noun, frozen=True):
    """The older half of a sample beside the newer one.

    `p` is None where a half has too few values to compare; `found` says that they differ.
    """

    older: int
    newer: int
    before: float | None
    after: float | None
    p: float | None
    found: bool = False


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which a share of an ordered sample lies, which must not be empty."""
    at = (len(ordered) - 1) * share
    below = floor(at)
    rest = at - below
    return ordered[below] + (rest * (ordered[below + 1] - ordered[below]) if rest else 0.0)


def spread(values: Sequence[float]) -> Spread | None:
    """How a sample lies, None where it has too few values to say."""
    if len(values) < FEW:
        return None
    ordered = sorted(values)
    low, high = interval(ordered)
    return Spread(len(ordered), quantile(ordered, 0.5), quantile(ordered, 0.9), low, high)


def interval(ordered: Sequence[float]) -> tuple[float, float]:
    """Between which values the median of 95 in 100 resamples of an ordered sample lies.

    Where the median lies between two values, the interval takes the lower one of a resample for
    its lower end and the upper one for its upper end, so that it is rather too wide.
    """
    n = len(ordered)
    return (
        ordered[_place(n, (n + 1) // 2, _TAIL)],
        ordered[_place(n, n // 2 + 1, 1 - _TAIL)],
    )


def halves(values: Sequence[float]) -> Change:
    """Compare the older half of a sample, which comes first, with the newer one."""
    middle = (len(values) + 1) // 2
    older, newer = sorted(values[:middle]), sorted(values[middle:])
    if len(newer) < ENOUGH:
        return Change(len(older), len(newer), None, None, None)
    before, after = quantile(older, 0.5), quantile(newer, 0.5)
    return Change(len(older), len(newer), before, after, p_value(older, newer))


def p_value(first: Sequence[float], second: Sequence[float]) -> float:
    """How likely two ordered samples of one distribution differ at least as much as these."""
    m, n = len(first), len(second)
    # How often a value of the first lies above one of the second; ties count half.
    above = sum(bisect_left(second, x) + bisect_right(second, x) for x in first) / 2
    ties = sum(t**3 - t for t in Counter((*first, *second)).values())
    total = m + n
    variance = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:  # all values are the same
        return 1.0
    away = max(abs(above - m * n / 2) - 0.5, 0.0)
    return erfc(away / sqrt(2 * variance))


def believed(ps: Sequence[float | None], alpha: float = ALPHA) -> tuple[bool, ...]:
    """Of tests at once, which are significant together; None for one that was not made.

    Only tests that were made count: which ones those are rests on how many values there are, and
    not on what the values say.
    """
    found = [False] * len(ps)
    ranked = sorted((p, place) for place, p in enumerate(ps) if p is not None)
    for rank, (p, place) in enumerate(ranked):
        if p > alpha / (len(ranked) - rank):
            break
        found[place] = True
    return tuple(found)


def _place(n: int, nth: int, share: float) -> int:
    """The first place of a sample that the `nth` smallest of a resample does not exceed so often.

    That is so where at least `nth` of its n values fall on this place or before it.
    """
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) // 2
        if _at_least(nth, n, (middle + 1) / n) >= share:
            high = middle
        else:
            low = middle + 1
    return low


def _at_least(k: int, n: int, p: float) -> float:
    """How likely at least `k` of `n` things happen, each with the probability `p`; k from 1."""
    if p >= 1:
        return 1.0
    # From `k` away from the middle, where each term is smaller than the one before.
    if k > n * p:
        return _terms(k, n, p)
    return 1.0 - _terms(n - k + 1, n, 1 - p)


def _terms(k: int, n: int, p: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    term = exp(ways + k * log(p) + (n - k) * log1p(-p))
    total, odds = 0.0, p / (1 - p)
    while k <= n and term > _NOTHING:
        total += term
        term *= odds * (n - k) / (k + 1)
        k += 1
    return total
