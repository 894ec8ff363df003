"""Rows with which many tests begin: made once, never committed, and found by each test as they were made.

They stand in a transaction around those tests, and what a test does is undone to that point. Tests that ask for the
same rows and follow each other share them; the first that asks for others, or for none, ends the transaction.
"""

from collections.abc import Callable, Collection
from copy import deepcopy
from typing import Any

from django.db import connection, transaction

makers: dict[str, Callable[[], Any]] = {}
"""What makes the rows, by the name of the fixture that gives them."""


class Made:
    """What is there now: by which name, what its maker told, and the transaction around it."""

    name = ""
    told: Any = None
    around: transaction.Atomic | None = None


def by[Maker: Callable[[], Any]](name: str) -> Callable[[Maker], Maker]:
    """Make the rows of the fixture of this name with a function; the fixture hands out what `told` gives."""

    def register(maker: Maker) -> Maker:
        assert name not in makers, f"two fixtures of kept rows are called {name}"
        makers[name] = maker
        return maker

    return register


def is_there() -> bool:
    """Whether the transaction of the kept rows is the outermost one, on a connection that nobody has closed."""
    is_open = connection.connection is not None and not connection.connection.closed
    return is_open and connection.atomic_blocks[:1] == [Made.around]


def prepare(fixtures: Collection[str], *, commits: bool) -> None:
    """Have the rows of one of these fixtures there, and no others; none for a test that commits."""
    [*wanted] = makers.keys() & set(fixtures)
    assert len(wanted) <= 1, f"kept rows cannot be mixed: {wanted}"
    assert not (wanted and commits), f"a test that commits cannot have {wanted[0]}, which is never committed"
    if wanted == [Made.name] and is_there():
        return
    end()
    if wanted:
        begin(wanted[0])


def begin(name: str) -> None:
    """Make the rows of a fixture; nothing is left of them where their maker fails."""
    assert not connection.in_atomic_block, "a test's own transaction is open already: it needs no mark of the database"
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own around a test: durable blocks may stand inside
    around.__enter__()
    Made.around = around
    try:
        Made.told = makers[name]()
    except BaseException:
        end()
        raise
    Made.name = name


def end() -> None:
    """Undo what was made, unless it is undone already."""
    if Made.around:
        if is_there():
            transaction.set_rollback(True)
        else:
            connection.closed_in_transaction = True  # a test closed it, on purpose: there is nothing to undo
        around, Made.name, Made.told, Made.around = Made.around, "", None, None
        around.__exit__(None, None, None)
        assert not connection.in_atomic_block, "a test left a transaction open around the kept rows"


def told(name: str) -> Any:
    """What the maker told, in a copy: no test sees what another did to the objects."""
    assert (Made.name, is_there()) == (name, True), f"the rows of {name} are not there"
    return deepcopy(Made.told)
