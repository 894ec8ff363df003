"""Every cell of the matrix at every door that exists: page, list, search, count, file, feed, admin, autocomplete.

Each "cannot see" first makes what could leak: a word that stands nowhere else.
"""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from contributions import printouts, proofs, scale_files, scales
from contributions.models import Scale, ScaleDraft
from contributions.simulation import amounts
from crm_portal.common import page_cache
from crm_portal.common.access import Level
from crm_portal.common.files import kinds, uploads
from crm_portal.common.pdf import workflow as pdf
from crm_portal.site import newsroom, reporting
from crm_portal.site.models import ActivityReport, News
from declarations import publishing
from declarations.models import Document, DocumentVersion
from meetings import delegations
from meetings.models import MeetingInvitation
from members import circulars, handover
from members.models import Circle, CircleAdmission, Handover, Invitation, Mandate, Party, PartyAlias, Substitution, User
from tests import kept
from tests.access.consultation_doors import CONSULTATION_DOORS, CONSULTATION_PLACES, consultations
from tests.access.fund_doors import FUND_DOORS, FUND_PLACES, fund
from tests.access.matrix_file import CELLS, ROLES
from tests.contributions import factories as money_of_members
from tests.contributions.bank_factories import kept_statement
from tests.contributions.budget_factories import approved, came_in, paid, running, spent
from tests.declarations.factories import document, version
from tests.files import honest
from tests.meetings.factories import convened, convocation, meeting, session
from tests.members.factories import circular, mandate, person
from tests.members.seats import CONSULAR, TRAFFICKING, everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
TRAIL = "/en/intranet/record-of-changes/"


@pytest.fixture
def world(world_behind_doors):
    return world_behind_doors


@pytest.fixture
def world_behind_doors(history):
    return kept.told("world_behind_doors")


@kept.by("world_behind_doors")
def make_world():
    """Somebody in each role, and one protected object of each kind that names the word."""
    year = timezone.localdate().year
    people = everybody()
    draft, sent = circular(people["ppt"], f"{WORD} draft"), circular(people["ppt"], WORD)
    circulars.send(sent, by=people["ppt"])
    stranger = person("stranger")
    User.objects.filter(pk=stranger.pk).update(full_name=WORD)
    entry = mandate(User.objects.get(pk=stranger.pk), "liaison_x", "bz", network=CONSULAR)
    invitation = Invitation.objects.create(
        email="nueva@example.org",
        full_name=WORD,
        party=Party.objects.get(slug="mx"),
        role="rcgm",
        proposed_by=people["focal"],
        proposed_at=timezone.now(),
    )
    substitution = Substitution.objects.create(
        mandate=entry,
        deputy=people["rcgm"],
        valid_from=timezone.localdate(),
        valid_until=timezone.localdate().replace(year=year + 1, day=1),
        named_by=stranger,
    )
    return World(
        {
            "people": people,
            "visitors": {},
            "draft": draft,
            "circular": sent,
            "entry": entry,
            "account": User.objects.get(pk=stranger.pk),
            "invitation": invitation,
            "substitution": substitution,
            "record": Party.objects.get(slug="mx"),
        }
    )


class World(dict):
    """What takes long to make is made when a door is tried that leads to it."""

    def __missing__(self, name):
        self[name] = {
            "papers": Papers,
            "handover": handed_over,
            "written": written,
            "alias": alias,
            "held": held,
            "money": money,
            "scale": drafted_scale,
            "reported": reported,
            "contributions": contributed,
            "fund": fund,
            "consultations": consultations,
        }[name](self["people"])
        return self[name]


PAPERS = {
    # The matrix's object, and a paper of it that meets the conditions which the matrix writes beside its cells.
    "published_doc": {"audience": "public"},
    "draft_doc": {"audience": "public", "status": "draft"},
    "plenary_doc": {"audience": "plenary", "body": "vm", "released_on": date(2026, 1, 1), "is_open_to_rrocm": True},
    "closed_doc": {"audience": "circle", "body": "vm"},
    "rcgm_doc": {"audience": "rcgm", "body": "rcgm", "is_open_to_rrocm": True},
    "network_doc_x": {"audience": "body", "body": TRAFFICKING},
    "network_doc_other": {"audience": "body", "body": CONSULAR},
    "agenda_draft": {"audience": "agenda_consultation", "body": "rcgm"},
    "adhoc_doc": {"audience": "body", "body": "crm-rrocm", "is_open_to_rrocm": True},
    "members_doc": {"audience": "members"},
    "consultation_doc": {"audience": "consulted"},
    "troika_doc": {"audience": "troika"},
    "presidency_doc": {"audience": "presidency"},
    "secretariat_doc": {"audience": "secretariat"},
}


class Papers(dict):
    """One paper of each object, with the word in its title and in the name of its file."""

    def __init__(self, people):
        super().__init__()
        self.people = people

    def __missing__(self, name):
        circle = closed_door(self.people) if name == "closed_doc" else None
        paper = document(WORD, **{"status": "final", "circle": circle, **PAPERS[name]})
        self[name] = version(paper, self.people["st_coord"], name=f"{WORD}.pdf")
        if name == "published_doc":
            publishing.publish(paper, by=self.people["st_coord"])
        return self[name]


def alias(people):
    """Another name of a country, which everybody may read."""
    return PartyAlias.objects.create(party=Party.objects.get(slug="mx"), name=WORD)


def written(people):
    """A news item that is published, and one that is not, each with the word."""
    texts = {f"{field}_{code}": WORD for field in ("title", "text") for code in ("es", "en")}
    public, draft = (
        News.objects.create(**texts),
        News.objects.create(**texts | {f"title_{code}": f"{WORD} draft" for code in ("es", "en")}),
    )
    return {"news": newsroom.publish(public, by=people["st_coord"]), "draft_news": draft}


def news_door(path, item="news", shown=f"{WORD}</"):
    """A page that tells of an item; `pk` in its address is the item's."""
    return lambda client, world: shows(client, path.format(pk=world["written"][item].pk), shown)


def held(people):
    """A meeting that is planned and one that was convened, each with the word, and its plenary."""
    today = timezone.localdate()
    days = {"starts_on": today, "last_on": today}
    public = convened(people["ppt"], WORD, slug="convocada", **days)
    convocation(public, people["ppt"], text_en=WORD, answer_by=today)
    MeetingInvitation.objects.update(sent_at=timezone.now())
    plenary = session(public, "plenary", f"{WORD} plenary", day=today)
    comes = [delegations.Entry(f"{WORD} delegate", email="delegate@example.org")]
    delegation = delegations.register(public, Party.objects.get(slug="mx"), comes, by=people["focal"])
    return {
        "meeting": public,
        "planned_meeting": meeting(f"{WORD} planned", slug="planificada", **days),
        "meeting_session": plenary,
        "participant_list": delegation,
    }


def money(people):
    """An approved budget with an expenditure, and a project with one, each with the word."""
    budget, project = approved(people, title=WORD), running(people, title=WORD)
    came_in(project, people, bank_reference=f"{WORD} bank")
    return {
        "budget": budget,
        "project": project,
        "bank statement": kept_statement(
            people["st_assist"], account=f"{WORD} account", payer=f"{WORD} payer", name=WORD
        ),
        "voucher": spent(budget, people, payee=f"{WORD} payee", name=f"{WORD}.txt"),
        "of project": paid(project, people, payee=f"{WORD} docente", name=f"{WORD}.txt"),
    }


def money_door(path, item, shown):
    """A page that tells of a budget or a project, which are made when the first such door is tried."""
    return lambda client, world: shows(client, path.format(pk=world["money"][item].pk), shown)


INTRANET = "/en/intranet/contributions"
MONEY_DOORS = {
    ("budget", "read"): {
        "page": money_door(f"{INTRANET}/budgets/{{pk}}/", "budget", f"<h1>{WORD} (en)</h1>"),
        "list": money_door(f"{INTRANET}/budgets/", "budget", f"{WORD} (en)"),
        "table": money_door(f"{INTRANET}/budgets/{{pk}}/execution.csv", "budget", "Studies and research,100.00"),
    },
    ("voucher", "read"): {
        "page": money_door(f"{INTRANET}/budgets/{{pk}}/expenditures/", "budget", f"{WORD} payee"),
        "project": money_door(f"{INTRANET}/projects/{{pk}}/", "project", f"{WORD} docente"),
        "bank": money_door(f"{INTRANET}/projects/{{pk}}/", "project", f"{WORD} bank"),
        "bank statement": money_door(f"{INTRANET}/bank/{{pk}}/", "bank statement", f"{WORD} payer"),
        "bank statements": money_door(f"{INTRANET}/bank/", "bank statement", f"{WORD} account"),
        "reconciliation": money_door(f"{INTRANET}/bank/{{pk}}/reconciliation/", "bank statement", f"{WORD} account"),
        "lines": money_door(f"{INTRANET}/bank/{{pk}}/lines.csv", "bank statement", f"{WORD} payer"),
        "file of the bank": lambda client, world: downloads(client, world["money"]["bank statement"].file),
        "file": lambda client, world: downloads(client, world["money"]["voucher"].voucher),
        "file of a project": lambda client, world: downloads(client, world["money"]["of project"].voucher),
    },
    ("voucher", "write"): {
        "form of a line": money_door(f"{INTRANET}/bank/{{pk}}/", "bank statement", "Correct or set aside"),
        "admin list of accounts": money_door("/admin/contributions/bankaccount/", "bank statement", f"{WORD} account"),
        "admin list": money_door("/admin/contributions/expenditure/", "voucher", f"{WORD} payee"),
        "admin search": money_door(f"/admin/contributions/expenditure/?q={WORD}", "voucher", f"{WORD} payee"),
        "admin object": money_door("/admin/contributions/expenditure/{pk}/change/", "voucher", f"{WORD} payee"),
    },
    ("project", "read"): {
        "page": money_door(f"{INTRANET}/projects/{{pk}}/", "project", f"<h1>{WORD} (en)</h1>"),
        "list": money_door(f"{INTRANET}/projects/", "project", f"{WORD} (en)"),
        "table": money_door(f"{INTRANET}/projects/projects.csv", "project", f"{WORD} (en)"),
    },
    ("project", "write"): {"admin list": money_door("/admin/contributions/project/", "project", f">{WORD}</a>")},
}


def meeting_door(path, shown):
    """A page that tells of a meeting, which is made when the first such door is tried."""
    return lambda client, world: bool(world["held"]) and shows(client, path, shown)


def leads_to(path, shown):
    """A page of a meeting that tells a word, where it leads if it leads further."""

    def tells(client, world):
        answer = client.get(path, follow=True) if world["held"] else None
        return answer.status_code == 200 and shown in answer.content.decode()

    return tells


def drafted_scale(people):
    """A draft of a scale that names the word, with its files made."""
    printed = Scale.objects.get()
    made = scales.draft(
        amounts(printed),
        by=people["st_assist"],
        valid_from=date(2090, 1, 1),
        drafted_from=printed,
        justification=(WORD, WORD),
    )
    Scale.objects.filter(pk=made.pk).update(approved_by_es=WORD, approved_by_en=WORD)
    about = ScaleDraft.objects.get(pk=made.pk)
    files = {}
    for kind in ("scale-draft", "scale-draft-table"):
        files[kind] = scale_files.ask_for_file(about, kind, language="en", by=people["st_assist"])
        pdf.make_next()
        files[kind].refresh_from_db()
    return about, files


def scale_page(path, shown=WORD):
    """A page of the draft of a scale; `pk` in its address is the draft's, and what it shows may name that too."""

    def door(client, world):
        draft, _files = world["scale"]
        return shows(client, path.format(pk=draft.pk), shown.format(pk=draft.pk))

    return door


def in_the_menu(client, world):
    """Under the contributions, or by itself for those who have no page of theirs."""
    assert world["scale"]  # which makes it
    pages = [client.get(path, follow=True) for path in ("/en/intranet/", "/en/intranet/contributions/")]
    return any('href="/en/intranet/scales/"' in page.content.decode().partition("<h1>")[0] for page in pages)


def scale_file(kind):
    return lambda client, world: downloads(client, world["scale"][1][kind].file)


SCALE_DOORS = {
    ("scale_draft", "read"): {
        "page": scale_page("/en/intranet/scales/{pk}/", f"<p>{WORD}</p>"),
        "list": scale_page("/en/intranet/scales/", "/en/intranet/scales/{pk}/"),
        "CSV": scale_page("/en/intranet/scales/{pk}/comparison.csv", "141360.00"),
        "PDF": scale_file("scale-draft"),
        "XLSX": scale_file("scale-draft-table"),
        "simulator": scale_page("/en/intranet/scales/simulation/", 'name="total"'),
        "menu": in_the_menu,
    },
    ("scale_draft", "write"): {
        "simulator": scale_page(
            "/en/intranet/scales/simulation/?method=proportion&total=1000&unit=dollars", 'name="valid_from"'
        ),
        "admin list": scale_page("/admin/contributions/scale/"),
        "admin search": scale_page(f"/admin/contributions/scale/?q={WORD}"),
        "admin object": scale_page("/admin/contributions/scale/{pk}/change/"),
        "admin history": scale_page("/admin/contributions/scale/{pk}/history/"),
        "admin shares": scale_page("/admin/contributions/share/", "2090"),
        "discarding": scale_page("/admin/contributions/scale/{pk}/do/discard/", "2090"),
    },
    ("scale_draft", "approve"): {
        "approval": scale_page("/admin/contributions/scale/{pk}/do/approve/", "2090"),
    },
}


def contributed(people):
    """{slug of a country: its papers}: an invoice, a payment of all of it and a proof, the word in each."""
    invoices = money_of_members.assessed(people["st_coord"])
    found = {}
    for slug in ("mx", "ca", "pa"):
        settled = money_of_members.paid(slug, str(invoices[slug].amount_usd), people, reference=f"{WORD} {slug}")
        file = uploads.checked(f"{WORD}.pdf", kinds.PDF, ContentFile(honest.FILES["pdf"]))
        proof = proofs.hand_in(invoices[slug].party, file, invoice=invoices[slug], by=people["st_coord"])
        found[slug] = {"invoice": invoices[slug], "payment": settled, "proof": proof}
        found[slug]["paper"] = printouts.ask_for_invoice(invoices[slug], language="en", by=people["st_coord"])
        pdf.make_next()
        found[slug]["paper"].refresh_from_db()
    return found


def contribution_doors(slug):
    """The pages of a country, of its invoice and payment, its proof by itself and in the archive."""

    def page(client, world):
        return bool(world["contributions"]) and shows(client, f"{CONTRIBUTIONS}countries/{slug}/", f"{WORD} {slug}")

    def invoice(client, world):
        found = world["contributions"][slug]["invoice"]
        return shows(client, found.get_absolute_url(), found.symbol)

    def payment(client, world):
        return shows(client, world["contributions"][slug]["payment"].get_absolute_url(), f"{WORD} {slug}")

    def proof(client, world):
        return downloads(client, world["contributions"][slug]["proof"].file)

    def paper(client, world):
        return downloads(client, world["contributions"][slug]["paper"].file)

    def archive(client, world):
        answer = client.get(f"{CONTRIBUTIONS}countries/{slug}/all.zip") if world["contributions"] else None
        return answer.status_code == 200 and WORD.encode() in b"".join(answer.streaming_content)

    def statement(client, world):
        return bool(world["contributions"]) and shows(
            client, f"{CONTRIBUTIONS}countries/{slug}/statement/", f"{WORD} {slug}"
        )

    def table(client, world):
        return bool(world["contributions"]) and shows(
            client, f"{CONTRIBUTIONS}countries/{slug}/statement/statement.csv", f"{WORD} {slug}"
        )

    return {
        "statement": statement,
        "table": table,
        "page": page,
        "invoice": invoice,
        "payment": payment,
        "proof": proof,
        "paper": paper,
        "archive": archive,
    }


def table_door(page):
    """The table of who has paid, by what Canada was asked for and has paid."""
    shown = {"": ">68,000.00<", "status.csv": "68000.00"}[page]
    return lambda client, world: bool(world["contributions"]) and shows(client, f"{CONTRIBUTIONS}status/{page}", shown)


CONTRIBUTIONS = "/en/intranet/contributions/"
MONTH = f"{timezone.localdate():%Y/%-m}"
MEETING_DOORS = {
    ("meeting", "read"): {
        "page": meeting_door("/en/meetings/convocada/", f"<h1>{WORD} (en)</h1>"),
        "list": meeting_door("/en/meetings/", f"{WORD} (en)"),
        "home": meeting_door("/en/", f"{WORD} (en)"),
        "calendar": meeting_door(f"/en/meetings/calendar/{MONTH}/", f"{WORD} (en)"),
        "calendar program": meeting_door("/en/meetings/convocada/meeting.ics", f"{WORD} (en)"),
        "API": meeting_door("/api/v1/meetings", WORD),
        "search": meeting_door(f"/en/search/?source=meetings&q={WORD}", "/meetings/convocada/"),
    },
    ("planned_meeting", "read"): {
        "page": meeting_door("/en/intranet/meetings/planificada/", f"<h1>{WORD} planned (en)</h1>"),
        "list": meeting_door("/en/intranet/meetings/", f"{WORD} planned (en)"),
        "my calendar": meeting_door("/en/intranet/calendar/", f"{WORD} planned (en)"),
        "search": meeting_door(f"/en/search/?source=meetings&q={WORD}", "/meetings/planificada/"),
    },
    ("planned_meeting", "write"): {
        "admin list": meeting_door("/admin/meetings/meeting/", f"{WORD} planned"),
        "admin search": meeting_door(f"/admin/meetings/meeting/?q={WORD}", f"{WORD} planned"),
    },
    ("meeting_session", "read"): {
        "page": meeting_door("/en/intranet/meetings/convocada/", f"{WORD} plenary"),
    },
    ("convocation", "read"): {
        "page": leads_to("/en/intranet/meetings/convocada/convocation/", f"<p>{WORD}</p>"),
        "menu": meeting_door("/en/intranet/meetings/convocada/", "/convocada/convocation/"),
    },
    ("convocation", "write"): {"board": meeting_door("/en/intranet/meetings/convocada/convocation/", "Reminded")},
    ("participant_list", "read"): {
        "page": meeting_door("/en/intranet/meetings/convocada/participants/", f"{WORD} delegate"),
        "table": meeting_door("/en/intranet/meetings/convocada/participants/participants.csv", f"{WORD} delegate"),
    },
    ("participant_list", "write"): {
        "addresses": meeting_door("/en/intranet/meetings/convocada/participants/", "delegate@example.org"),
    },
    ("meeting_reg", "write"): {
        "form": meeting_door("/en/intranet/meetings/convocada/my-delegation/", 'name="people-0-full_name"'),
        "desk": meeting_door("/en/intranet/meetings/convocada/delegations/", f"{WORD} delegate"),
    },
}
NEWS_PUBLIC = {
    "page": news_door("/en/news/{pk}/"),
    "list": news_door("/en/news/"),
    "home": news_door("/en/"),
    "feed": news_door("/en/news/updates.atom"),
    "search": news_door(f"/en/search/?source=news&q={WORD}"),
}
NEWS_DESK = {
    "admin list": news_door("/admin/site/news/", "draft_news", f"{WORD} draft"),
    "admin object": news_door("/admin/site/news/{pk}/change/", "draft_news", f"{WORD} draft"),
}


def closed_door(people):
    """A session to which those are accredited to whom the matrix gives its papers."""
    circle = Circle.objects.create(name="Puerta cerrada")
    for role in ("hod", "ppt"):
        CircleAdmission.objects.create(circle=circle, person=people[role], valid_from=date(2026, 1, 1))
    return circle


def paper_doors(name):
    """The page of a paper, its place in a list, its file, and the search, with what it counts."""

    def file(client, world):
        one = DocumentVersion.objects.select_related("document").get(pk=world["papers"][name].pk)
        return downloads(client, one.served_file) if name != "published_doc" else opens(client, one.permalink)

    def page(client, world):
        paper = Document.objects.get(pk=world["papers"][name].document_id)
        return shows(client, paper.get_absolute_url(), f"<h1>{WORD}")

    def listed(client, world):
        if name == "published_doc":
            return shows(client, "/en/documents/?order=title", world["papers"][name].document.title)
        path = f"/en/intranet/papers/{world['papers'][name].document_id}/"
        return shows(client, "/en/intranet/papers/", path)

    def found(client, world):
        paper = Document.objects.get(pk=world["papers"][name].document_id)
        address = f"/{paper.symbol}/" if paper.symbol else f"papers/{paper.pk}/"
        return shows(client, f"/en/search/?source=documents&q={WORD}", f'{address}"')

    def counted(client, world):
        return bool(world["papers"][name]) and shows(client, f"/en/search/?source=documents&q={WORD}", "1 result<")

    def asked(client, world):
        paper = Document.objects.get(pk=world["papers"][name].document_id)
        return shows(client, "/api/v1/documents?order=title&page_size=100", f'"es": "{paper.title_es}"')

    return {"page": page, "list": listed, "file": file, "search": found, "count": counted, "API": asked}


def opens(client, path):
    return client.head(path).status_code == 200


def handed_over(people):
    """The handover to the presidency of this year, with its file, which names the draft circular."""
    begun = Handover.objects.get(starts_on__year=timezone.localdate().year)
    begun.printout = handover.ask_for_file(begun, language="en", by=people["ppt"])
    pdf.make_next()
    begun.printout.refresh_from_db()
    return begun


def reported(people):
    """A report that is issued, with its PDF and its spreadsheet, and a draft, each with the word."""
    rows = {}
    for name, last_on in (("issued", date(2025, 12, 31)), ("draft", date(2025, 6, 30))):
        rows[name] = reporting.begin(
            ActivityReport(starts_on=date(2025, 1, 1), last_on=last_on), by=people["st_assist"]
        )
        rows[name].texts.update(text_es=f"{WORD} {name}", text_en=f"{WORD} {name}")
    rows["issued"] = reporting.issue(rows["issued"], by=people["st_coord"])
    for name, row in list(rows.items()):
        for is_table in (False, True):
            rows[name, is_table] = reporting.ask_for_file(row, is_table=is_table, language="en", by=people["st_coord"])
    while pdf.make_next():
        pass
    for row in rows.values():
        row.refresh_from_db()
    return rows


def report_doors(name):
    """The page of a report, its place in the list, a table, the PDF and the spreadsheet."""

    def address(world):
        return f"/en/intranet/reports/{world['reported'][name].pk}/"

    return {
        "page": lambda client, world: shows(client, address(world), f"{WORD} {name}"),
        "list": lambda client, world: shows(client, "/en/intranet/reports/", f'href="{address(world)}"'),
        "table": lambda client, world: shows(client, f"{address(world)}table-1.csv", "Theme"),
        "PDF": lambda client, world: downloads(client, world["reported"][name, False].file),
        "spreadsheet": lambda client, world: downloads(client, world["reported"][name, True].file),
    }


def report_on_the_desk(client, world):
    """Its texts in the admin, for whoever writes them."""
    return shows(client, f"/admin/site/activityreport/{world['reported']['draft'].pk}/change/", f"{WORD} draft")


def visitor(world, role):
    """Somebody in a role, signed in once for all the doors of a test."""
    if role not in world["visitors"]:
        world["visitors"][role] = Client()
        if role != "anon":
            sign_in_past_second_factor(world["visitors"][role], world["people"][role])
    return world["visitors"][role]


def shows(client, path, word=WORD):
    """Whether the word comes out of a door; a page that refuses must not hold it either."""
    answer = client.get(path, follow=False)
    body = answer.content.decode()
    if answer.status_code != 200:
        assert word not in body, f"{path} answers {answer.status_code} and tells"
        return False
    return word in body


def downloads(client, file):
    """Whether the file leaves."""
    return client.head(file.get_absolute_url()).status_code == 200


def admin_doors(kind, app="members"):
    """The list, the search, the object and its history on the desk, and the field that completes names."""
    return {
        "admin list": lambda client, world: shows(client, f"/admin/{app}/{kind}/"),
        "admin search": lambda client, world: shows(client, f"/admin/{app}/{kind}/?q={WORD}"),
        "admin object": lambda client, world: shows(
            client, f"/admin/{app}/{kind}/{world[{'mandate': 'entry', 'user': 'account'}.get(kind, kind)].pk}/change/"
        ),
    }


def sends(client, draft):
    """Whether the draft has left."""
    client.post(f"/en/intranet/circulars/{draft.pk}/send/")
    draft.refresh_from_db()
    return draft.status == "sent"


CIRCULAR_READ = {
    "page": lambda client, world: shows(client, f"/en/intranet/circulars/{world['circular'].pk}/"),
    "list": lambda client, world: shows(client, "/en/intranet/circulars/"),
}
DOORS = {
    **{(name, "read"): paper_doors(name) for name in PAPERS},
    ("circular", "read"): CIRCULAR_READ,
    ("circular", "approve"): {
        "send": lambda client, world: sends(client, circular(world["people"]["ppt"])),
    },
    ("dir_all", "read"): {
        "page": lambda client, world: shows(client, "/en/intranet/directory/?role=liaison_x"),
        "search": lambda client, world: shows(client, f"/en/intranet/directory/?q={WORD}", f">{WORD}</h2>"),
        "export": lambda client, world: shows(client, "/en/intranet/directory/contacts.csv"),
        "card": lambda client, world: shows(client, f"/en/intranet/directory/{world['entry'].pk}.vcf"),
    },
    ("dir_own", "write"): {"profile": lambda client, world: shows(client, "/en/intranet/profile/", 'name="full_name"')},
    ("handover", "read"): {
        "page": lambda client, world: shows(client, f"/en/intranet/handover/{world['handover'].pk}/", "Takes over"),
        "list": lambda client, world: shows(
            client, "/en/intranet/handover/", f"/en/intranet/handover/{world['handover'].pk}/"
        ),
        "file": lambda client, world: downloads(client, world["handover"].printout.file),
    },
    ("mandate", "read"): admin_doors("mandate"),
    ("account", "write"): admin_doors("user"),
    ("invitation", "read"): {
        "page": lambda client, world: shows(client, "/en/intranet/people/", f">{WORD}</h3>"),
        **{f"{name}": door for name, door in admin_doors("invitation").items()},
    },
    ("invitation", "approve"): {
        "decision": lambda client, world: shows(
            client, f"/en/intranet/people/invitations/{world['invitation'].pk}/decide/"
        )
    },
    ("audit_trail", "read"): {
        # Of a row that everybody may read: of others the auditor learns what changed, and not from what to what.
        "page": lambda client, world: shows(client, f"{TRAIL}?kind=members.partyalias&number={world['alias'].pk}"),
        "list": lambda client, world: shows(client, f"{TRAIL}?kind=members.partyalias"),
        "export": lambda client, world: shows(client, f"{TRAIL}export/?kind=members.partyalias"),
    },
    ("news", "read"): NEWS_PUBLIC,
    **MEETING_DOORS,
    **MONEY_DOORS,
    **SCALE_DOORS,
    **FUND_DOORS,
    **CONSULTATION_DOORS,
    ("contrib_own", "read"): contribution_doors("mx"),
    ("contrib_other", "read"): {
        **contribution_doors("ca"),
        "table of all": table_door(""),
        "table of all as CSV": table_door("status.csv"),
    },
    ("draft_news", "read"): NEWS_DESK,
    ("activity_report", "read"): report_doors("issued"),
    ("activity_report", "write"): {**report_doors("draft"), "admin object": report_on_the_desk},
    ("record", "write"): {"admin object": lambda client, world: shows(client, "/admin/members/party/?q=MEX", "Mexico")},
}
# A cell whose condition narrows it at some door: what the object made above is to that role.
EXCEPTIONS = {
    ("draft_doc", "liaison_x"): "none",  # the draft is of no network
    ("draft_doc", "rcgm"): "none",  # nor of the RCGM
    ("agenda_draft", "liaison_x"): "none",  # the agenda is the RCGM's
    ("dir_all", "liaison_x"): "none",  # the entry is of the other network
}
PLACES = {
    # (object, door): roles of the matrix that reach the object by other doors only
    **FUND_PLACES,
    **CONSULTATION_PLACES,
    **{("invitation", name): {"focal"} for name in admin_doors("invitation")},
    ("invitation", "page"): {"st_it"},
    # The Presidency and the Troika have countries of their own; of other countries, members read the table of who has
    # paid alone.
    **{("contrib_own", door): {"ppt", "troika"} for door in contribution_doors("mx")},
    **{("contrib_other", door): {"focal", "hod", "rcgm", "ppt"} for door in contribution_doors("ca")},
    ("meeting_reg", "form"): {"liaison_x", "rcgm", "st_coord", "st_assist"},  # these have the own entry, or the desk
    ("meeting_reg", "desk"): {"obs_country", "obs_org", "rrocm", "focal", "hod", "liaison_x", "rcgm"},
    ("planned_meeting", "admin list"): {"ppt"},  # the Presidency works in the intranet
    ("planned_meeting", "admin search"): {"ppt"},
}


def expected(name, needed, door, role):
    access = EXCEPTIONS.get((name, role), CELLS[name, role])
    return Level[access.upper()] >= Level[needed.upper()] and role not in PLACES.get((name, door), set())


@pytest.mark.parametrize(("name", "needed"), DOORS)
def test_a_door_opens_to_the_roles_of_the_matrix_alone(world, name, needed):
    mismatches = [
        (role, door, "opens" if opened else "stays shut")
        for door, opens in DOORS[name, needed].items()
        for role in ROLES
        if (opened := opens(visitor(world, role), world)) != expected(name, needed, door, role)
    ]

    assert mismatches == []


PUBLIC_LISTS = [
    "/en/",
    "/en/documents/",
    "/en/documents/?order=title",
    "/en/documents/documents.csv",
    "/en/documents/updates.atom",
    "/en/declarations/",
    "/en/plan-of-action/",
    "/sitemap.xml",
    "/en/search/",
]


def test_what_is_for_some_is_in_no_public_list_feed_count_or_map_whoever_looks(world):
    asked = [(role, path) for role in ("anon", "focal", "ppt", "st_coord") for path in PUBLIC_LISTS]
    before = {(role, path): public_part(visitor(world, role), path) for role, path in asked}

    made = [world["papers"][name] for name in PAPERS if name != "published_doc"]
    page_cache.begin_edition()

    assert len(made) == len(PAPERS) - 1
    assert {(role, path): public_part(visitor(world, role), path) for role, path in asked} == before


def public_part(client, path):
    """A page from its heading on; a feed, a table and a map from their first entry on."""
    answer = client.get(path)
    body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
    return body[max(body.find("<main"), body.find("<entry"), 0) :]


@pytest.mark.parametrize("role", [role for role in ROLES if CELLS["circular", role] == "none" and role != "anon"])
def test_what_is_hidden_answers_like_what_does_not_exist(world, role):
    client = visitor(world, role)

    hidden = client.get(f"/en/intranet/circulars/{world['circular'].pk}/")
    missing = client.get("/en/intranet/circulars/999999/")

    assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_a_circular_that_is_not_sent_is_seen_by_its_writers_alone(world):
    path = f"/en/intranet/circulars/{world['draft'].pk}/"

    seeing = {role for role in ROLES if shows(visitor(world, role), path)}

    assert seeing == {"ppt", "st_coord", "st_assist"}


def test_the_autocomplete_of_people_is_for_the_desk(world):
    path = "/admin/autocomplete/?app_label=members&model_name=mandate&field_name=user&term=Quetzal"

    reached = {role for role in ROLES if shows(visitor(world, role), path)}

    assert reached <= {"st_coord", "st_assist", "st_it"}


def test_a_team_of_the_troika_sees_the_contributions_of_its_own_country(world):
    opened = {
        role: {door for door, opens in contribution_doors("pa").items() if opens(visitor(world, role), world)}
        for role in ("troika", "ppt", "focal")
    }

    assert opened == {"troika": set(contribution_doors("pa")), "ppt": set(), "focal": set()}


def test_an_anonymous_visitor_is_led_to_the_login_from_every_page_of_the_intranet(world):
    client = Client()
    paths = [f"/en/intranet/{path}" for path in ("", "directory/", "people/", "circulars/", "calendar/", "profile/")]

    assert {client.get(path).status_code for path in paths} == {302}
    assert {client.get(path).headers["Location"].split("?")[0] for path in paths} == {"/accounts/login/"}


def test_somebody_without_a_mandate_reaches_nothing_protected(world):
    client = Client()
    sign_in_past_second_factor(client, person("nadie"))

    seen = [
        path
        for path in ("directory/", "directory/contacts.csv", "circulars/", "people/", "")
        if shows(client, f"/en/intranet/{path}")
    ]

    assert seen == []
    assert Mandate.objects.visible_to(User.objects.get(email="nadie@example.org")).count() == 0


def test_the_break_glass_account_passes_no_filter_by_person(world):
    emergency = User.objects.create_superuser("root@example.org", full_name="Emergencia")
    client = Client()
    sign_in_past_second_factor(client, emergency)

    assert client.get("/admin/members/mandate/").status_code == 200
    assert not shows(client, "/admin/members/mandate/")
    assert not shows(client, "/en/intranet/directory/contacts.csv")
    assert not shows(client, f"/en/intranet/circulars/{world['circular'].pk}/")
    opened = {door for doors in FUND_DOORS.values() for door, opens in doors.items() if opens(client, world)}
    assert opened == {"page"}  # of the statistics, which are everybody's
    assert through_consultations(client, world) == set()


def through_consultations(client, world):
    """The doors of consultations that open, by object and level."""
    return {
        (*at, door) for at, doors in CONSULTATION_DOORS.items() for door, opens in doors.items() if opens(client, world)
    }


def test_somebody_without_a_mandate_opens_no_door_of_a_consultation(world):
    client = Client()
    sign_in_past_second_factor(client, person("nadie"))

    assert through_consultations(client, world) == set()


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"anon", "st_coord", "st_assist", "st_it"}])
def test_looking_through_a_role_opens_no_more_doors_of_consultations_than_the_role_does(world, role):
    seat = world["people"][role].mandates.get()
    client = Client()
    sign_in_past_second_factor(client, world["people"]["st_coord"])
    client.post("/en/intranet/view-as/", {"role": role, "party": seat.party_id, "body": seat.body_id or ""})

    opened = through_consultations(client, world)

    assert opened <= through_consultations(visitor(world, role), world)
    assert bool(opened) == any(CELLS[name, role] != "none" for name in ("consult_troika", "consult_members"))
