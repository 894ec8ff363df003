"""Consultations as people conduct them: by the steps of the workflow, at moments that a test chooses."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from crm_portal.common.files import kinds, uploads
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import answering, conducting, drafting, keeping_time
from declarations.models import Addressee, Consultation
from members.models import Party, PresidencyTerm, User
from tests import kept
from tests.members.factories import seated

MEMBERS = ("bz", "ca", "cr", "do", "sv", "gt", "hn", "mx", "ni", "pa", "us")
SAN_JOSE = ZoneInfo("America/Costa_Rica")
FRIDAY = datetime(2026, 9, 11, 10, 0, tzinfo=SAN_JOSE)
"""The day from which the four measured ways to count differ."""
TEXTS = {
    "title_es": "Respuesta regional a los flujos extrarregionales",
    "title_en": "Regional response to extra-regional flows",
    "text_es": "La Conferencia propone un mecanismo.\n\nLos países lo aplican.",
    "text_en": "The Conference proposes a mechanism.\n\nThe countries apply it.",
}
REASONS = {"es": "Consta en el expediente.", "en": "It is on file."}


def preside_around(year):
    """Panama, Costa Rica, Guatemala: the Troika of a year, and of every later one, whenever the tests are run."""
    for slug, starts, ends in (("pa", year - 1, year), ("cr", year, 2100), ("gt", 2100, 2101)):
        PresidencyTerm.objects.create(
            party=Party.objects.get(slug=slug), starts_on=date(starts, 1, 1), ends_on=date(ends, 1, 1)
        )


def consulting_people():
    """The Presidency's team, the Secretariat, a focal point in each member, the teams of the rest of the Troika."""
    since = date(2020, 1, 1)
    people = {f"focal-{slug}": seated(f"focal-{slug}", "focal", slug, valid_from=since) for slug in MEMBERS}
    people |= {
        "ppt": seated("ppt", "presidency_team", "cr", valid_from=since),
        "troika": seated("troika", "presidency_team", "pa", valid_from=since),
        "coming": seated("coming", "presidency_team", "gt", valid_from=since),
        "coordinator": seated("coordinator", "st_coord", "iom", valid_from=since),
        "assistant": seated("assistant", "st_assist", "iom", valid_from=since),
        "hod": seated("hod", "hod", "mx", valid_from=since),
        "rcgm": seated("rcgm", "rcgm", "mx", valid_from=since),
    }
    return people


def fresh(person):
    """The person as the next request finds them."""
    return User.objects.get(pk=person.pk)


def both(words):
    """The same words in each language."""
    return {"es": words, "en": words}


def note(name="nota.txt", words="Nota ficticia.\n"):
    """An upload that was checked."""
    return uploads.checked(name, kinds.TXT, ContentFile(words.encode()))


def drafted(people, kind="procedure", word="", **texts):
    """A draft of the Presidency; `word` stands in every text of it."""
    words = {name: f"{value} {word}".strip() for name, value in (TEXTS | texts).items()}
    return drafting.begin(kind, words, by=people["ppt"])


def with_troika(people, at=FRIDAY, **values):
    consultation = drafted(people, **values)
    conducting.submit(consultation, by=people["ppt"], now=at)
    return refreshed(consultation)


def agreed(people, at=FRIDAY, **values):
    """Agreed by the two who were asked, an hour later."""
    consultation = with_troika(people, at, **values)
    for who in ("troika", "coming"):
        say(consultation, people[who], "agree", at=at + timedelta(minutes=30))
    conducting.agree(consultation, by=people["ppt"], now=at + timedelta(hours=1))
    return refreshed(consultation)


def in_first_round(people, at=FRIDAY, **values):
    """In the first round since the moment given."""
    consultation = agreed(people, at - timedelta(days=1), **values)
    conducting.open_round(consultation, by=people["ppt"], now=at)
    return refreshed(consultation)


def after_first_round(people, at=FRIDAY, answers=None, **values):
    """The first round is over: all agree, but for what `answers` says by country; None is no reply."""
    consultation = in_first_round(people, at, **values)
    everybody_says(people, consultation, answers, at=at + timedelta(hours=1))
    return ended(consultation)


def answered(people, at=FRIDAY, answers=None, **values):
    """Both rounds are over; in the second all agree, but for what `answers` says by country."""
    consultation = after_first_round(people, at, **values)
    second = consultation.rounds.latest("sent_at").closes_at + timedelta(days=1)
    conducting.open_round(consultation, by=people["ppt"], now=second)
    everybody_says(people, consultation, answers, at=second + timedelta(hours=1))
    return ended(consultation)


def declared(people, outcome="adopted", at=FRIDAY, **values):
    consultation = answered(people, at, **values)
    conducting.declare(consultation, outcome, REASONS, by=people["ppt"])
    return refreshed(consultation)


def ended(consultation):
    """Its running round ends, at its stored moment."""
    keeping_time.keep(consultation.rounds.latest("sent_at", "pk").closes_at)
    return refreshed(consultation)


def everybody_says(people, consultation, answers=None, *, at):
    """Each member agrees, but for what `answers` says: {"mx": ("object", "reason"), "us": None}."""
    for slug in MEMBERS:
        said = (answers or {}).get(slug, ("agree", ""))
        if said is not None:
            say(consultation, people[f"focal-{slug}"], *said, at=at)


def cell(consultation, slug):
    """A country's cell in the round that was begun last."""
    round_ = consultation.rounds.latest("sent_at", "pk")
    return Addressee.objects.select_related("round__consultation").get(round=round_, party__slug=slug)


def say(consultation, person, choice, text="", *, at):
    """A person answers for the own country, in Spanish."""
    person = fresh(person)
    slug = person.mandates.first().party.slug
    with translation.override("es"):
        return answering.answer(cell(consultation, slug), choice, text, by=person, now=at)


def running(consultation):
    """The round that was begun last."""
    return consultation.rounds.latest("sent_at", "pk")


def written_to(kind):
    """Whom letters of a kind went to, by the first part of the address."""
    found = Letter.objects.filter(kind=kind).values_list("recipient__email", flat=True)
    return sorted(address.split("@")[0] for address in found)


def refreshed(consultation):
    return Consultation.objects.get(pk=consultation.pk)


def asked(people, at=FRIDAY, last_on=date(2026, 9, 25), **values):
    """A simple consultation, open for answers."""
    consultation = drafted(people, kind="question", **values)
    conducting.ask_members(consultation, last_on=last_on, by=people["ppt"], now=at)
    return refreshed(consultation)


def in_second_round(people, at, **values):
    """In the second round since the moment given; the first began four weeks before."""
    consultation = after_first_round(people, at - timedelta(days=28), **values)
    conducting.open_round(consultation, by=people["ppt"], now=at)
    return refreshed(consultation)


def agreed_by_all(people, at=FRIDAY, **values):
    """All agreed in the first round, and the second was passed over."""
    consultation = after_first_round(people, at, **values)
    conducting.skip(consultation, REASONS, by=people["ppt"])
    return refreshed(consultation)


def refusal(step, *arguments, **options):
    """The sentence with which a step is refused."""
    with transaction.atomic(), pytest.raises(TransitionNotAllowed) as refused:
        step(*arguments, **options)
    return str(refused.value)


@kept.by("consulters")
def a_conference():
    """The people of 2026, by what they are."""
    preside_around(2026)
    return consulting_people()


@kept.by("consultations")
def in_every_state():
    """The people, one consultation in each state, and the moment at which the rounds that are open are open."""
    people = a_conference()
    states = {
        "reported": agreed_by_all(people),
        "declared": agreed_by_all(people),
        "answered": agreed_by_all(people),
        "between": after_first_round(people),
        "question reported": ended(asked(people)),
        "question answered": ended(asked(people)),
        "question withdrawn": asked(people),
    }
    later = FRIDAY + timedelta(days=35)
    states |= {
        "second round": in_second_round(people, later),
        "first round": in_first_round(people, later),
        "question asked": asked(people, later, last_on=date(2026, 10, 30)),
        "draft": drafted(people),
        "question draft": drafted(people, kind="question"),
        "agreed": agreed(people, later),
        "with the Troika": with_troika(people, later),
    }
    for who in ("troika", "coming"):
        say(states["with the Troika"], people[who], "agree", at=later)
    for name in ("reported", "declared"):
        conducting.declare(states[name], "adopted", REASONS, by=people["ppt"])
    conducting.declare(states["question withdrawn"], "withdrawn", REASONS, by=people["ppt"])
    for name in ("reported", "question reported"):
        conducting.report(states[name], REASONS, by=people["ppt"])
    return people, {name: refreshed(row) for name, row in states.items()}, later + timedelta(hours=2)
