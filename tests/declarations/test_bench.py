"""The bench of search and library runs, at a size at which nothing is measured: what it needs is still there."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

PLACE = {"PORTAL_STATE": str(settings.STATE), "DJANGO_SETTINGS_MODULE": "crm_portal.settings.local"}


@pytest.mark.slow
def test_the_bench_of_search_finds_what_it_fills_in(django_db_setup):
    done = subprocess.run(
        [sys.executable, "-m", "crm_portal.local.scratch_bench", "bench_search", "1000"],
        env=os.environ | PLACE,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    found = dict(re.findall(r"^(rare word|common word|symbol) +([\d,]+) ", done.stdout, re.MULTILINE))
    assert (done.returncode, done.stderr) == (0, "")
    assert (found["rare word"], found["symbol"]) == ("2", "1")
    assert int(found["common word"]) >= 850  # of 1,000, 100 are the members' and 50 are not out yet
    assert len(re.findall(r"^.+ +\d+ +[\d.]+ +6 +[\d.]+x$", done.stdout, re.MULTILINE)) == 10
