"""Dockerfile and .dockerignore: the same steps as ./run, without root and without secrets."""

import importlib.metadata
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from deploy import healthcheck

ROOT = Path(__file__).resolve().parent.parent.parent
APPLICATION = re.compile(r"crm_portal\.wsgi:application")


def instructions(dockerfile, keyword):
    return [rest for name, rest in dockerfile if name == keyword]


def test_packages_come_from_the_hashed_lock_that_run_uses(dockerfile):
    installs = [rest for rest in instructions(dockerfile, "RUN") if "pip install" in rest]

    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert "-r requirements.lock" in installs[0]
    assert "--require-hashes" in (ROOT / "run").read_text()


def test_each_locked_package_has_a_hash():
    lock = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    packages = [line for line in lock.splitlines() if re.match(r"[A-Za-z0-9]", line)]

    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []


def test_lock_holds_what_the_broker_needs():
    """Celery loads Valkey's transport only when it starts, so a package it lacks is missed by every earlier step."""
    lock = (ROOT / "requirements.lock").read_text()

    needed = [Requirement(line) for line in importlib.metadata.requires("kombu")]
    names = [need.name for need in needed if need.marker and need.marker.evaluate({"extra": "redis"})]

    assert [name for name in names if not re.search(rf"^{name}==", lock, re.MULTILINE | re.IGNORECASE)] == []


def test_image_and_run_use_the_same_python(dockerfile):
    base = instructions(dockerfile, "FROM")[0]

    assert base == "python:3.13-slim AS base"
    assert "python3.13" in (ROOT / "run").read_text()


def test_last_user_is_not_root(dockerfile):
    keywords = [name for name, _ in dockerfile]
    last_stage = dockerfile[len(keywords) - keywords[::-1].index("FROM") :]

    users = [rest for name, rest in last_stage if name == "USER"]

    assert users[-1] == "10001:10001"
    assert [name for name, _ in last_stage[-2:]] == ["USER", "CMD"]


def test_image_and_run_start_the_same_application(dockerfile):
    command = json.loads(instructions(dockerfile, "CMD")[0])
    local = "".join(path.read_text() for path in (ROOT / "crm_portal/local").rglob("*.py"))

    assert command[0] == "granian"
    assert set(APPLICATION.findall(local)) == {command[-1]}


def test_image_serves_with_one_thread_a_worker_behind_the_proxy(dockerfile):
    command = json.loads(instructions(dockerfile, "CMD")[0])
    options = dict(pairwise(command))

    assert {name: options[f"--{name}"] for name in ("interface", "host", "port", "workers", "blocking-threads")} == {
        "interface": "wsgi",
        "host": "0.0.0.0",
        "port": "8000",
        "workers": "2",
        "blocking-threads": "1",
    }


def test_image_holds_no_secret(dockerfile):
    kept = " ".join(rest for name, rest in dockerfile if name in {"ENV", "ARG", "LABEL"})

    assert re.findall(r"SECRET|KEY|PASSWORD|TOKEN|_URL", kept) == []


def test_image_holds_translations_and_static_files(dockerfile):
    steps = " ".join(instructions(dockerfile, "RUN"))

    assert steps.index("pybabel compile") < steps.index("collectstatic")


def test_every_variable_of_production_has_a_throwaway_value_while_building(dockerfile):
    from crm_portal.settings.requirements import REQUIRED

    step = next(rest for rest in instructions(dockerfile, "RUN") if "collectstatic" in rest)

    assert [name for name in REQUIRED if not re.search(rf"\b{name}=", step)] == []


def test_only_listed_files_reach_the_image_and_every_app_is_listed():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    listed = {rule[1:] for rule in rules if rule.startswith("!")}

    packages = {path.parent.name for name in ("__init__.py", "apps.py") for path in ROOT.glob(f"*/{name}")}

    assert rules[0] == "*"
    assert packages - {"tests", "deploy"} - listed == set()
    assert listed & {".env", ".git", ".local", "tests"} == set()


class Portal(BaseHTTPRequestHandler):
    """Answers as the portal would: only under its own name."""

    def do_GET(self):
        sound = self.path == "/healthz" and self.headers["Host"] == "portal.example.org"
        self.send_response(200 if sound else 400)
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture
def portal():
    server = HTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("hosts", ["portal.example.org", ".portal.example.org", " portal.example.org , b.example.org"])
def test_healthcheck_asks_under_a_name_the_portal_answers_to(portal, hosts):
    healthcheck.ask({"ALLOWED_HOSTS": hosts}, port=portal.server_port)


def test_healthcheck_fails_on_any_answer_but_success(portal):
    with pytest.raises(OSError, match="400"):
        healthcheck.ask({"ALLOWED_HOSTS": "unknown.example.org"}, port=portal.server_port)


def test_healthcheck_fails_when_nobody_answers(portal):
    port = portal.server_port
    portal.shutdown()
    portal.server_close()

    with pytest.raises(OSError, match="refused"):
        healthcheck.ask({"ALLOWED_HOSTS": "portal.example.org"}, port=port)
