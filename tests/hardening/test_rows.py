"""The table of the plan's rows: each that is in force has tests, and each test that it names is there."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

from tests.hardening.rows import ROWS

IN_FORCE = [
    *(f"A{n}" for n in range(1, 7)),
    "B1",
    "B4",
    "B5",
    "B6",
    "B7",
    *(f"L{n}" for n in range(1, 6)),
    "F9",
    "F10",
    *(f"G{n}" for n in range(1, 5)),
    "H1",
    "H2",
    "H3",
    *(f"V{n}" for n in range(1, 7)),
]


@cache
def collected(file):
    """The tests of a file, as pytest collects them: by their names, at the top of the module."""
    tree = ast.parse((Path(settings.BASE_DIR) / file).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_row_in_force_has_tests():
    assert list(ROWS) == IN_FORCE
    assert [row for row, (words, tests) in ROWS.items() if not (words and tests)] == []


def test_every_test_that_a_row_names_is_there_once():
    named = [(row, test) for row, (_words, tests) in ROWS.items() for test in tests]

    missing = [(row, test) for row, test in named if test.partition("::")[2] not in collected(test.partition("::")[0])]
    assert missing == []
    assert len(named) == len(set(named))


def test_every_test_here_belongs_to_a_row():
    here = sorted((Path(settings.BASE_DIR) / "tests/hardening").glob("test_*.py"))
    numbered = {
        f"tests/hardening/{file.name}::{test}"
        for file in here
        if file.name != Path(__file__).name
        for test in collected(f"tests/hardening/{file.name}")
    }
    named = {test for _words, tests in ROWS.values() for test in tests}

    assert numbered - named == set()
