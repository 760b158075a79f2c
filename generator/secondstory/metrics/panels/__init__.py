"""Ground -> Panel: one module for each question, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable

from secondstory.metrics.ground import Ground
from secondstory.metrics.panels import (
    ages,
    breadth,
    classes,
    detect,
    guides,
    lag,
    months,
    near_misses,
    recover,
    repeats,
    severity,
    strength,
    topics,
    unknown,
)
from secondstory.model.metrics import Panel

PANELS: tuple[Callable[[Ground], Panel], ...] = (
    detect.panel,
    recover.panel,
    lag.panel,
    ages.panel,
    repeats.panel,
    strength.panel,
    classes.panel,
    near_misses.panel,
    severity.panel,
    breadth.panel,
    topics.panel,
    guides.panel,
    months.panel,
    unknown.panel,
)
