"""`./run`: prepares everything, serves it, keeps it up, and stops all it started."""

import errno
import http
import http.client
import os
import socket
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from crm_portal.local import preparing, services, system_packages
from crm_portal.local.printing import say, say_seconds
from crm_portal.local.programs import Program, StopRequest, stop_all
from crm_portal.local.workplace import PYTHON, TaskError, has_demo, is_embedded, servers, state_folder

HIGHEST_PORT = 65535
LOOK_SECONDS = 0.25
READY_WITHIN_SECONDS = 60
ALLOWED_ENDS, WITHIN_SECONDS = 5, 60
SERVER_BACK_WITHIN_SECONDS = 30


def chosen_port() -> int:
    """${PORT:-8000}. Raises TaskError."""
    value = os.environ.get("PORT") or "8000"
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= HIGHEST_PORT):
        raise TaskError(f"PORT must be a number from 1 to {HIGHEST_PORT}, not {value!r}.")
    return int(value)


def refuse_taken_port(port: int, state: Path) -> None:
    """Raises TaskError unless we could listen on the port; when the same folder's portal has it, that is said."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise TaskError(f"Port {port} cannot be used ({error.strerror}): choose another with PORT=….") from None
            if is_embedded() and services.is_in_use(state):
                raise services.StateInUseError(state) from None
            raise TaskError(f"Port {port} is in use: stop what listens there, or choose another with PORT=….") from None


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Restarts:
    """Counts how often something had to be started again, so that a hopeless case ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.moments: deque[float] = deque()

    def note(self) -> None:
        """Raises TaskError at the sixth time within a minute."""
        now = time.monotonic()
        self.moments.append(now)
        while now - self.moments[0] > WITHIN_SECONDS:
            self.moments.popleft()
        if len(self.moments) > ALLOWED_ENDS:
            raise TaskError(f"{self.name} ended {len(self.moments)} times within a minute, so the portal stops.")


class KeptProgram:
    """A program that is started again whenever it ends."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.command = command
        self.restarts = Restarts(f"The {name} process")
        self.program = self._start()

    def _start(self) -> Program:
        return Program(self.command, prefix=f"{self.name:<7}| ")

    def look(self) -> None:
        code = self.program.ended()
        if code is not None:
            self.restarts.note()
            say(f"The {self.name} process ended with {code}; starting it again.")
            self.program = self._start()


class KeptServer:
    """PostgreSQL or Valkey, started again whenever it is gone."""

    def __init__(self, name: str, is_up: Callable[[], bool], start: Callable[[], None]) -> None:
        self.name = name
        self.is_up = is_up
        self.start = start
        self.restarts = Restarts(name)
        self.gone_since: float | None = None

    def look(self) -> None:
        if self.is_up():
            return
        if self.gone_since is None:
            self.restarts.note()
            self.gone_since = time.monotonic()
            say(f"{self.name} is gone; starting it again.")
        try:
            self.start()
        except services.ServicesError:  # for a moment the killed server's children still hold its memory
            if time.monotonic() - self.gone_since > SERVER_BACK_WITHIN_SECONDS:
                raise
        else:
            say(f"{self.name} is back after {time.monotonic() - self.gone_since:.1f} s.")
            self.gone_since = None


def kept_servers(at: services.Places) -> list[KeptServer]:
    return [
        KeptServer(
            "PostgreSQL",
            lambda: services.postgres_is_running(at),
            lambda: services.start_postgres(at, durable=True),
        ),
        KeptServer("Valkey", lambda: services.valkey_answers(at), lambda: services.start_valkey(at, durable=True)),
    ]


def commands(port: int, state: Path) -> dict[str, list[str]]:
    """The portal's own processes. The figures are those that stood twenty slow readers best."""
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    web += ["--blocking-threads", "16", "--workers-kill-timeout", "5", "crm_portal.wsgi:application"]
    celery = ["celery", "--quiet", "-A", "crm_portal"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "INFO", "--schedule", str(state / "beat-schedule")]
    return {"web": [*PYTHON, *web], "worker": [*PYTHON, *worker], "beat": [*PYTHON, *beat]}


def keep_up(port: int, at: services.Places | None, stop_request: StopRequest) -> None:
    """Serve until asked to stop. Raises TaskError when something cannot be kept up."""
    kept: list[KeptProgram] = []
    try:
        starting = commands(port, state_folder())
        kept.append(KeptProgram("web", starting.pop("web")))
        databases = kept_servers(at) if at else []
        began = time.monotonic()
        is_announced = False
        while not stop_request.received:
            for server in databases:
                server.look()
            for program in kept:
                program.look()
            if not is_announced and (is_announced := is_healthy(port)):
                # Only now: side by side with the others, the web server would take twice as long to start.
                kept += [KeptProgram(name, command) for name, command in starting.items()]
                announce(port)
            if not is_announced and time.monotonic() - began > READY_WITHIN_SECONDS:
                raise TaskError(f"The web server does not answer within {READY_WITHIN_SECONDS} s, so the portal stops.")
            time.sleep(LOOK_SECONDS if is_announced else LOOK_SECONDS / 5)
        say("Stopping.")
    finally:
        stop_all(one.program for one in kept)


def announce(port: int) -> None:
    say(f"The portal is ready: http://localhost:{port}/")
    if has_demo():
        say("Demo accounts: <role>@demo.example, for example st-coord@demo.example; they sign in by password alone.")
        say(f"Their password: {os.environ['PORTAL_DEMO_PASSWORD']}")


def look_for_libraries() -> None:
    """Install what PDFs need, or say what is missing: everything else works without."""
    for package in system_packages.FOR_PDFS:
        try:
            system_packages.ensure(package)
        except TaskError as missing:
            say(f"No PDF can be made. {missing}")


def serve(_: list[str]) -> int:
    """Serve on http://localhost:PORT until Ctrl-C; 0 when asked to stop."""
    port, state = chosen_port(), state_folder()
    stop_request = StopRequest()
    refuse_taken_port(port, state)
    began = time.monotonic()
    with servers(state) as at:
        if at:
            say_seconds("databases", began)
        try:
            look_for_libraries()
            preparing.prepare(stop_request, demo=has_demo())
            keep_up(port, at, stop_request)
        except preparing.StoppedError:
            say("Stopping.")
    say("Stopped.")
    return 0
