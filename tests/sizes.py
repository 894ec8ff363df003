"""How much a test tries: little in continuous integration, the figure that the hardening plan prints in a full run."""

import os

FULL = "PORTAL_TEST_FULL"


def size(*, ci, full):
    """`full` in `./run test --full`, else `ci`: a number of tries, or a selection."""
    return full if os.environ.get(FULL) else ci
