"""Starting the runner as a person would, in a state folder of its own."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings

OURS = ("DJANGO_", "DATABASE_", "MIGRATION_", "REDIS_", "PORTAL_", "PYTEST_")


def command(*task, **variables):
    """What to give to subprocess: the runner, in an environment without this test run's own settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {
        "args": [sys.executable, "-m", "crm_portal.local", *task],
        "cwd": settings.BASE_DIR,
        "env": environment | {name: str(value) for name, value in variables.items()},
        "text": True,
    }


def run(*task, **variables):
    done = subprocess.run(**command(*task, **variables), capture_output=True, timeout=60, check=False)
    return done.returncode, done.stderr


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Portal:
    """`./run` itself, with the lines it has printed so far."""

    def __init__(self, state):
        self.state, self.port, self.lines = state, free_port(), []
        variables = {"PORT": self.port, "PORTAL_STATE": state, "PORTAL_DEMO": "0"}
        self.process = subprocess.Popen(**command(**variables), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def wait_for(self, pattern, seconds=150):
        deadline = time.monotonic() + seconds
        while not any(re.search(pattern, line) for line in list(self.lines)):
            assert time.monotonic() < deadline, "".join(self.lines)
            assert self.process.poll() is None, "".join(self.lines)
            time.sleep(0.05)

    def status(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        return None

    def wait_for_status(self, path, status, seconds=20):
        deadline = time.monotonic() + seconds
        while (found := self.status(path)) != status:
            assert time.monotonic() < deadline, (found, "".join(self.lines))
            time.sleep(0.1)

    def processes(self):
        """Everything alive that was started for this state folder, by its environment: {pid: command line}."""
        mark = f"PORTAL_STATE={self.state}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        return found

    def wait_until_none_is_left(self, but="postgres|valkey", seconds=20):
        deadline = time.monotonic() + seconds
        while left := [line for line in self.processes().values() if line and not re.search(but, line)]:
            assert time.monotonic() < deadline, left
            time.sleep(0.1)

    def stop(self, stop_signal):
        self.process.send_signal(stop_signal)
        code = self.process.wait(timeout=30)
        self.reader.join(timeout=10)
        self.process.stdout.close()
        return code
