"""The embedded servers: two starts on one folder, a kill -9, awkward folder names, no user namespaces."""

import os
import shutil
import signal
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings

from crm_portal.local import services


def start(state):
    command = [sys.executable, "-m", "crm_portal.local.services"]
    environment = os.environ | {"PORTAL_STATE": str(state)}
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_until_up(process):
    return [process.stdout.readline().partition("=")[0] for _ in range(3)]


def query(at, statement):
    with psycopg.connect(host=str(at.sockets), user=services.OWNER, dbname=services.DATABASE) as connection:
        return connection.execute(statement)


def test_a_second_start_is_refused_with_a_sentence(tmp_path):
    with services.running(tmp_path, durable=False):
        second = start(tmp_path)
        _, message = second.communicate(timeout=10)

    assert (second.returncode, message) == (
        1,
        f"Another run already uses {tmp_path}: stop it, or set PORTAL_STATE to another folder.\n",
    )


def test_a_killed_run_is_taken_over_with_its_data(tmp_path):
    at = services.places(tmp_path)
    first = start(tmp_path)
    wait_until_up(first)
    query(at, "CREATE TABLE kept ()")
    first.kill()
    first.communicate()
    assert services.postgres_is_running(at)  # orphaned

    second = start(tmp_path)
    names = wait_until_up(second)
    query(at, "TABLE kept")
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=10)

    assert (names, second.returncode) == (["DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL"], 0)
    assert (services.postgres_is_running(at), services.valkey_answers(at)) == (False, False)


def test_a_recycled_pid_is_not_mistaken_for_the_server(tmp_path):
    with services.running(tmp_path, durable=False) as at:
        pass
    innocent = subprocess.Popen(["sleep", "60"])
    (at.cluster / "postmaster.pid").write_text(f"{innocent.pid}\n{at.cluster}\n")

    with services.running(tmp_path, durable=False):
        still_alive = innocent.poll() is None

    innocent.kill()
    innocent.wait()
    assert still_alive


@pytest.mark.parametrize("name", ["the portal's état", "long-" * 40])
def test_any_folder_name_will_do(tmp_path, name):
    with services.running(tmp_path / name, durable=False) as at:
        query(at, "SELECT 1")

        assert services.valkey_answers(at)
    shutil.rmtree(at.sockets)  # the long name's sockets stand in the temporary folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
def test_without_user_namespaces_the_files_go_to_var_tmp(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(services, "becomes_nobody", lambda: True)

    with services.running(tmp_path, durable=False) as at:
        query(at, "SELECT 1")

    assert (at.home.parent.as_posix(), at.home.stat().st_uid) == ("/var/tmp", services.NOBODY.pw_uid)
    assert (
        capsys.readouterr().err == f"This system refuses user namespaces to root, so the databases live in {at.home}.\n"
    )
    shutil.rmtree(at.home)


@pytest.mark.parametrize(
    ("version_file", "said"), [("17\n", "its PG_VERSION says 17"), (None, "its PG_VERSION says nothing")]
)
def test_what_is_no_cluster_of_ours_is_left_alone(tmp_path, version_file, said):
    cluster = services.places(tmp_path).cluster
    cluster.mkdir()
    if version_file:
        (cluster / "PG_VERSION").write_text(version_file)

    with pytest.raises(services.ServicesError) as refusal, services.running(tmp_path, durable=False):
        pass

    assert str(refusal.value) == (
        f"{cluster} is not a PostgreSQL 18 cluster ({said}): move it away, or set PORTAL_STATE to another folder."
    )


def test_a_folder_that_is_a_file_gets_a_sentence(tmp_path):
    file = tmp_path / "state"
    file.write_text("")

    with pytest.raises(services.ServicesError) as refusal, services.running(file, durable=False):
        pass

    assert str(refusal.value) == (
        f"The state folder {file} cannot be used ({file}: File exists): repair it, or set PORTAL_STATE to another."
    )


def test_a_folder_is_known_to_be_in_use(tmp_path):
    before = services.is_in_use(tmp_path)
    with services.running(tmp_path, durable=False):
        meanwhile = services.is_in_use(tmp_path)

    assert (before, meanwhile, services.is_in_use(tmp_path)) == (False, True, False)
