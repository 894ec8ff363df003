"""One stream of lines on the terminal, whoever speaks."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_one_at_a_time = threading.Lock()


def say(line: str) -> None:
    """Print one whole line at once, however many threads print."""
    with _one_at_a_time:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def say_seconds(step: str, began: float) -> None:
    """The progress line of a step that began at `began`, by the monotonic clock."""
    say(f"{step:<14}{time.monotonic() - began:5.1f} s")


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Prints the progress line of the step in the block; none if it fails."""
    began = time.monotonic()
    yield
    say_seconds(step, began)
