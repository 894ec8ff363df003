"""`./run bench`: the public pages against a bare Django view, on the same server in the same run.

The bare view is what Django costs with a base template and 25 rows from the database, and nothing of ours. One thread
a worker, as behind the proxy in production. A ratio above 1 means quicker than the bare view. wrk drives the load.

Each page is measured as a visitor gets it, as somebody gets it who is signed in, and as it is rendered once after each
change; docs/adr/0009-what-a-page-costs.md says what is expected of each.
"""

import http.client
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

PORT = 8199
SECONDS, CONNECTIONS = 3, 8
WARM_UP_SECONDS = 1
PAGES = {
    "home": "/en/",
    "members": "/en/members/",
    "presidency": "/en/presidency/",
    "member page": "/en/members/mx/",
}
BARE = "/bare/"
VISITOR_TARGET, SIGNED_IN_TARGET = 4.0, 0.6
ANEW_HEADER = "X-Rendered-Anew: 1"
VISITOR_HEADER = "Accept-Encoding: br"


class Load(NamedTuple):
    per_second: float
    p50_ms: float
    p99_ms: float


def milliseconds(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]  # wrk's own format
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def measure(path: str, seconds: int, header: str = VISITOR_HEADER) -> Load:
    """Requests a second, and the time within which half and 99 % were answered. Refuses a page that is not a 200."""
    url = f"http://localhost:{PORT}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", header, url]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        sys.exit(f"{path} did not answer 200 throughout:\n{printed}")
    found = re.search(
        r"^\s+50%\s+(\S+).*?^\s+99%\s+(\S+).*?^Requests/sec:\s+([\d.]+)", printed, re.DOTALL | re.MULTILINE
    )
    if not found:
        sys.exit(f"wrk printed no figures:\n{printed}")
    return Load(float(found[3]), milliseconds(found[1]), milliseconds(found[2]))


def answers(path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def resident_mb(pid: int) -> float:
    """Memory of a process and its descendants, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6 + sum(resident_mb(int(child)) for child in children)


def main() -> None:
    """Start two workers of one thread, measure each page in turn, print the table, stop the workers."""
    granian = Path(sys.executable).parent / "granian"
    options = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--log-level", "error"]
    begun = time.monotonic()
    server = subprocess.Popen(
        [granian, *options, "--host", "127.0.0.1", "--port", str(PORT), "crm_portal.local.bench_server:application"],
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    with ExitStack() as stack:
        stack.callback(stop, server)
        while not answers("/healthz"):
            if server.poll() is not None or time.monotonic() - begun > 20:  # noqa: PLR2004  # seconds
                sys.exit("The server for the bench does not answer; is another one on its port?")
            time.sleep(0.05)
        started = time.monotonic() - begun
        print(f"{'page':<34}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'ratio':>8}{'target':>8}")
        signed_in = stack.enter_context(somebody_signed_in())
        ways = {
            "as visitors get it": (VISITOR_HEADER, VISITOR_TARGET),
            "signed in": (f"Cookie: {settings.SESSION_COOKIE_NAME}={signed_in}", SIGNED_IN_TARGET),
            "rendered anew": (ANEW_HEADER, None),
        }
        for path in (BARE, *PAGES.values()):
            for header, _target in ways.values():
                measure(path, WARM_UP_SECONDS, header)
        bare = measure(BARE, SECONDS)
        report("bare Django view", bare, bare, None)
        for way, (header, target) in ways.items():
            for name, path in PAGES.items():
                report(f"{name}, {way}", measure(path, SECONDS, header), bare, target)
        report("bare, once more", measure(BARE, SECONDS), bare, None)
        memory = resident_mb(server.pid)
        print(f"two workers: {memory:.0f} MB resident (budget 260), first answer after {started:.1f} s (budget 2.0)")


def stop(server: subprocess.Popen[bytes]) -> None:
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(10)


@contextmanager
def somebody_signed_in() -> Iterator[str]:
    """The session of a person made for the measurement, both of which are removed after it."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    person = get_user_model().objects.create_user(f"{secrets.token_hex(8)}@example.org", full_name="Bench")
    client = Client()
    client.force_login(person)
    try:
        yield str(client.session.session_key)
    finally:
        client.session.delete()
        person.delete()


def report(name: str, load: Load, bare: Load, target: float | None) -> None:
    ratio = load.per_second / bare.per_second
    wanted = f"{target:>7.1f}x" if target else f"{'':>8}"
    print(f"{name:<34}{load.per_second:>8.0f}{load.p50_ms:>9.1f}{load.p99_ms:>9.1f}{ratio:>7.2f}x{wanted}", flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    main()
