"""docker-compose.yml: valid, without root, without secrets, scalable."""

import re
from pathlib import Path

import pytest
from jsonschema.validators import validator_for

ROOT = Path(__file__).resolve().parent.parent.parent
ONE_SHOT = {"migrate", "erase"}
STANZAS = ["proxy", "web", "worker", "beat", "migrate", "erase", "postgres", "valkey"]
PORTAL = ["web", "worker", "beat", "migrate", "erase"]
SECRET_NAME = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")
PASSWORD_IN_ADDRESS = re.compile(r"://[^:/@\s]*:(?P<password>(?:\$\{[^}]*\}|[^@$])+)@")
REFERENCE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?P<operator>:[?-])?(?P<rest>[^}]*)\}")


def text():
    return (ROOT / "docker-compose.yml").read_text()


def strings(value):
    """Every string inside a value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [found for part in inner for found in strings(part)]


def test_file_is_valid_by_the_compose_schema(compose, compose_schema):
    validator = validator_for(compose_schema)
    validator.check_schema(compose_schema)

    faults = [error.message for error in validator(compose_schema).iter_errors(compose)]

    assert faults == []


def test_schema_refuses_a_misspelt_key(compose, compose_schema):
    misspelt = {**compose, "services": {"web": {"image": "x", "helthcheck": {}}}}

    assert not validator_for(compose_schema)(compose_schema).is_valid(misspelt)


def test_services_are_the_documented_ones(services):
    assert list(services) == STANZAS


@pytest.mark.parametrize("name", STANZAS)
def test_service_runs_without_root_and_without_privileges(services, name):
    service = services[name]

    user = str(service["user"]).split(":")[0]

    assert user not in {"", "0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert {"privileged", "cap_add", "pid", "ipc", "network_mode", "devices"} & set(service) == set()
    assert not any("docker.sock" in volume for volume in service.get("volumes", []))


@pytest.mark.parametrize("name", [name for name in STANZAS if name not in ONE_SHOT])
def test_long_running_service_is_watched_and_restarted(services, name):
    service = services[name]

    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"


def test_migration_runs_once_and_before_what_serves(services):
    done = {"condition": "service_completed_successfully"}

    assert services["migrate"]["restart"] == "no"
    assert {name: services[name]["depends_on"]["migrate"] for name in ("web", "worker", "beat")} == {
        "web": done,
        "worker": done,
        "beat": done,
    }


def test_names_are_erased_by_a_job_that_no_start_runs(services):
    job, page = services["erase"], (ROOT / "docs/operations.md").read_text()

    assert (job["profiles"], job["restart"]) == (["nightly"], "no")
    assert job["command"] == ["python", "manage.py", "erase_former_accounts"]
    assert "docker compose run --rm erase" in page


@pytest.mark.parametrize("name", ["web", "worker"])
def test_scalable_service_has_no_fixed_name_port_or_host(services, name):
    assert {"container_name", "ports", "hostname", "mac_address", "deploy"} & set(services[name]) == set()


def test_only_the_proxy_is_reachable_from_outside(services):
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]


def test_data_network_has_no_way_out_and_servers_are_on_no_other(compose, services):
    assert compose["networks"]["data"] == {"internal": True}
    assert {name: services[name]["networks"] for name in ("postgres", "valkey", "migrate", "erase", "beat")} == {
        "postgres": ["data"],
        "valkey": ["data"],
        "migrate": ["data"],
        "erase": ["data"],
        "beat": ["data"],
    }


def test_no_secret_is_written_down(services):
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if SECRET_NAME.search(name):
                # Earlier keys are the one secret that may be missing.
                needed = r"\$\{SECRET_KEY_FALLBACKS:-\}" if name == "SECRET_KEY_FALLBACKS" else r"\$\{\w+:\?[^}]+\}"
                assert re.fullmatch(needed, value), f"{name} does not come from the environment"
    for value in strings(services):
        for password in PASSWORD_IN_ADDRESS.finditer(re.sub(r":\?[^}]*", "", value)):
            assert re.fullmatch(r"\$\{\w+\}", password["password"]), f"{value} holds a password"


def test_each_required_variable_says_in_a_sentence_what_to_set():
    references = list(REFERENCE.finditer(text()))

    required = {found["name"]: found["rest"] for found in references if found["operator"] == ":?"}
    optional = {found["name"] for found in references if found["operator"] != ":?"}

    assert set(required) == {
        "PORTAL_APP_PASSWORD",
        "PORTAL_OWNER_PASSWORD",
        "POSTGRES_PASSWORD",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "PORTAL_CASE_KEYS",
        "MAIL_URL",
    }
    assert [sentence for sentence in required.values() if not re.fullmatch(r"Set \w.*\.", sentence)] == []
    mail = {"MAIL_FROM", "MAIL_BOUNCE_ADDRESS", "MAIL_REPLY_TO"}
    files = {"STORAGE_URL", "FILES_MAX_MB", "CLAMAV_ADDRESS"}
    assert optional == {"PORTAL_VERSION", "PORTAL_BIND", "PORT", "PORTAL_HOST", "SECRET_KEY_FALLBACKS", *mail, *files}


def test_each_variable_is_documented():
    page = (ROOT / "docs/operations.md").read_text()

    names = {found["name"] for found in REFERENCE.finditer(text())}

    assert sorted(name for name in names if f"`{name}`" not in page) == []


@pytest.mark.parametrize("name", PORTAL)
def test_portal_service_has_every_variable_that_production_requires(services, name):
    from crm_portal.settings.requirements import REQUIRED

    assert set(REQUIRED) - set(services[name]["environment"]) == set()


def test_only_what_runs_once_has_the_owners_password(services):
    holders = {name for name, service in services.items() if "PORTAL_OWNER_PASSWORD" in " ".join(strings(service))}

    assert holders == {"migrate", "erase", "postgres"}  # the database server itself sets it, once
    assert {services[name]["environment"]["MIGRATION_DATABASE_URL"] for name in ("web", "worker", "beat")} == {
        "postgres://portal_owner@postgres:5432/portal"
    }


def test_database_compares_text_as_the_embedded_default_does(services):
    arguments = services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()

    embedded = (ROOT / "crm_portal/local/services.py").read_text()
    shared = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

    assert arguments[:4] == shared
    assert all(f'"{argument}"' in embedded for argument in shared)


def test_queue_survives_a_restart(services):
    command = services["valkey"]["command"]

    assert command[command.index("--appendonly") + 1] == "yes"
    assert "valkey:/data" in services["valkey"]["volumes"]


def test_every_mounted_file_exists_and_every_volume_is_declared(compose, services):
    sources = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}

    assert sorted(source for source in sources if source.startswith(".") and not (ROOT / source).exists()) == []
    assert {source for source in sources if not source.startswith(".")} == set(compose["volumes"])
