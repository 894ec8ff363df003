"""The doors of consultations: the Troika phase, the members' rounds and the dossiers, for each role of the matrix."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation

from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from declarations.consultations import answering, conducting, drafting, filing_dossiers
from declarations.consultations.dossier import KINDS, Dossier
from declarations.models import Document
from tests.declarations.consulting import cell, note, refreshed, running, say
from tests.members.factories import seated

WORD = "Quetzalcanario"
HOUR = timedelta(hours=1)
TROIKA, OPEN, OVER, DRAFT = (f"{WORD} {part}" for part in ("troika", "open", "over", "draft"))


def consultations(people):
    """A draft, one with the Troika, one in its first round and one withdrawn in it, each with a word of its own.

    Panama has not answered the Troika's and Mexico not the first round; Canada and Guatemala have.
    """
    now = timezone.now()
    people = people | {
        "coming": seated("consulted-coming", "presidency_team", "gt"),
        "focal-pa": seated("consulted-pa", "focal", "pa"),
        "other": seated("consulted-other", "focal", "ca"),
    }
    over = in_first_round(people, OVER, now - 6 * HOUR)
    mail = note(f"{OVER} mail.txt", OVER)
    by_mail = answering.record_for(
        cell(over, "us"), "object", f"Por correo {OVER}", mail=mail, by=people["st_coord"], now=now - 4 * HOUR
    )
    reasons = dict.fromkeys(("es", "en"), f"Motivo {OVER}")
    conducting.declare(over, "withdrawn", reasons, by=people["ppt"], now=now - 3 * HOUR)
    keep_dossiers()
    draft = begun(people, DRAFT)
    with_troika = begun(people, TROIKA)
    until = timezone.localdate(now) + timedelta(days=7)
    conducting.submit(with_troika, last_on=until, by=people["ppt"], now=now - 2 * HOUR)
    answer(with_troika, people["coming"], TROIKA, now - HOUR)
    return {
        DRAFT: draft,
        TROIKA: refreshed(with_troika),
        OPEN: in_first_round(people, OPEN, now - 2 * HOUR),
        OVER: refreshed(over),
        "mail": by_mail.file,
    }


def begun(people, word):
    """A draft, with the word in each text and in the attachment."""
    texts = {f"title_{code}": word for code in ("es", "en")} | {
        f"text_{code}": f"Texto {word}" for code in ("es", "en")
    }
    return drafting.begin("procedure", texts, files=[note(f"{word}.txt", word)], by=people["ppt"])


def answer(consultation, person, word, at):
    """An objection with the word, and a file."""
    slug = person.mandates.get().party.slug
    file = note(f"{word} position.txt", word)
    answering.answer(cell(consultation, slug), "object", f"Objeción {word}", file=file, by=person, now=at)


def in_first_round(people, word, at):
    """Put to the members at a moment, an hour before which the Troika agreed; Canada objects, with a file."""
    consultation = begun(people, word)
    conducting.submit(consultation, by=people["ppt"], now=at - HOUR)
    for who in ("troika", "coming"):
        say(consultation, people[who], "agree_comments", f"Troika {word}", at=at - HOUR)
    conducting.agree(consultation, by=people["ppt"], now=at - HOUR)
    conducting.open_round(consultation, by=people["ppt"], now=at)
    answer(consultation, people["other"], word, at + HOUR)
    return refreshed(consultation)


def keep_dossiers():
    """Print and file the dossiers that are due."""
    filing_dossiers.keep()
    while pdf.make_next():
        pass
    filing_dossiers.keep()


def page(name, *args):
    with translation.override("en"):
        return reverse(f"declarations:{name}", args=args)


def tells(client, path, word):
    """Whether a page tells a word; one that refuses must not tell it either."""
    answer = client.get(path)
    text = answer.content.decode()
    assert answer.status_code == 200 or word not in text
    return answer.status_code == 200 and word in text


def of(which, name, word):
    """A page of a consultation that tells a word."""
    return lambda client, world: tells(client, page(name, world["consultations"][which].pk), word)


def opens(which, name, *args):
    """Whether a form of a consultation is shown."""
    return lambda client, world: client.get(page(name, world["consultations"][which].pk, *args)).status_code == 200


def board(which, word):
    """The board of the round begun last, alone."""
    return lambda client, world: tells(client, page("round-board", running(world["consultations"][which]).pk), word)


def leads_to(which, path, name="consultation-detail"):
    """A page of the portal that has the address of a consultation."""
    return lambda client, world: tells(client, path, f'{page(name, world["consultations"][which].pk)}"')


def named(which, path):
    """A page of the portal that names a consultation."""
    return lambda client, world: bool(world["consultations"]) and tells(client, path, which)


def cell_page(which, slug, name, word):
    """A page of a country's cell that tells a word."""
    return lambda client, world: tells(client, page(name, cell(world["consultations"][which], slug).pk), word)


def record_by_mail(which, slug):
    """The form for what a country answered by mail."""
    return lambda client, world: (
        client.get(page("position-record", cell(world["consultations"][which], slug).pk)).status_code == 200
    )


def new_one(client, _world):
    return client.get(page("consultation-begin", "procedure")).status_code == 200


def waits(which, slug):
    """Whether the home leads to the answer that a country has not given."""

    def door(client, world):
        own = cell(world["consultations"][which], slug)
        return tells(client, "/en/intranet/", f'href="{page("position-answer", own.pk)}"')

    return door


def leaves(client, file):
    return client.head(file.get_absolute_url()).status_code == 200


def attachment(which):
    """The file beside the text."""
    return lambda client, world: leaves(
        client, world["consultations"][which].texts.get().attachments.select_related("file").get().file
    )


def file_of_position(which, slug):
    """The file beside what a country said."""
    return lambda client, world: leaves(client, cell(world["consultations"][which], slug).positions.get().file)


def mail(client, world):
    """The mail in which a country answered."""
    return leaves(client, world["consultations"]["mail"])


def dossier_doors(which):
    """A dossier as the document that it is filed as, its file, and the PDF that was printed for it."""
    field = {Dossier.MEMBERS: "dossier", Dossier.TROIKA: "troika_dossier"}[which]

    def document(world):
        return Document.objects.get(pk=getattr(world["consultations"][OVER], f"{field}_id"))

    def listed(client, world):
        return tells(client, "/en/intranet/papers/", f'{document(world).get_absolute_url()}"')

    def found(client, world):
        return tells(client, f"/en/search/?source=documents&q={WORD}", f'{document(world).get_absolute_url()}"')

    def printed(client, world):
        rows = Printout.objects.of(KINDS[which], world["consultations"][OVER])
        return leaves(client, rows.get(language="en").file)

    return {
        "dossier": lambda client, world: tells(client, document(world).get_absolute_url(), OVER),
        "dossier in the list": listed,
        "dossier in the search": found,
        "file of the dossier": lambda client, world: leaves(
            client, document(world).versions.get(language="en").served_file
        ),
        "PDF of the dossier": printed,
    }


SEARCH = f"/en/search/?source=consultations&q={WORD}"
LIST, CALENDAR = "/en/intranet/consultations/", "/en/intranet/calendar/"
DESK = "/admin/declarations/consultation/"


def desk_doors(which):
    """The list of the desk, its search, the object and its history."""

    def of_one(verb):
        return lambda client, world: tells(client, f"{DESK}{world['consultations'][which].pk}/{verb}/", which)

    return {
        "admin list": named(which, DESK),
        "admin search": named(which, f"{DESK}?q={WORD}"),
        "admin object": of_one("change"),
        "admin history": of_one("history"),
    }


DRAFT_DOORS = {
    "draft": of(DRAFT, "consultation-detail", f"Texto {DRAFT}"),
    "attachment of a draft": attachment(DRAFT),
    "draft in the list": leads_to(DRAFT, LIST),
    "draft in the search": leads_to(DRAFT, SEARCH),
}
OPEN_POSITIONS = {
    "position while it is open": of(OPEN, "consultation-detail", f"Objeción {OPEN}"),
    "position while it is open, on the board": board(OPEN, f"Objeción {OPEN}"),
    "file of a position while it is open": file_of_position(OPEN, "ca"),
}
POSITIONS = {
    "position": of(OVER, "consultation-detail", f"Objeción {OVER}"),
    "position on the board": board(OVER, f"Objeción {OVER}"),
    "position by mail": board(OVER, f"Por correo {OVER}"),
    "file of a position": file_of_position(OVER, "ca"),
}
CONSULTATION_DOORS = {
    ("consult_troika", "read"): {
        "page": of(TROIKA, "consultation-detail", f"Texto {TROIKA}"),
        "list": leads_to(TROIKA, LIST),
        "board": board(TROIKA, f"Objeción {TROIKA}"),
        "attachment": attachment(TROIKA),
        "file of a position": file_of_position(TROIKA, "gt"),
        "search": leads_to(TROIKA, SEARCH),
        "calendar": named(TROIKA, CALENDAR),
        "Troika of one that is open": of(OPEN, "consultation-detail", f"Troika {OPEN}"),
        "Troika of one that is over": of(OVER, "consultation-detail", f"Troika {OVER}"),
        **DRAFT_DOORS,
        "reminder": opens(TROIKA, "consultation-do", "remind"),
        **desk_doors(TROIKA),
        **dossier_doors(Dossier.TROIKA),
    },
    ("consult_troika", "comment"): {
        "answer": cell_page(TROIKA, "pa", "position-answer", f"Texto {TROIKA}"),
        "home": waits(TROIKA, "pa"),
    },
    ("consult_troika", "write"): {
        "form": opens(DRAFT, "consultation-write"),
        "sending": opens(DRAFT, "consultation-send"),
        "form of a new one": new_one,
        "taking back": opens(TROIKA, "consultation-do", "take_back"),
        "withdrawal": opens(TROIKA, "consultation-declare"),
        "more time": opens(TROIKA, "consultation-extend"),
        "record by mail": record_by_mail(TROIKA, "pa"),
    },
    ("consult_members", "read"): {
        "page": of(OPEN, "consultation-detail", f"Texto {OPEN}"),
        "list": leads_to(OPEN, LIST),
        "list of those that are over": leads_to(OVER, LIST),
        "board": board(OPEN, 'class="board"'),
        "attachment": attachment(OPEN),
        "search": leads_to(OPEN, SEARCH),
        "calendar": named(OPEN, CALENDAR),
        "reason": of(OVER, "consultation-detail", f"Motivo {OVER}"),
        **OPEN_POSITIONS,
        **POSITIONS,
        "mail": mail,
        "reminder": opens(OPEN, "consultation-do", "remind"),
        **desk_doors(OPEN),
        **dossier_doors(Dossier.MEMBERS),
    },
    ("consult_members", "comment"): {
        "answer": cell_page(OPEN, "mx", "position-answer", f"Texto {OPEN}"),
        "home": waits(OPEN, "mx"),
    },
    ("consult_members", "write"): {
        "form": opens(OPEN, "consultation-write"),
        "opening of the positions": opens(OPEN, "consultation-do", "open_positions"),
        "withdrawal": opens(OPEN, "consultation-declare"),
        "report": opens(OVER, "consultation-report"),
        "more time": opens(OPEN, "consultation-extend"),
        "record by mail": record_by_mail(OPEN, "mx"),
    },
    ("consult_members", "approve"): {
        "respondent": cell_page(OPEN, "mx", "position-answer", "/who/"),
    },
}

OF_THE_OWN_COUNTRY = {"focal", "hod", "rcgm", "troika"}
"""They read their own position alone while a round is open, and no mail of another country at any time."""
CONSULTATION_PLACES = {
    **{("consult_troika", door): {"troika"} for door in (*DRAFT_DOORS, "reminder")},
    **{("consult_troika", door): {"ppt", "troika"} for door in desk_doors(TROIKA)},
    **{("consult_troika", door): {"ppt", "st_coord"} for door in ("answer", "home")},  # they have no cell
    **{("consult_troika", door): {"st_coord"} for door in ("withdrawal", "more time")},  # the Presidency alone
    ("consult_troika", "record by mail"): {"ppt"},
    **{("consult_members", door): OF_THE_OWN_COUNTRY for door in (*OPEN_POSITIONS, "mail", "reminder")},
    **{("consult_members", door): {"rcgm"} for door in (*POSITIONS, *dossier_doors(Dossier.MEMBERS))},
    **{("consult_members", door): {"ppt", *OF_THE_OWN_COUNTRY} for door in desk_doors(OPEN)},
    ("consult_members", "answer"): {"ppt", "troika", "st_coord"},  # without a seat that answers for Mexico
    ("consult_members", "home"): {"ppt", "troika", "st_coord", "hod"},  # it waits for the respondent
    ("consult_members", "form"): {"hod"},
    ("consult_members", "record by mail"): {"hod", "ppt"},
    **{
        ("consult_members", door): {"hod", "st_coord"}
        for door in ("opening of the positions", "withdrawal", "report", "more time")
    },
}
"""(object, door): roles that reach the object by other doors only."""
