"""What a sample comes to: quantiles, intervals, and whether halves differ."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from fractions import Fraction
from math import comb, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondstory.distributions import (
    ENOUGH,
    FEW,
    believed,
    halves,
    interval,
    p_value,
    quantile,
    spread,
)
from secondstory.metrics import ALPHA

SEEDS = range(200)
MINUTES = st.lists(st.integers(0, 10**6), min_size=FEW, max_size=60)


def lognormal(seed: int, n: int, median: float = 20.0, sigma: float = 1.0) -> list[float]:
    """A sample of times as they are: most short, a few very long."""
    source = random.Random(seed)
    return [source.lognormvariate(log(median), sigma) for _ in range(n)]


def claims(*samples: Sequence[float]) -> bool:
    """Whether a page with these distributions claims that any of them changed."""
    return any(believed([halves(sample).p for sample in samples], ALPHA))


# ---------------------------------------------------------------- one sample


@given(MINUTES)
def test_quantiles_are_those_of_the_standard_library(values: list[int]) -> None:
    """The median and the 90th percentile are those of `statistics`, by its inclusive method."""
    found = spread(values)

    assert found
    assert found.median == pytest.approx(statistics.median(values))
    assert found.p90 == pytest.approx(statistics.quantiles(values, n=10, method="inclusive")[8])


@pytest.mark.parametrize("values", [[], [3], [1, 2, 3, 4]])
def test_too_few_values_say_nothing(values: list[int]) -> None:
    """Fewer than five values have neither median nor interval."""
    assert spread(values) is None


@given(MINUTES)
def test_the_interval_holds_the_median_and_is_made_of_values(values: list[int]) -> None:
    """Its ends are values of the sample, one on either side of the median."""
    found = spread(values)

    assert found
    assert found.low <= found.median <= found.high
    assert {found.low, found.high} <= set(values)


@pytest.mark.parametrize("n", [5, 9, 21, 47])
def test_the_interval_is_that_of_all_resamples(n: int) -> None:
    """For an odd number of values its ends are the exact 2.5 and 97.5 % points of the bootstrap."""
    places = range(n)

    def at_most(place: int) -> Fraction:
        """How likely the median of a resample stands at a place or before it."""
        share = Fraction(place + 1, n)
        return sum(
            (comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n // 2 + 1, n + 1)),
            Fraction(0),
        )

    low = next(place for place in places if at_most(place) >= Fraction(25, 1000))
    high = next(place for place in places if at_most(place) >= Fraction(975, 1000))

    assert interval(list(places)) == (low, high)


@pytest.mark.parametrize("n", [20, 48, 200])
def test_the_interval_is_as_wide_as_that_of_many_resamples(n: int) -> None:
    """Two thousand resamples give the same interval, but for a place or two."""
    source = random.Random(n)
    ordered = sorted(range(n))
    medians = sorted(quantile(sorted(source.choices(ordered, k=n)), 0.5) for _ in range(2000))
    low, high = interval(ordered)

    assert low == pytest.approx(medians[50], abs=max(2, n / 40))
    assert high == pytest.approx(medians[1949], abs=max(2, n / 40))


def test_large_samples_have_narrow_intervals() -> None:
    """Ten thousand values tell the median to a few parts in a hundred."""
    ordered = sorted(lognormal(1, 10_000))
    low, high = interval(ordered)

    assert 0.95 < low / 20 < 1.0 < high / 20 < 1.05


# ---------------------------------------------------------------- two samples


@given(MINUTES, MINUTES)
def test_a_difference_is_the_same_from_either_side(first: list[int], second: list[int]) -> None:
    """The test asks for no direction, and gives a probability."""
    one, other = sorted(first), sorted(second)

    assert p_value(one, other) == pytest.approx(p_value(other, one))
    assert 0 <= p_value(one, other) <= 1


def test_the_test_is_that_of_mann_and_whitney() -> None:
    """Figures worked out by hand: U = 1.5 of 25, with one tie, gives z = 2.2 and p = 0.0278."""
    # Variance: 25/12 * (11 - 6/90) = 22.78. Away from 12.5: 11, and 10.5 after continuity.
    assert p_value([1, 2, 3, 4, 5], [4, 6, 7, 8, 9]) == pytest.approx(0.0278, abs=0.0001)


def test_equal_values_do_not_differ() -> None:
    """Where all values are the same there is nothing to find."""
    assert p_value([7] * 20, [7] * 30) == 1.0


def test_halves_of_too_few_values_are_not_compared() -> None:
    """Without ten values in each half there is no test, and nothing to claim."""
    found = halves(range(2 * ENOUGH - 1))

    assert (found.older, found.newer) == (10, 9)
    assert (found.before, found.after, found.p, found.found) == (None, None, None, False)


def test_tests_at_once_are_believed_together() -> None:
    """By Holm: the smallest has to stand against all, the next against all but one."""
    assert believed([0.01, 0.02, 0.04], 0.05) == (True, True, True)
    assert believed([0.02, 0.02, 0.04], 0.05) == (False, False, False)
    assert believed([0.01, None, 0.03], 0.05) == (True, False, True)
    assert believed([None, 0.04], 0.05) == (False, True)
    assert believed([], 0.05) == ()


# ---------------------------------------------------------------- what pages claim


def test_no_change_is_claimed_where_there_is_none() -> None:
    """Of 200 pages of one log-normal distribution at least 95 % report no detectable change."""
    assert sum(claims(lognormal(seed, 120)) for seed in SEEDS) <= 10


def test_no_change_is_claimed_of_three_distributions_without_one() -> None:
    """The same holds for pages with three panels that could each claim one."""
    samples = ([lognormal(1000 * panel + seed, 120) for panel in range(3)] for seed in SEEDS)

    assert sum(claims(*each) for each in samples) <= 10


def test_a_doubled_median_is_reported() -> None:
    """A median that doubled is found on at least 80 % of pages, with 60 values in each half."""
    found = sum(claims([*lognormal(seed, 60), *lognormal(seed + 500, 60, 40.0)]) for seed in SEEDS)

    assert found >= 160
