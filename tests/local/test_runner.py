"""`./run`: what it refuses and how it says so, what it keeps up, and that it leaves nothing behind."""

import os
import signal
import socket

import pytest

from crm_portal.local import services
from tests.local import runner
from tests.sizes import size

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal that serves, for the tests that leave it as they found it."""
    portal = runner.Portal(tmp_path_factory.mktemp("serving"))
    portal.wait_for("The portal is ready")
    portal.wait_for("worker | .* ready")
    yield portal
    portal.stop(signal.SIGTERM)


def test_an_unknown_task_is_named(tmp_path):
    assert runner.run("sevre", PORTAL_STATE=tmp_path) == (2, "There is no task called sevre; ./run help lists them.\n")


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    assert runner.run(PORTAL_STATE=tmp_path, PORT=port) == (
        1,
        f"PORT must be a number from 1 to 65535, not '{port}'.\n",
    )


def test_a_port_in_use_is_refused_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        refusal = runner.run(PORTAL_STATE=tmp_path, PORT=port)

    assert (refusal, list(tmp_path.iterdir())) == (
        (1, f"Port {port} is in use: stop what listens there, or choose another with PORT=….\n"),
        [],
    )


def test_half_named_servers_are_refused(tmp_path):
    assert runner.run(PORTAL_STATE=tmp_path, PORT=runner.free_port(), DATABASE_URL="postgres://a@b/c") == (
        1,
        "DATABASE_URL is set, so MIGRATION_DATABASE_URL and REDIS_URL must name the other servers too.\n",
    )


@pytest.mark.parametrize("task", [["serve"], ["check"], ["manage", "check"]])
def test_a_broken_state_folder_gets_one_sentence(tmp_path, task):
    file = tmp_path / "state"
    file.write_text("")

    code, said = runner.run(*task, PORTAL_STATE=file, PORT=runner.free_port())

    assert (code, said.count("\n"), said.startswith("The state folder ")) == (1, 1, True)


def test_a_second_run_on_the_same_folder_is_refused_whatever_its_port(portal):
    refusal = f"Another run already uses {portal.state}: stop it, or set PORTAL_STATE to another folder.\n"

    answers = {runner.run(PORTAL_STATE=portal.state, PORT=port) for port in (portal.port, runner.free_port())}

    assert answers == {(1, refusal)}


def test_manage_uses_the_servers_of_a_portal_that_serves(portal):
    assert runner.run("manage", "migrate", "--check", PORTAL_STATE=portal.state) == (0, "")


@pytest.mark.parametrize("server", ["PostgreSQL", "Valkey"])
def test_a_killed_server_is_back_and_the_web_recovers(portal, server):
    at = services.places(portal.state)
    pid = (
        int((at.cluster / "postmaster.pid").read_text().split()[0])
        if server == "PostgreSQL"
        else services.valkey(at).info()["process_id"]
    )

    os.kill(pid, signal.SIGKILL)

    portal.wait_for(f"^{server} is back after", seconds=15)
    portal.wait_for_status("/readyz", 200)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_a_process_that_ends_is_started_again(portal, name):
    task = {"web": "granian", "worker": " worker ", "beat": " beat "}[name]
    pid = min(pid for pid, line in portal.processes().items() if task in line)

    os.kill(pid, signal.SIGKILL)

    portal.wait_for(f"^The {name} process ended with -9; starting it again")
    portal.wait_for_status("/readyz", 200)


@pytest.mark.parametrize("stop_signal", size(ci=[signal.SIGTERM], full=[signal.SIGINT, signal.SIGTERM]))
def test_a_stop_leaves_no_process(tmp_path, stop_signal):
    portal = runner.Portal(tmp_path)
    portal.wait_for("The portal is ready")

    code = portal.stop(stop_signal)

    assert (code, portal.lines[-1], portal.processes()) == (0, "Stopped.\n", {})


def test_a_stop_while_preparing_leaves_no_process(tmp_path):
    portal = runner.Portal(tmp_path)
    portal.wait_for("^databases")

    code = portal.stop(signal.SIGINT)

    assert (code, portal.lines[-1], portal.processes()) == (0, "Stopped.\n", {})


def test_a_killed_runner_takes_its_programs_along(tmp_path):
    portal = runner.Portal(tmp_path)
    portal.wait_for("The portal is ready")

    portal.stop(signal.SIGKILL)

    portal.wait_until_none_is_left()
    with services.running(tmp_path):  # takes the databases over, and stops them
        pass
    assert portal.processes() == {}
