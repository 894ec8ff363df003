"""The two files of the matrix, as one table of cells."""

import csv
from pathlib import Path

HERE = Path(__file__).parent


def cells():
    """{(object, role): access} of the specification and of what the project adds."""
    found = {}
    for name in ("access_matrix.csv", "additions.csv"):
        with (HERE / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                key = (row["object"], row["role"])
                assert key not in found, f"{key} is said twice"
                found[key] = row["access"]
    return found


CELLS = cells()
ROLES = list(dict.fromkeys(role for _, role in CELLS))
