"""Somebody in each role of the matrix, and protected objects that each hold words of their own: canaries."""

import atexit
import secrets
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from string import ascii_lowercase
from tempfile import mkdtemp

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from django.utils import timezone

from contributions import papers_to_sign, proofs, scales
from contributions.models import Budget, BudgetComment, Expenditure, Project, ProjectReceipt, ProjectReport, Scale
from contributions.simulation import amounts
from crm_portal.common.files import kinds, uploads
from crm_portal.common.files.storing import store
from crm_portal.common.outbox import workflow as outbox
from crm_portal.site import reporting
from crm_portal.site.models import ActivityReport
from declarations.models import DocumentVersion
from meetings import agenda_versions, authorising, delegations, proposals, speaking
from meetings.models import AgendaItem, Convocation, ItemProposal, LogisticsPaper, LogisticsTask, MeetingInvitation
from members import circulars, factor_reset, invitations
from members.models import Circle, CircleAdmission, Handover, Invitation, Mandate, Party, Substitution, User, renew_feed
from reserve_fund import deciding
from tests import kept
from tests.access.matrix_file import CELLS, ROLES
from tests.contributions.bank_factories import kept_statement
from tests.contributions.factories import assessed, paid
from tests.declarations.factories import document, published
from tests.files import honest
from tests.hardening.consulted import add_consultations
from tests.meetings.factories import convened, item, meeting, session
from tests.members.factories import circular, mandate, person, seated
from tests.members.seats import CONSULAR, everybody
from tests.reserve_fund.factories import TRAFFICKED, replenished, step, under_review
from tests.reserve_fund.factories import approved as approved_case
from tests.reserve_fund.factories import draft as draft_of_case
from tests.reserve_fund.factories import paid as paid_for
from tests.signing_in import sign_in_past_second_factor

STAFF = {"st_coord", "st_assist", "st_it"}
LETTERS = 16


def folder():
    """For the private files of a world; it goes when the tests are over."""
    made = mkdtemp(prefix="portal-canaries-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@dataclass
class World:
    """The people by role, the objects by name, and for each canary who may hear it."""

    people: dict = field(default_factory=dict)
    objects: dict = field(default_factory=dict)
    heard_by: dict = field(default_factory=dict)
    """{word: (what it stands in, the roles that may read it)}"""
    files: str = field(default_factory=folder)

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


def private_files(folder):
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return configured.STORAGES | {"private": private}


@pytest.fixture
def world(world_of_canaries, settings):
    """Every kind of protected object there is, once at least, with a canary in each of its texts."""
    settings.STORAGES = private_files(world_of_canaries.files)
    return world_of_canaries


@pytest.fixture
def world_of_canaries(history):
    return kept.told("world_of_canaries")


@kept.by("world_of_canaries")
def make_world():
    made = World()
    with override_settings(STORAGES=private_files(made.files)):
        fill(made)
    return made


def fill(made):
    today, now = timezone.localdate(), timezone.now()
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
    add_budget(made, today)
    add_scale_draft(made)
    add_contributions(made, today)
    add_fund(made)
    add_consultations(made)
    made.objects["handover"] = Handover.objects.get(starts_on__year=today.year)
    add_reports(made)
    made.objects["substitution"] = Substitution.objects.create(
        mandate=people["focal"].mandates.get(),
        deputy=people["hod"],
        valid_from=today,
        valid_until=today + timedelta(days=9),
        named_by=people["focal"],
    )


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


def add_reports(made):
    """A half-yearly report that is issued, and a draft, which is its writers' alone."""
    readers_of = {"issued report": readers("activity_report"), "report": {"st_coord", "st_assist"}}
    for day, (name, roles) in enumerate(readers_of.items(), 1):
        report = ActivityReport(starts_on=date(2025, 1, day), last_on=date(2025, 6, 30))
        made.objects[name] = reporting.begin(report, by=made.people["st_assist"])
        for code in ("es", "en"):
            words = {
                f"{part}_{code}": f"Texto {made.word(f'{name}: {part} {code}', roles)}" for part in ("title", "text")
            }
            made.objects[name].texts.update(**words)
    reporting.issue(made.objects["issued report"], by=made.people["st_coord"])


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
    asked = {"obs_org"}  # about the preliminary agenda of the meeting
    planned = made.word("planned meeting: title", readers("planned_meeting") | asked)
    coming = meeting(planned, slug=f"m-{planned}", starts_on=today, last_on=today)
    made.objects["planned meeting"] = coming
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
    add_agenda(made, coming)
    add_floor(made, session(made.objects["meeting"], "plenary", day=today))
    add_logistics(made, coming)
    add_convocation(made, made.objects["meeting"], today)
    add_delegation(made)


def add_contributions(made, today):
    """Mexico's: an invoice, a payment of a part of it, a proof, and a paper that it asks for."""
    people = made.people
    own = {"focal", "hod", "rcgm", "st_coord", "st_assist", "auditor"}
    invoice = made.objects["invoice"] = assessed(people["st_coord"], due_on=today)["mx"]
    reference, note, file_name, words = (
        made.word(f"contributions: {part}", own) for part in ("bank reference", "note", "proof: file name", "paper")
    )
    made.objects["payment"] = paid("mx", "100", people, reference=reference)
    content = ContentFile(b"Comprobante")
    file = uploads.checked(f"{file_name}.txt", kinds.TXT, content)
    made.objects["proof"] = proofs.hand_in(invoice.party, file, invoice=invoice, note=note, by=people["focal"])
    papers_to_sign.ask(invoice.party, words, by=people["focal"])


def add_fund(made):
    """A draft of a case, one with a payment, and a special one before both institutions."""
    made.people["fund_payer"] = seated("fund-payer", "iom_fund", "iom")
    everyone = {
        "consulate": made.people["fund_requester"],
        "officer": made.people["iom_fund"],
        "payer": made.people["fund_payer"],
        "coordinator": made.people["st_coord"],
    }
    replenished(everyone, reference=made.word("Fund: reference", {"iom_fund", "st_coord", "st_assist", "auditor"}))
    of_whoever_refers = made.word("case: draft", {"fund_requester"})
    made.objects["case draft"] = draft_of_case(everyone, word=of_whoever_refers)
    case = made.objects["case"] = approved_case(everyone, word=made.word("case: person", ()))
    made.objects["case payment"] = paid_for(everyone, case, reference=made.word("case: voucher", {"iom_fund"}))
    special = under_review(everyone, (TRAFFICKED,), word=made.word("case: special", ()))
    made.objects["special case"] = step(deciding.refer, special, everyone["officer"])


def add_floor(made, plenary):
    """A request to speak, and an observer country that is authorised on one item."""
    subject = made.word("request to speak: subject", {"obs_org", "ppt", "st_coord", "st_assist"})
    organisation, country = (Party.objects.get(slug=slug) for slug in ("unhcr", "co"))
    made.objects["slot"] = speaking.request(plenary, organisation, by=made.people["obs_org"], subject=subject)
    title, reason = (
        made.word(f"authorised item: {part}", readers("item_grant") & readers("members_doc") | {"obs_country"})
        for part in ("title", "reason")
    )
    one = item(plenary, title)
    made.objects["item grant"] = authorising.authorise(one, country, by=made.people["ppt"], reason=reason)


def add_logistics(made, held):
    """A task of the logistics file with a paper, and what it tells the delegates."""
    organisers, people = readers("logistics"), made.people
    title, file_name, file = (made.word(f"logistics: {part}", organisers) for part in ("title", "file name", "file"))
    note = made.word("logistics: note", readers("meeting_session") & readers("planned_meeting"))
    task = made.objects["logistics task"] = LogisticsTask.objects.create(
        meeting=held, area="hotels", title=title, owner=people["st_assist"], note_es=note, note_en=note
    )
    parts = [(at, text.replace("Acuerdo", file)) for at, text in honest.office_parts()]
    attached = attach(kinds.DOCX, f"{file_name}.docx", honest.zipped(parts), people["ppt"], door="logistics")
    LogisticsPaper.objects.create(task=task, kind="quotation", file=attached)


def add_budget(made, today):
    """An approved budget with an expenditure, and a project with a receipt; the amounts one by one are for few."""
    assistant, coordinator, few = made.people["st_assist"], made.people["st_coord"], readers("voucher")
    title, comment, words = (made.word(f"budget: {part}", readers("budget")) for part in ("title", "comment", "words"))
    first, last = today.replace(month=1, day=1), today.replace(month=12, day=31)
    texts = {f"title_{code}": title for code in ("es", "en")} | {
        f"decision_words_{code}": words for code in ("es", "en")
    }
    made.objects["budget"] = budget = Budget.objects.create(
        starts_on=first, ends_on=last, status="approved", round=1, decided_on=first, **texts
    )
    mexico = Party.objects.get(slug="mx")
    BudgetComment.objects.create(budget=budget, round=1, party=mexico, text=comment, written_by=made.people["rcgm"])
    payee, what, name = (made.word(f"expenditure: {part}", few) for part in ("payee", "words", "file name"))
    made.objects["expenditure"] = Expenditure.objects.create(
        budget=budget,
        heading="studies-research",
        amount_usd=5,
        paid_on=today,
        payee=payee,
        words=what,
        reference="F-1",
        voucher=attach(kinds.TXT, f"{name}.txt", b"Recibo", assistant, door="voucher"),
        recorded_by=assistant,
    )
    title, contact, file = (made.word(f"project: {part}", readers("project")) for part in ("title", "contact", "file"))
    titles = {f"title_{code}": title for code in ("es", "en")}
    made.objects["project"] = project = Project.objects.create(
        donor_name="Agencia",
        starts_on=first,
        ends_on=last,
        budget_usd=100,
        focal_contact=contact,
        status="running",
        agreement=attach(kinds.TXT, f"{file}.txt", b"Convenio", coordinator, door="project"),
        **titles,
    )
    made.objects["donor report"] = ProjectReport.objects.create(project=project, due_on=last)
    reference = made.word("receipt of a project: reference", few)
    ProjectReceipt.objects.create(
        project=project, amount_usd=5, value_on=today, bank_reference=reference, recorded_by=assistant
    )
    add_bank_statement(made)


def add_bank_statement(made):
    """One line of a statement of the Secretariat's account; who paid is for those who keep and audit the accounts."""
    assistant, few = made.people["st_assist"], readers("voucher")
    account, payer, words, name = (
        made.word(f"bank statement: {part}", few) for part in ("account", "payer", "words", "file name")
    )
    made.objects["bank statement"] = kept_statement(assistant, account, payer, words, name)
    made.objects["bank line"] = made.objects["bank statement"].lines.get()


def add_convocation(made, held, today):
    """One that was sent: to Mexico, whose people read its text, and to a guest, whom its writers alone know of."""
    team, now, writers = made.people["ppt"], timezone.now(), {"ppt", "st_coord", "st_assist"}
    text = made.word("convocation: text", writers | {"focal", "hod", "liaison_x", "rcgm"})
    signed = {
        f"{verb}_{what}": value
        for verb in ("drafted", "approved", "sent")
        for what, value in (("by", team), ("at", now))
    }
    Convocation.objects.create(
        meeting=held, text_es=text, text_en=text, answer_by=today, status="sent", number=1, year=today.year, **signed
    )
    common = {"meeting": held, "invited_by": team, "invited_at": now, "sent_at": now}
    name, reason = (made.word(f"guest of a meeting: {part}", writers) for part in ("name", "reason"))
    made.objects["meeting guest"] = MeetingInvitation.objects.create(
        guest_name=name,
        guest_address="guest@example.net",
        guest_language="es",
        category="outside_guest",
        is_express=True,
        reason=reason,
        **common,
    )
    made.objects["meeting invitation"] = MeetingInvitation.objects.create(
        party=Party.objects.get(slug="mx"), category="member", **common
    )


def add_delegation(made):
    """Mexico's, with one delegate: named to all who come, with an address and travel data for few."""
    held, registrars = made.objects["meeting"], {"focal", "hod", "ppt", "st_coord", "st_assist"}
    observers = {"obs_country", "obs_org", "rrocm"}  # who come to the plenary
    named = {"liaison_x", "rcgm", "troika", "st_it"} | registrars | observers
    name, position = (made.word(f"delegate: {part}", named) for part in ("name", "position"))
    address = made.word("delegate: address", registrars)
    entry = delegations.Entry(name, position, email=f"{address}@example.org")
    mexico, focal = Party.objects.get(slug="mx"), made.people["focal"]
    delegation = delegations.register(held, mexico, [entry], by=focal)
    delegation.letter = attach(
        kinds.TXT, f"{made.word('letter: file name', registrars)}.txt", b"Carta", focal, door="credentials"
    )
    delegation.save()
    made.objects["delegate"] = delegate = delegation.delegates.get()
    flight = made.word("travel: flight", registrars)
    delegations.write_travel(delegation, {delegate.pk: {"flight": flight}}, by=focal)


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


def add_scale_draft(made):
    """A draft of the next scale, whose reasons are for those who examine it."""
    printed = Scale.objects.get()
    reason = made.word("scale draft: justification", readers("scale_draft"))
    made.objects["scale draft"] = scales.draft(
        amounts(printed),
        by=made.people["st_assist"],
        valid_from=date(2090, 1, 1),
        drafted_from=printed,
        justification=(reason, reason),
    )


def add_agenda(made, coming):
    """A preliminary agenda with a comment, and an item that a country proposes."""
    people = made.people
    asked = readers("agenda_draft") - {"liaison_x", "rcgm"}  # of the plenary: theirs are others
    word = made.word("preliminary agenda: title", asked)
    reading_all = asked - {"obs_org"}
    opened = item(session(coming, "plenary", day=coming.starts_on), "Punto")
    AgendaItem.objects.filter(pk=opened.pk).update(title_es=word, title_en=word)
    until = timezone.now() + timedelta(days=3)
    version = agenda_versions.send_out(coming, comments_until=until, by=people["ppt"])
    AgendaItem.objects.filter(pk=opened.pk).update(title_es="Punto", title_en="Item")
    kept = version.items.get(title_es=word)
    text = made.word("comment on an agenda: text", reading_all)
    agenda_versions.comment(kept, text, party=Party.objects.get(slug="mx"), by=people["focal"])
    made.objects["version"], made.objects["version item"] = version, kept
    title, grounds = (made.word(f"proposed item: {part}", readers("item_proposal")) for part in ("title", "grounds"))
    proposal = ItemProposal(meeting=coming, party=Party.objects.get(slug="mx"), title=title, grounds=grounds)
    made.objects["proposal"] = proposals.propose(proposal, by=people["focal"])
