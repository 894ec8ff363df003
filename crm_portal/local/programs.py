"""Programs started beside this one: their lines in one stream, their end never later than ours."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable
from contextlib import suppress

from crm_portal.local.printing import say

# In the kernel's hands: also when this process is killed with -9, its programs are told to stop.
LEASH = ["setpriv", "--pdeathsig", "TERM"]
PATIENCE_SECONDS = 10


class Program:
    """A running program, in a process group of its own: the terminal's Ctrl-C reaches us alone, who stop it in order.

    Start it from the main thread only: the kernel's leash is tied to the thread that started it. Its lines are
    printed after `prefix`; without one they are kept in `lines`, except stdout's where `shows_stdout`.
    """

    def __init__(self, command: list[str], *, prefix: str = "", shows_stdout: bool = False) -> None:
        self.prefix = prefix
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [*LEASH, *command],
            stdin=subprocess.DEVNULL,
            stdout=None if shows_stdout else subprocess.PIPE,
            stderr=subprocess.PIPE if shows_stdout else subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or self.process.stderr or ():
            if self.prefix:
                say(self.prefix + line.rstrip("\n"))
            else:
                self.lines.append(line.rstrip("\n"))

    def ended(self) -> int | None:
        """The exit code once the program has ended, after ending whatever it left behind; None while it runs."""
        code = self.process.poll()
        if code is not None:
            self._kill_group()
            self._reader.join(timeout=1)
        return code

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def stop_all(programs: Iterable[Program]) -> None:
    """Ask all to stop, wait ten seconds for the whole of them, and kill what is left."""
    programs = list(programs)
    for program in programs:
        program.ask_to_stop()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for program in programs:
        with suppress(subprocess.TimeoutExpired):
            program.process.wait(timeout=max(0, deadline - time.monotonic()))
        program._kill_group()
        program.process.wait()
        program.ended()


class StopRequest:
    """Notes that somebody asked us to stop (Ctrl-C, TERM, a closed terminal), so that work ends between two steps.

    Nothing is raised in the middle of things: a start cut in half would leave a server nobody knows of.
    """

    def __init__(self) -> None:
        self.received = False
        for stop_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop_signal, self._note)

    def _note(self, *_: object) -> None:
        self.received = True
