"""Dependencies point one way: crm_portal <- members <- declarations <- meetings | contributions | reserve_fund."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

MAY_IMPORT = {
    "crm_portal": set(),
    "members": {"crm_portal"},
    "declarations": {"crm_portal", "members"},
    "meetings": {"crm_portal", "members", "declarations"},
    "contributions": {"crm_portal", "members", "declarations"},
    "reserve_fund": {"crm_portal", "members", "declarations"},
}


def imported(file):
    """The top names a module imports, wherever in it: inside functions too."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative imports hide their direction"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_lies_below_it(package):
    files = list((Path(settings.BASE_DIR) / package).rglob("*.py"))

    wrong = {
        (str(file.relative_to(settings.BASE_DIR)), name)
        for file in files
        for name in imported(file)
        if name in MAY_IMPORT.keys() - MAY_IMPORT[package] - {package}
    }

    assert files
    assert wrong == set()


def test_the_ground_imports_neither_the_frame_nor_an_app():
    files = (Path(settings.BASE_DIR) / "crm_portal" / "common").rglob("*.py")

    assert [file.name for file in files if "crm_portal.site" in file.read_text()] == []


def test_the_web_process_does_not_import_what_is_heavy_and_seldom_needed():
    program = "import crm_portal.wsgi, django.urls, sys; django.urls.get_resolver().url_patterns; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "members.views" in loaded
    heavy = {"weasyprint", "pyhanko", "openpyxl", "boto3", "playwright", "ninja", "pydantic", "segno", "lxml"}
    assert heavy & set(loaded) == set()
