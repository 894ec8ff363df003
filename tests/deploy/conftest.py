"""The files under test, as their readers see them."""

import json
from pathlib import Path

import pytest
import yaml

from tests.deploy import nginx_configuration

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="session")
def services(compose):
    return compose["services"]


@pytest.fixture(scope="session")
def compose_schema():
    return json.loads((ROOT / "tests/deploy/compose-spec.json").read_text())


@pytest.fixture(scope="session")
def dockerfile():
    """Its instructions in order, as (keyword, rest), continued lines joined."""
    lines = (ROOT / "Dockerfile").read_text().replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="session")
def proxy():
    return nginx_configuration.parse((ROOT / "deploy/proxy/nginx.conf").read_text())
