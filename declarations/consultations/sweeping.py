"""Rows that the worker deals with one by one: one that cannot be dealt with does not stop the others."""

import logging
from collections.abc import Callable, Iterable

logger = logging.getLogger(__name__)


def each_by_itself(steps: Iterable[Callable[[], object]]) -> None:
    """Take each step, whatever comes of the others. The last error is raised once all are taken, so that it is seen."""
    failure: Exception | None = None
    for take in steps:
        try:
            take()
        except Exception as error:
            logger.exception("A step with a consultation failed.")
            failure = error
    if failure is not None:
        raise failure
