"""`./run bench security`: the timings that the hardening plan bounds. It prints them; no test asserts a time.

L1: how much longer an answer takes for an account that exists. A2: for an object that is hidden. B1: what the
inspection of each hostile file takes. The first two go over HTTP to a portal with one worker of one thread, known and
unknown in turn, so that both meet the same weather. The limits on guesses stay on: each try comes from an address of
its own in 127.0.0.0/8, and no account is tried as often as it may be. Everything made for it is removed after it, but
for the record of changes, from which nothing can be removed.

It stands among the tests because it takes the hostile files from them, which no module of the portal should import.
"""

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import django

django.setup()

from allauth.account.utils import user_pk_to_url_str  # noqa: E402  # only once Django is set up
from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from crm_portal.common.files import inspecting, kinds, uploads  # noqa: E402
from crm_portal.common.files.models import private_storage  # noqa: E402
from crm_portal.common.files.names import clean_name, extension_of  # noqa: E402
from crm_portal.common.files.storing import store  # noqa: E402
from crm_portal.common.outbox.models import Letter  # noqa: E402
from crm_portal.local import bench  # noqa: E402
from members.models import Circular, Invitation, Mandate, Party, User  # noqa: E402
from members.models.invitations import digest  # noqa: E402
from tests.files import hostile  # noqa: E402
from tests.wrong_passkey import credential  # noqa: E402

TRIES, ACCOUNTS = 200, 50  # four tries an account: five in five minutes would lock it
BUDGET_MS, BUDGET_SECONDS, BUDGET_MB = 5, 2, 256
WARM_UP = 5
NOWHERE = "bench.invalid"
MEASURED = """
import os, sys, time
quiet, began = os.open(os.devnull, os.O_WRONLY), time.monotonic()
if (pid := os.fork()) == 0:
    os.dup2(quiet, 1), os.dup2(quiet, 2)
    os.execve(sys.argv[1], sys.argv[1:], {})
_, status, used = os.wait4(pid, 0)
print(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
"""A small process starts the one that is measured: its memory would else begin with all that this one holds."""


class Visitor:
    """One connection from an address of its own, with the cookies it was given."""

    addresses = (f"127.{secrets.randbelow(200) + 20}.{n // 250 % 250}.{n % 250 + 1}" for n in count())

    def __init__(self, session=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", bench.PORT, 30, (next(self.addresses), 0))
        self.connection.connect()
        self.cookies = {settings.SESSION_COOKIE_NAME: session} if session else {}
        self.token = ""

    def ask(self, method, path, form=None, **headers):
        """(status, milliseconds): from the request to the last byte of the answer."""
        headers |= {"Host": "localhost", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form | {"csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        taken = (time.perf_counter() - began) * 1000
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', content):
            self.token = found[1].decode()
        return answer.status, taken

    def close(self):
        self.connection.close()


@contextmanager
def served():
    """The portal as `./run` serves it, with one worker of one thread."""
    granian = Path(sys.executable).parent / "granian"
    options = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--log-level", "error"]
    where = ["--host", "127.0.0.1", "--port", str(bench.PORT), "crm_portal.wsgi:application"]
    # Its log would name each page that was not found between the lines of the table.
    server = subprocess.Popen(
        [granian, *options, *where], cwd=settings.BASE_DIR, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while not bench.answers("/healthz"):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("The server for the bench does not answer; is another one on its port?")
            time.sleep(0.05)
        yield
    finally:
        bench.stop(server)


@contextmanager
def world():
    """Accounts to be guessed at, an observer, and things that an observer does not see; all removed afterwards."""
    mark, now = secrets.token_hex(4), timezone.now()
    password = make_password(secrets.token_hex(8))  # one for all: to make each would take as long as the measurement
    accounts = [
        User.objects.create(email=f"known-{mark}-{n}@{NOWHERE}", full_name="Bench", password=password)
        for n in range(ACCOUNTS)
    ]
    observer = accounts[-1]
    seat = {"party": Party.objects.get(slug="unhcr"), "role": "obs_org", "valid_from": timezone.localdate()}
    made = [Mandate.objects.create(user=observer, approved_at=now, **seat)]
    hidden = accounts[0]
    seat |= {"party": Party.objects.get(slug="mx"), "role": "hod"}
    made.append(Mandate.objects.create(user=hidden, approved_at=now, **seat))
    circular = Circular.objects.create(subject_es="Banco", text_es="Banco", drafted_by=hidden, drafted_at=now)
    checked = uploads.checked("banco.txt", kinds.TXT, ContentFile(b"Banco"))
    circular.attachment = file = store(checked, by=hidden, door="circular")
    circular.save()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=f"invited-{mark}@{NOWHERE}",
        full_name="Bench",
        party=Party.objects.get(slug="mx"),
        role="rcgm",
        status="sent",
        proposed_by=hidden,
        proposed_at=now,
        expires_at=now + timedelta(days=1),
        token_digest=digest(token),
    )
    client = Client()
    client.force_login(observer)
    try:
        yield {
            "accounts": accounts,
            "mark": mark,
            "token": token,
            "session": client.session.session_key,
            "hidden": [circular.pk, file.pk, made[1].pk, invitation.pk],
        }
    finally:
        client.session.delete()
        Letter.objects.filter(recipient__in=accounts).delete()
        for row in (invitation, circular, *made):
            row.delete()
        private_storage().delete(file.path)
        file.delete()
        User.objects.filter(pk__in=[account.pk for account in accounts]).delete()


def doors(made):
    """{door: (how somebody comes to it, what is asked with the nth of who is known, and of who is not)}"""
    accounts, nobody = made["accounts"], User.objects.aggregate(last=Max("pk"))["last"] + 1_000_000
    form, mark = "/accounts/login/", made["mark"]

    def known(n):
        return accounts[n % ACCOUNTS].email

    def unknown(n):
        return f"other-{mark}-{n % ACCOUNTS}@{NOWHERE}"

    def key(pk):
        return f"/accounts/password/reset/key/{pk}-abc-0123456789abcdef/"

    def passkey(pk):
        return ("POST", "/accounts/2fa/webauthn/login/", {"credential": json.dumps(credential(pk))})

    def login(email):
        return ("POST", form, {"login": email, "password": "wrong"})

    def admin(email):
        return ("POST", "/admin/login/", {"username": email, "password": "wrong", "login": email})

    def reset(email):
        return ("POST", "/accounts/password/reset/", {"email": email})

    return {
        "sign in": (form, lambda n: login(known(n)), lambda n: login(unknown(n))),
        "admin login": (form, lambda n: admin(known(n)), lambda n: admin(unknown(n))),
        "ask for a link": (form, lambda n: reset(known(n)), lambda n: reset(unknown(n))),
        "follow a wrong link": (
            form,
            lambda n: ("GET", key(user_pk_to_url_str(accounts[n % ACCOUNTS])), None),
            lambda n: ("GET", key(user_pk_to_url_str(User(pk=nobody + n))), None),
        ),
        "passkey": (
            "/accounts/2fa/webauthn/login/",
            lambda n: passkey(accounts[n % ACCOUNTS].pk),
            lambda n: passkey(nobody + n),
        ),
        "invitation": (
            form,
            lambda n: ("GET", f"/accounts/invitation/{made['token']}/", None),
            lambda n: ("GET", f"/accounts/invitation/{secrets.token_urlsafe(32)}/", None),
        ),
    }


def hidden(made):
    """{object: (address where it is hidden, where it is missing)}, for the observer who is signed in."""
    circular, file, entry, invitation = made["hidden"]
    addresses = {
        "circular": ("/en/intranet/circulars/{}/", circular, 999_999_999),
        "file": ("/files/{}/banco.txt", file, uuid.uuid4()),
        "entry of the directory": ("/en/intranet/directory/{}.vcf", entry, 999_999_999),
        "invitation": ("/en/intranet/people/invitations/{}/decide/", invitation, 999_999_999),
    }
    return {name: (at.format(there), at.format(missing)) for name, (at, there, missing) in addresses.items()}


def compare(name, first, second):
    """Print the medians of two ways, each a function of the number of the try; they take turns, and in each order."""
    taken = {first: [], second: []}
    answered = {first: set(), second: set()}
    for n in range(-WARM_UP, TRIES):
        for way in (first, second) if n % 2 else (second, first):
            status, ms = way(n)
            answered[way].add(status)
            if n >= 0:
                taken[way].append(ms)
    if answered[first] != answered[second] or http.HTTPStatus.TOO_MANY_REQUESTS in answered[first]:
        sys.exit(f"{name}: answered {answered[first]} and {answered[second]}, so the times say nothing.")
    there, not_there = median(taken[first]), median(taken[second])
    over = "  OVER" if abs(there - not_there) > BUDGET_MS else ""
    print(f"{name:<34}{there:>10.2f}{not_there:>10.2f}{there - not_there:>+12.2f}{BUDGET_MS:>8}{over}", flush=True)


def pair(start, question):
    """A visitor who comes by a page, and then asks what is timed."""

    def way(n):
        visitor = Visitor()
        headers = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"} if "webauthn" in start else {}
        if headers:
            visitor.ask("GET", "/accounts/login/")
        visitor.ask("GET", start, **headers)
        found = visitor.ask(*question(n % TRIES))
        visitor.close()
        return found

    return way


def reading(session, path):
    def way(_n):
        visitor = Visitor(session)
        found = visitor.ask("GET", path)
        visitor.close()
        return found

    return way


def peak(content, kind):
    """(seconds, seconds of the processor, MB at most) of one inspection."""
    command = inspecting.command("inspect", kind, inspecting.SECONDS, inspecting.MEMORY_BYTES)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", MEASURED, *command],
            stdin=file,
            capture_output=True,
            text=True,
            check=True,
        )
    return tuple(float(number) for number in done.stdout.split())


def inspections():
    print(f"\n{'B1: hostile file':<52}{'s':>8}{'s of CPU':>10}{'MB':>8}")
    measured = []
    for name, file, _reason, content in hostile.CASES:
        kind = kinds.find(extension_of(clean_name(file)), kinds.ALL)
        made = content() if callable(content) else content
        if kind is None or not made:
            print(f"{name:<52}{'refused unread':>26}")
            continue
        seconds, processor, mb = peak(made, kind)
        measured.append((seconds, mb))
        over = "  OVER" if seconds > BUDGET_SECONDS or mb > BUDGET_MB else ""
        print(f"{name:<52}{seconds:>8.2f}{processor:>10.2f}{mb:>8.0f}{over}", flush=True)
    slowest, largest = (max(numbers) for numbers in zip(*measured, strict=True))
    print(
        f"{len(hostile.CASES)} files; at most {slowest:.2f} s (budget {BUDGET_SECONDS}), {largest:.0f} MB ({BUDGET_MB})"
    )


def main():
    with ExitStack() as stack:
        stack.enter_context(served())
        made = stack.enter_context(world())
        print(f"{f'median of {TRIES} tries, ms':<34}{'there':>10}{'not':>10}{'difference':>12}{'budget':>8}")
        for name, (start, known, unknown) in doors(made).items():
            compare(f"L1: {name}", pair(start, known), pair(start, unknown))
        for name, paths in hidden(made).items():
            compare(f"A2: {name}", *(reading(made["session"], path) for path in paths))
    inspections()


if __name__ == "__main__":
    os.chdir(settings.BASE_DIR)
    main()
