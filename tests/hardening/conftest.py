"""Somebody in each role of the matrix, and protected objects that each hold words of their own: canaries."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from string import ascii_lowercase

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from crm_portal.common.files import kinds, uploads
from crm_portal.common.files.storing import store
from crm_portal.common.outbox import workflow as outbox
from declarations.models import DocumentVersion
from members import circulars, factor_reset, invitations
from members.models import Circle, CircleAdmission, Handover, Invitation, Mandate, Party, Substitution, User, renew_feed
from tests.access.matrix_file import CELLS, ROLES
from tests.declarations.factories import document, published
from tests.files import honest
from tests.meetings.factories import convened, item, meeting, session
from tests.members.factories import circular, mandate, person, seated
from tests.members.seats import CONSULAR, everybody
from tests.signing_in import sign_in_past_second_factor

STAFF = {"st_coord", "st_assist", "st_it"}
LETTERS = 16


@dataclass
class World:
    """The people by role, the objects by name, and for each canary who may hear it."""

    people: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)
    heard_by: dict = field(default_factory=dict)
    """{word: (what it stands in, the roles that may read it)}"""

    def word(self, place, roles):
        """A new canary, in a place that these roles may read."""
        made = "".join(secrets.choice(ascii_lowercase) for _ in range(LETTERS))
        self.heard_by[made] = (place, frozenset(roles))
        return made

    def visitor(self, role):
        client = Client(raise_request_exception=False)
        if role != "anon":
            sign_in_past_second_factor(client, self.people[role])
        return client


def readers(name):
    """The roles for which the matrix says anything but "none"."""
    return {role for role in ROLES if CELLS[name, role] != "none"}


def attach(kind, name, content, by, door="circular"):
    """An attachment as a form would store it; what is inspected is another test's affair."""
    return store(uploads.checked(name, kind, ContentFile(content)), by=by, door=door)


@pytest.fixture
def world(history, settings, tmp_path):
    """Every kind of protected object there is, once at least, with a canary in each of its texts."""
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = configured.STORAGES | {"private": private}
    made, today, now = World(), timezone.localdate(), timezone.now()
    people = made.people = everybody()
    for name in ("deactivated", "revoked"):
        people[name] = seated(name, "focal", "mx")
    add_circulars(made)
    add_people(made, today)
    add_invitations(made, now)
    add_letters(made)
    add_sign_in(made)
    add_papers(made, today)
    add_meetings(made, today)
    made.objects["handover"] = Handover.objects.get(starts_on__year=today.year)
    made.objects["substitution"] = Substitution.objects.create(
        mandate=people["focal"].mandates.get(),
        deputy=people["hod"],
        valid_from=today,
        valid_until=today + timedelta(days=9),
        named_by=people["focal"],
    )
    return made


def add_circulars(made):
    """One that was sent, with a document, and a draft, with a plain text; the draft is its writers' alone."""
    team = made.people["ppt"]
    for name, roles in (("circular", readers("circular")), ("draft", {"ppt", "st_coord", "st_assist"})):
        words = {
            part: made.word(f"{name}: {part}", roles) for part in ("subject", "text", "file name", "file", "author")
        }
        row = circular(team)
        for code in ("es", "en"):
            setattr(row, f"subject_{code}", f"Aviso {words['subject']}")
            setattr(row, f"text_{code}", f"Texto {words['text']}")
        core = honest.CORE.replace("Quetzalcanary", words["author"])
        parts = [part for part in honest.office_parts() if part[0] != "docProps/core.xml"]
        parts = [(at, text.replace("Acuerdo", words["file"])) for at, text in parts]
        content = honest.zipped([*parts, ("docProps/core.xml", core)])
        row.attachment = attach(kinds.DOCX, f"{words['file name']}.docx", content, team)
        row.save()
        made.objects[name] = row
    circulars.send(made.objects["circular"], by=team)


def add_people(made, today):
    """An entry of the directory, of a network that the liaison officer is not in; a closed account."""
    entry_readers = readers("dir_all") - {"liaison_x"}
    name, address, position = (made.word(f"entry: {part}", entry_readers) for part in ("name", "address", "position"))
    somebody = User.objects.create_user(f"{address}@example.org", full_name=name)
    made.objects["entry"] = mandate(somebody, "liaison_x", "bz", network=CONSULAR, position=position)
    name, address = (made.word(f"account: {part}", readers("account")) for part in ("name", "address"))
    made.objects["account"] = User.objects.create_user(f"{address}@example.org", full_name=name, is_active=False)
    made.objects["ended"] = mandate(person("gone"), "hod", "cr", today - timedelta(days=90), today)
    place = made.word("ended mandate: position", STAFF)
    Mandate.objects.filter(pk=made.objects["ended"].pk).update(position=place)


def add_invitations(made, now):
    """One that waits, one refused, and one under way, whose secret is nobody's to read again."""
    people, roles = made.people, readers("invitation")
    for name in ("waiting", "refused", "sent"):
        full_name, address, position = (
            made.word(
                f"invitation {name}: {part}", roles if part == "name" else roles - {"focal"}
            )  # the desk shows more
            for part in ("name", "address", "position")
        )
        row = Invitation(
            email=f"{address}@example.org",
            full_name=full_name,
            position=position,
            party=Party.objects.get(slug="mx"),
            role="rcgm",
        )
        made.objects[name] = invitations.propose(row, by=people["focal"])
    reason = made.word("invitation refused: reason", roles)
    invitations.refuse(made.objects["refused"], by=people["st_coord"], reason=reason)
    token = invitations.approve(made.objects["sent"], by=people["st_coord"])
    made.heard_by[token] = ("invitation sent: secret", frozenset())


def add_letters(made):
    """A note that waits for Send, and a letter with a secret."""
    subject, text = (made.word(f"letter: {part}", readers("letter")) for part in ("subject", "text"))
    to = made.people["hod"]
    made.objects["letter"] = outbox.draft("note", to=to, subject=subject, text=text, by=made.people["st_coord"])
    secret = made.word("secret letter: text", set())
    made.objects["secret"] = outbox.post(
        "account", to=to, address=to.email, language="es", subject="Aviso", text=secret
    )


def add_papers(made, today):
    """A paper for members and one of a closed door, each with a file; and a document for everybody."""
    people = made.people
    circle = Circle.objects.create(name="Puerta cerrada")
    for role in ("hod", "ppt"):
        CircleAdmission.objects.create(circle=circle, person=people[role], valid_from=today)
    for name, roles, values in (
        ("paper", readers("members_doc"), {"audience": "members"}),
        ("closed paper", {"hod", "ppt"}, {"audience": "circle", "circle": circle}),
    ):
        words = {part: made.word(f"{name}: {part}", roles) for part in ("title", "summary", "file name", "file")}
        note = made.word(f"{name}: note", roles & {"st_coord", "st_assist"})
        texts = {f"summary_{code}": f"Resumen {words['summary']}" for code in ("es", "en")}
        row = document(f"Papel {words['title']}", status="final", note=note, **texts, **values)
        parts = [(at, text.replace("Acuerdo", words["file"])) for at, text in honest.office_parts()]
        file = attach(kinds.DOCX, f"{words['file name']}.docx", honest.zipped(parts), people["ppt"], door="document")
        DocumentVersion.objects.create(
            document=row, number=1, language="es", translation_status="authentic", file=file, added_by=people["ppt"]
        )
        made.objects[name] = row
    made.objects["published"] = published(people["st_coord"], "Documento público")


def add_meetings(made, today):
    """One that is planned and one that was convened, each with a session behind closed doors."""
    planned = made.word("planned meeting: title", readers("planned_meeting"))
    coming = meeting(planned, slug=f"m-{planned}", starts_on=today, last_on=today)
    closed = made.word("session: title", readers("meeting_session") - {"obs_country", "obs_org", "rrocm"})
    made.objects["meeting"] = convened(made.people["ppt"], slug="convocada", starts_on=today, last_on=today)
    for held in (coming, made.objects["meeting"]):
        session(held, "closed_door", closed, day=today)
    secret, word = (
        session(coming, "closed_door", day=today),
        made.word("item behind closed doors: title", {"hod", "ppt"}),
    )
    for role in ("hod", "ppt"):
        CircleAdmission.objects.create(circle=secret.circle, person=made.people[role], valid_from=today)
    made.objects["item"] = item(secret, word)


def add_sign_in(made):
    """What concerns how people sign in: requests to let somebody in again, a calendar's secret, a key's name."""
    people = made.people
    reason = made.word("letting in again: reason", STAFF)
    made.objects["reset"] = factor_reset.ask(people["hod"], by=people["st_it"], reason=reason)
    reason = made.word("letting one of the Secretariat in again: reason", {"ppt", "st_coord", "st_it"})
    factor_reset.ask(people["st_assist"], by=people["st_it"], reason=reason)
    made.heard_by[renew_feed(people["hod"])] = ("calendar: secret", frozenset())
    data = {"name": made.word("recovery codes: seed", set()), "seed": "x", "used_mask": 0}
    made.objects["codes"] = Authenticator.objects.create(user=people["rcgm"], type="recovery_codes", data=data)
