"""What each role hears of a session, its items and papers, body by body and part by part, at every door there is."""

import io
import zipfile

import pytest
from django.test import Client

from declarations.models import Document
from meetings.models import AgendaItem
from members.models import Body
from tests.meetings.factories import convened, item, session
from tests.meetings.test_attendance import COMES, KINDS, RULES
from tests.meetings.test_papers import paper
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

SITTING, POINT, PAPER = "Quetzalsesion", "Quetzalpunto", "Quetzaldocumento"
INSIDE = {"focal", "hod", "liaison_x", "rcgm", "ppt", "troika", "st_coord", "st_assist"}
OBSERVERS = {
    "obs_country": "observer_country",
    "obs_org": "observer_organisation",
    "rrocm": "rrocm",
}
ALIKE = {"iom_fund", "auditor", "fund_requester"}
"""Roles to which meetings are as closed as to the IT specialist; tests/hardening tries them at every address."""
READ = {
    # body and part: who reads its items and papers before anything is released or anybody is admitted
    ("vm", "opening"): INSIDE,
    ("vm", "plenary"): INSIDE,
    ("vm", "closed_door"): set(),
    ("rcgm", "session"): INSIDE | {"obs_org"},
    ("net-trafficking", "session"): INSIDE - {"troika"},
    ("net-consular", "session"): INSIDE - {"troika", "liaison_x"},
    ("net-children", "session"): INSIDE - {"troika", "liaison_x"},
    ("joint-networks", "session"): INSIDE,
    ("troika", "session"): {"ppt", "troika", "st_coord", "st_assist"},
    ("drafting", "session"): INSIDE,
    ("seminars", "event"): INSIDE,
    ("ad-hoc-extra-regional", "session"): INSIDE - {"liaison_x"},
    ("ad-hoc-crm-rrocm", "session"): INSIDE - {"liaison_x"},
    ("ad-hoc-migrant-children", "session"): INSIDE - {"liaison_x"},
}


def doors(slug, sitting):
    """Every address that could tell of a session of this meeting."""
    home = f"/en/intranet/meetings/{slug}/"
    yield from (
        home,
        f"{home}now/",
        f"{home}agenda/",
        f"{home}speaking/",
        f"{home}participants/",
        f"{home}delegations/",
    )
    yield f"{home}sessions/{sitting.pk}/papers-es.zip"
    yield from (
        f"/en/meetings/{slug}/",
        f"/es/reuniones/{slug}/meeting.ics",
        "/en/meetings/meetings.ics",
        "/en/meetings/",
    )
    yield from ("/api/v1/meetings", "/en/search/?q=Quetzal", "/en/intranet/", "/en/intranet/papers/")


def told(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join([*(name.encode() for name in archive.namelist()), archive.read("index.txt")])
    return content.decode("utf-8", "replace")


def test_the_table_knows_every_part_that_the_rules_know():
    assert set(READ) == {(row["body"], row["part"]) for row in RULES if row["body"] != "any"}


@pytest.mark.parametrize(("body", "part"), sorted(READ))
def test_nobody_hears_more_of_a_session_than_the_rules_say_at_any_door(history, body, part):
    people, (kind, bodies) = everybody(), KINDS[body]
    Body.objects.filter(slug__in=bodies.split()).update(status="active")
    held = convened(people["ppt" if kind != "seminar" else "st_coord"], kind=kind, bodies=bodies.split())
    sitting = session(held, part, SITTING)
    under = item(sitting, POINT)
    paper(under, PAPER, people["st_coord"])
    Document.objects.filter(title_es=PAPER).update(body=under.body)
    AgendaItem.objects.filter(pk=under.pk).update(title_en=POINT)
    come = {
        row["participant_category"]
        for row in RULES
        if (row["body"], row["part"]) == (body, part) and row["may_attend"] in COMES
    }

    heard = {}
    for role, person in {**people, "anon": None}.items():
        if role in ALIKE:
            continue
        client = Client()
        if person:
            sign_in_past_second_factor(client, person)
        said = {path: told(client.get(path)) for path in doors(held.slug, sitting)}
        heard[role] = {word for word in (SITTING, POINT, PAPER) for text in said.values() if word in text}

    observing = set() if part == "closed_door" else {role for role, category in OBSERVERS.items() if category in come}
    expected = {role: {SITTING} if role in INSIDE | observing else set() for role in heard}
    for role in READ[body, part]:
        expected[role] |= {POINT, PAPER}
    assert heard == expected
