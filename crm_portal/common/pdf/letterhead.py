"""The letterhead, which belongs to whoever presides on the day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Letterhead:
    """What stands beside the emblem: who presides, and under which theme."""

    presidency: str = ""
    theme: str = ""


sources: list[Callable[[date], Letterhead | None]] = []
"""The one way to the presidency of a day, filled by the app that keeps it."""


def letterhead(day: date) -> Letterhead:
    """The letterhead of a day; without a presidency on record, that of the Conference alone."""
    return next((found for source in sources if (found := source(day))), Letterhead())
