"""One observer country on one item: it opens that item and its papers, nothing beside, until the meeting is over."""

import io
import threading
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from crm_portal.common.files.models import PrivateFile
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Document, DocumentGrant, DocumentVersion
from meetings import attendance, authorising, opening
from meetings.models import AgendaItem, ItemDocument, ItemGrant, Meeting, Session
from members.models import Party
from tests import kept
from tests.declarations.factories import document, published, version
from tests.meetings.factories import convened, item, session
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
TODAY = timezone.localdate()
WEEK = {"starts_on": TODAY, "last_on": TODAY, "year": TODAY.year}


@pytest.fixture
def everyone(history):
    return everybody()


@pytest.fixture
def observed_session(history):
    return kept.told("observed_session")


@pytest.fixture
def people(observed_session):
    return observed_session[0]


@pytest.fixture
def group(observed_session):
    """A session of the RCGM, which observer countries do not attend, with three items and a paper under each."""
    return observed_session[1]


def colombia():
    return Party.objects.get(slug="co")


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


@kept.by("observed_session")
def make_session():
    people = everybody()
    sitting = session(convened(people["ppt"], kind="rcgm", **WEEK), "session", day=TODAY)
    items = [item(sitting, f"{WORD} {n}" if n != 2 else "Autorizado", order=n) for n in (1, 2, 3)]
    for n, one in enumerate(items, start=1):
        paper = document(f"Papel {WORD} {n}" if n != 2 else "Papel abierto", body="rcgm", audience="rcgm")
        Document.objects.filter(pk=paper.pk).update(status="final")
        ItemDocument.objects.create(item=one, version=version(paper, people["st_coord"]))
    narrow = document(f"Papel {WORD} reservado", audience="presidency", status="final")
    ItemDocument.objects.create(item=items[1], version=version(narrow, people["st_coord"]))
    return people, items


def grant(group, people):
    return authorising.authorise(group[1], colombia(), by=people["ppt"], reason="Experiencia")


def opened_files(people):
    """The titles of the documents of which the country reads a file."""
    files = PrivateFile.objects.visible_to(people["obs_country"])
    versions = DocumentVersion.objects.filter(Q(file__in=files) | Q(public_file__in=files))
    return set(versions.values_list("document__title_es", flat=True))


def unpacked(content):
    """The names and the index of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return "\n".join([*opened.namelist(), opened.read("index.txt").decode("utf-8-sig")])


def pages(client, one):
    sitting, slug = one.session, one.session.meeting.slug
    zipped = client.get(f"/en/intranet/meetings/{slug}/sessions/{sitting.pk}/papers-es.zip")
    return {
        "page": client.get(f"/en/intranet/meetings/{slug}/").content.decode(),
        "speaking": client.get(f"/en/intranet/meetings/{slug}/speaking/").content.decode(),
        "zip": unpacked(b"".join(zipped.streaming_content)) if zipped.streaming else "",
        "search": client.get("/en/search/?q=Papel").content.decode(),
        "api": client.get("/api/v1/meetings").content.decode(),
        "papers": client.get("/en/intranet/papers/").content.decode(),
        "calendar": client.get(f"/en/meetings/{slug}/meeting.ics").content.decode(),
        "my calendar": client.get("/en/intranet/calendar/").content.decode(),
        "public": client.get(f"/en/meetings/{slug}/").content.decode(),
    }


def test_an_authorisation_opens_that_item_and_its_papers_and_nothing_beside(people, group):
    country = visitor(people["obs_country"])
    before = pages(country, group[1])

    grant(group, people)

    after = pages(country, group[1])
    assert ["Autorizado" in page or "autorizado" in page for page in before.values()] == [False] * len(before)
    assert {name for name, page in after.items() if WORD in page} == set()
    assert {name for name, page in after.items() if "Autorizado" in page} == {"page", "speaking", "zip"}
    assert "Papel abierto (en)" in after["page"]
    assert "01-01 Papel abierto" in after["zip"]
    assert list(AgendaItem.objects.visible_to(people["obs_country"])) == [group[1]]
    assert list(Session.objects.visible_to(people["obs_country"])) == [group[1].session]
    assert opened_files(people) == {"Papel abierto"}


def test_it_opens_nothing_to_anybody_else(people, group):
    before = {role: AgendaItem.objects.visible_to(user).count() for role, user in people.items()}

    grant(group, people)

    after = {role: AgendaItem.objects.visible_to(user).count() for role, user in people.items()}
    assert {role: after[role] - before[role] for role in people if after[role] != before[role]} == {"obs_country": 1}


def test_it_ends_the_day_after_the_meeting(people, group):
    made = grant(group, people)

    assert made.valid_until == TODAY + timedelta(days=1)
    assert {paper.valid_until for paper in made.papers.all()} == {made.valid_until}
    ItemGrant.objects.filter(pk=made.pk).update(valid_from=TODAY - timedelta(days=2), valid_until=TODAY)
    assert not AgendaItem.objects.visible_to(people["obs_country"]).exists()
    assert not Session.objects.visible_to(people["obs_country"]).exists()


def test_revoking_closes_the_item_and_its_papers_and_the_country_is_told(people, group):
    made = grant(group, people)
    other = DocumentGrant.objects.create(
        document=made.papers.get().document,
        person=people["auditor"],
        reason="x",
        granted_by=people["ppt"],
        valid_from=TODAY,
    )

    authorising.revoke(made, by=people["ppt"])

    assert not AgendaItem.objects.visible_to(people["obs_country"]).exists()
    assert not PrivateFile.objects.visible_to(people["obs_country"]).exists()
    assert list(DocumentGrant.objects.on(TODAY)) == [other]
    told = Letter.objects.filter(kind="item-authorised").values_list("recipient__email", flat=True)
    assert list(told) == [people["obs_country"].email] * 2
    with pytest.raises(TransitionNotAllowed, match="revoked already"):
        authorising.revoke(made, by=people["ppt"])
    assert grant(group, people).pk != made.pk


def test_papers_added_later_are_opened_and_those_taken_away_closed(people, group):
    made = grant(group, people)
    later = document("Papel tardío", body="rcgm", audience="rcgm", status="final")
    group[1].papers.filter(version__document__title_es="Papel abierto").delete()
    ItemDocument.objects.create(item=group[1], version=version(later, people["st_coord"]))

    authorising.keep_in_step(group[1], by=people["st_coord"])

    assert [each.document for each in made.papers.on(TODAY)] == [later]
    assert opened_files(people) == {"Papel tardío"}


def test_an_item_moved_where_nobody_may_be_authorised_is_closed_at_once(people, group):
    made = grant(group, people)
    AgendaItem.objects.filter(pk=group[1].pk).update(audience="presidency")
    hidden = not AgendaItem.objects.visible_to(people["obs_country"]).exists()

    authorising.keep_in_step(group[1], by=people["ppt"])

    made.refresh_from_db()
    assert (hidden, made.revoked_at is not None) == (True, True)
    assert not PrivateFile.objects.visible_to(people["obs_country"]).exists()


def test_a_session_that_goes_behind_closed_doors_revokes_what_was_authorised_there(people, group):
    made, sitting = grant(group, people), group[1].session
    sitting.part = "closed_door"
    attendance.place(sitting).save()

    opening.bring_in_line(sitting.meeting, by=people["st_coord"])

    made.refresh_from_db()
    assert made.revoked_at is not None
    assert opened_files(people) == set()


REFUSED = [
    # kind of meeting, part, the item's own values, the party, what is said
    ("conference", "closed_door", {}, "co", "for fewer than the members"),
    ("troika", "session", {}, "co", "for fewer than the members"),
    ("conference", "plenary", {"audience": "presidency"}, "co", "for fewer than the members"),
    ("conference", "plenary", {}, "unhcr", "Observer countries alone"),
    ("conference", "plenary", {}, "rrocm", "Observer countries alone"),
    ("conference", "plenary", {}, "mx", "Observer countries alone"),
]


@pytest.mark.parametrize(("kind", "part", "values", "slug", "said"), REFUSED)
def test_who_and_what_is_never_authorised(everyone, kind, part, values, slug, said):
    held = convened(everyone["ppt"], kind=kind, **WEEK)
    one = item(session(held, part, day=TODAY), **values)

    with pytest.raises(TransitionNotAllowed, match=said):
        authorising.authorise(one, Party.objects.get(slug=slug), by=everyone["ppt"], reason="Experiencia")

    assert not ItemGrant.objects.exists()


def test_a_drafting_session_opens_on_the_one_item_only(everyone):
    held = convened(everyone["ppt"], kind="drafting", **WEEK)
    sitting = session(held, "session", day=TODAY)
    one, _other = item(sitting, "Autorizado"), item(sitting, WORD)

    authorising.authorise(one, colombia(), by=everyone["ppt"], reason="Experiencia")

    assert list(AgendaItem.objects.visible_to(everyone["obs_country"])) == [one]


@pytest.mark.parametrize("status", ["closed", "archived", "cancelled"])
def test_it_is_given_before_the_meeting_is_over(people, group, status):
    Meeting.objects.filter(slug="reunion").update(status=status)

    with pytest.raises(TransitionNotAllowed, match="before a meeting is over"):
        grant(group, people)


def test_it_is_given_before_the_last_day_has_passed(people, group):
    Meeting.objects.filter(slug="reunion").update(
        last_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=1)
    )

    with pytest.raises(TransitionNotAllowed, match="before a meeting is over"):
        grant(group, people)


@pytest.mark.django_db(transaction=True)
def test_of_five_authorisations_at_once_one_is_kept(history):
    people = everybody()
    one = item(session(convened(people["ppt"], kind="rcgm", **WEEK), "session", day=TODAY))
    barrier, said = threading.Barrier(5), []

    def give():
        barrier.wait()
        try:
            authorising.authorise(one, colombia(), by=people["ppt"], reason="Experiencia")
        except TransitionNotAllowed as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (ItemGrant.objects.count(), len(said)) == (1, 4)


def test_the_presidency_alone_authorises_and_revokes(people, group):
    path = "/en/intranet/meetings/reunion/authorise/"
    sent = {"item": group[1].pk, "party": colombia().pk, "reason": "Experiencia"}

    answers = {role: visitor(user).post(path, sent).status_code for role, user in people.items() if role != "ppt"}
    given = visitor(people["ppt"]).post(path, sent).status_code
    made = ItemGrant.objects.get()
    revoke = f"/en/intranet/meetings/reunion/authorisations/{made.pk}/revoke/"
    revoking = {role: visitor(people[role]).post(revoke).status_code for role in ("obs_country", "st_coord", "obs_org")}

    assert {role for role, status in answers.items() if status not in {403, 404}} == set()
    assert given == 302
    assert revoking == {"obs_country": 403, "st_coord": 403, "obs_org": 404}
    assert visitor(people["ppt"]).post(revoke).status_code == 302


def test_the_form_offers_no_item_behind_closed_doors_and_no_organisation(people, group):
    closed = session(group[0].session.meeting, "closed_door", day=TODAY)
    item(closed, f"{WORD} cerrado")

    page = visitor(people["ppt"]).get("/en/intranet/meetings/reunion/authorise/").content.decode()

    assert ("Autorizado" in page, "cerrado" in page, "Colombia" in page, "UNHCR" in page) == (True, False, True, False)


def test_a_public_paper_needs_no_exception(everyone):
    one = item(session(convened(everyone["ppt"], kind="rcgm", **WEEK), "session", day=TODAY))
    ItemDocument.objects.create(item=one, version=published(everyone["st_coord"], body="rcgm").versions.get())

    authorising.authorise(one, colombia(), by=everyone["ppt"], reason="Experiencia")

    assert not DocumentGrant.objects.exists()
