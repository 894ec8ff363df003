"""The process that looks into uploads is bounded, and the web process pays for none of its parsers."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from crm_portal.common.files import inspecting
from crm_portal.common.files.kinds import PDF
from tests.files import honest
from tests.files.conftest import uploaded

CONFINED = f"""
import sys, types
package = types.ModuleType("crm_portal")
package.__path__ = [{str(settings.BASE_DIR)!r} + "/crm_portal"]
sys.modules["crm_portal"] = package
from crm_portal.common.files.inspection.child import confine
confine({inspecting.SECONDS}, {inspecting.MEMORY_BYTES})
"""


def confined(program):
    command = [sys.executable, "-I", "-c", CONFINED + program]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_an_inspection_that_does_not_end_is_ended():
    done = confined("import resource\nprint(resource.getrlimit(resource.RLIMIT_CPU), flush=True)\nwhile True: pass")

    assert (done.stdout, done.returncode < 0) == ("(2, 2)\n", True)


def test_an_inspection_gets_no_more_than_its_memory():
    done = confined("kept = bytearray(300 << 20)")

    assert done.returncode == 1
    assert "MemoryError" in done.stderr


def test_an_inspection_writes_no_file(tmp_path):
    target = tmp_path / "written"

    done = confined(f"with open({str(target)!r}, 'w') as file: file.write('x' * 10)")

    assert (done.returncode, target.read_text()) == (1, "")


def test_an_inspection_knows_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "quetzalcanary")
    monkeypatch.setattr(inspecting, "PROGRAM", "import os, sys; sys.stdout.write(repr(dict(os.environ))); sys.exit(3)")
    monkeypatch.setattr(inspecting.subprocess, "run", seen := Run())

    with pytest.raises(ValidationError):
        inspecting.inspected(uploaded("a.pdf", honest.FILES["pdf"]), PDF)

    assert "quetzalcanary" not in seen.done.stdout.decode()


class Run:
    """Lets the process run, and keeps what it said."""

    def __init__(self):
        self.run = subprocess.run

    def __call__(self, *arguments, **options):
        self.done = self.run(*arguments, **options)
        return self.done


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("while True: pass", "too_complex"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "too_complex"),
        ("raise RuntimeError('secret')", "damaged"),
    ],
)
def test_an_inspection_that_fails_refuses_the_file(monkeypatch, program, code):
    monkeypatch.setattr(inspecting, "PROGRAM", program)
    monkeypatch.setattr(inspecting, "PATIENCE_SECONDS", -1)

    with pytest.raises(ValidationError) as refused:
        inspecting.inspected(uploaded("a.pdf", honest.FILES["pdf"]), PDF)

    assert refused.value.code == code


def loaded_by(program, **environment):
    start = "import crm_portal.wsgi, django.urls, sys; django.urls.get_resolver().url_patterns\n"
    command = [sys.executable, "-c", start + program + "\nprint(*sys.modules)"]
    kept = {name: value for name, value in os.environ.items() if name != "STORAGE_URL"}
    done = subprocess.run(
        command, env=kept | environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return {"boto3", "storages", "PIL", "pypdf", "puremagic", "defusedxml"} & set(done.stdout.split())


UPLOAD = """
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from crm_portal.common.files.uploads import checked_upload
checked_upload(ContentFile(b"hola", "a.txt"))
storages["private"].exists("ab/x")
"""
LOCAL = {"DJANGO_SETTINGS_MODULE": "crm_portal.settings.local"}


def test_the_web_process_loads_no_parser_and_no_boto():
    assert loaded_by(UPLOAD, **LOCAL) == set()


def test_boto_is_loaded_where_s3_is_configured_and_first_used():
    named = LOCAL | {"STORAGE_URL": "s3://key:secret@127.0.0.1:1/private?secure=0"}

    assert loaded_by("", **named) == set()
    assert loaded_by("from django.core.files.storage import storages; storages['private']", **named) >= {"boto3"}
