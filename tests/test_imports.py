"""Dependencies point one way: crm_portal <- members <- declarations <- meetings | contributions | reserve_fund."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from celery.app.utils import find_app
from django.conf import settings
from django.db import connection

from crm_portal.common.files import scanning
from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.pdf import workflow as pdf
from declarations import publishing, texts

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


SERVED = """
import io, os, sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
import crm_portal.wsgi

def get(path):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    environ |= {"wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "HTTP_HOST": "localhost"}
    answered = []
    body = crm_portal.wsgi.application(environ, lambda status, headers: answered.append(status))
    length = len(b"".join(body))
    body.close()
    return answered[0], length

print([get(path)[0] for path in ("/es/", "/en/members/", "/accounts/login/", "/admin/", "/healthz", "/en/intranet/")])
print(*sys.modules)
"""
NOT_FOR_THE_WEB = {
    "weasyprint",
    "pyhanko",
    "pypdf",
    "docx",
    "pptx",
    "openpyxl",
    "lxml",
    "boto3",
    "botocore",
    "playwright",
    "celery",
    "kombu",
    "billiard",
    "segno",
    "nh3",
}


def test_a_web_process_that_served_pages_has_not_imported_what_the_worker_needs(history):
    names = {"DJANGO_SETTINGS_MODULE": "crm_portal.settings.test", "TEST_DATABASE": connection.settings_dict["NAME"]}

    ended = subprocess.run(
        [sys.executable, "-c", SERVED],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | names,
        cwd=settings.BASE_DIR,
    )

    statuses, modules = ended.stdout.strip().splitlines()[-2:]
    assert "members.views" in modules.split()
    assert NOT_FOR_THE_WEB & set(modules.split()) == set()
    assert statuses == "['200 OK', '200 OK', '200 OK', '302 Found', '200 OK', '302 Found']"


def test_the_worker_and_the_scheduler_find_their_tasks():
    """As `celery -A crm_portal` looks for the application, which the package itself does not import."""
    found = find_app("crm_portal")
    found.loader.import_default_modules()

    due = {entry["task"] for entry in found.conf.beat_schedule.values()}
    assert due <= set(found.tasks)
    assert {outbox.SEND_TASK, pdf.MAKE_TASK, publishing.PREPARE_TASK, texts.READ_TASK, scanning.TASK} <= set(
        found.tasks
    )
    assert len(due) == 17
