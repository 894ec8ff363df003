"""The logistics file is the organisers'; delegates read the notes made from it, and nothing else of it."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from crm_portal.common.audit.models import Deed
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import at_handover, logistics, workflow
from meetings.models import LogisticsPaper, LogisticsTask, Meeting
from members.handover import team_of
from members.models import Party
from tests.access.matrix_file import ROLES
from tests.files import honest
from tests.meetings.factories import convened, meeting, opened, session, task
from tests.members.seats import everybody
from tests.pdf.reading import read, words_of
from tests.signing_in import sign_in_past_second_factor

FILE = "/en/intranet/meetings/reunion/logistics/"
NOTE = "/en/intranet/meetings/reunion/logistics-note/"
WORD = "Quetzalcanario"
ORGANISERS = {"ppt", "st_coord", "st_assist"}
MEMBER_SIDE = {"focal", "hod", "liaison_x", "rcgm", "ppt", "troika", "st_coord", "st_assist"}
TODAY = timezone.localdate()


@pytest.fixture
def private_files(settings, tmp_path):
    private = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = configured.STORAGES | {"private": private}


def visitor(people, role):
    client = Client()
    if role != "anon":
        sign_in_past_second_factor(client, people[role])
    return client


def client_of(somebody):
    client = Client()
    sign_in_past_second_factor(client, somebody)
    return client


def answered(client, path):
    answer = client.get(path)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def with_paper(held, client):
    """A task of the meeting, with a quotation uploaded through its form."""
    one = task(held, title=f"Reservar {WORD}")
    sent = io.BytesIO(honest.FILES["pdf"])
    sent.name = "cotizacion.pdf"
    answer = client.post(
        f"/en/intranet/meetings/tasks/{one.pk}/papers/new/", {"kind": "quotation", "file": sent}, follow=True
    )
    assert answer.status_code == 200
    return one, LogisticsPaper.objects.get(task=one)


def test_the_file_and_its_papers_are_open_to_the_organisers_alone(history, private_files):
    people = everybody()
    held = convened(people["ppt"])
    session(held, "plenary")
    one, paper = with_paper(held, visitor(people, "st_assist"))
    paths = [FILE, f"/en/intranet/meetings/tasks/{one.pk}/", paper.file.get_absolute_url()]

    found = {role: [answered(visitor(people, role), path) for path in paths] for role in ROLES}

    assert found == {
        role: [200, 200, 200] if role in ORGANISERS else [302, 302, 302] if role == "anon" else [404, 404, 404]
        for role in ROLES
    }


POSTS = {
    "begin": f"{FILE}begin/",
    "new": f"{FILE}new/",
    "edit": "/en/intranet/meetings/tasks/{pk}/",
    "done": "/en/intranet/meetings/tasks/{pk}/done/",
    "undo": "/en/intranet/meetings/tasks/{pk}/undo/",
    "paper": "/en/intranet/meetings/tasks/{pk}/papers/new/",
}


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ORGANISERS])
def test_nobody_else_changes_anything_of_it(history, role):
    people = everybody()
    held = convened(people["ppt"])
    one = task(held)
    before = LogisticsTask.objects.values().get()
    client = visitor(people, role)

    answers = {client.post(path.format(pk=one.pk), {"area": "venue"}).status_code for path in POSTS.values()}

    assert answers == ({302} if role == "anon" else {404})
    assert LogisticsTask.objects.values().get() == before


@pytest.mark.parametrize("is_convened", [True, False])
def test_the_note_is_read_by_those_who_may_know_of_a_session(history, is_convened):
    """An RCGM is open to observer organisations and the RNCOM, and not to observer countries. Source, lines 851-858."""
    people = everybody()
    held = meeting(kind="rcgm")
    session(held, "session")
    if is_convened:
        workflow.convene(held, by=people["ppt"])
    task(held, note=WORD, title="Contrato secreto", owner=people["st_assist"], estimated_usd=Decimal("777.77"))

    found = {}
    for role in ROLES:
        answer = visitor(people, role).get(NOTE)
        found[role] = answer.status_code
        page = answer.content.decode()
        assert (WORD in page) == (answer.status_code == 200)
        assert not any(secret in page for secret in ("Contrato secreto", "777.77", "St-Assist <"))

    readers = MEMBER_SIDE | ({"obs_org", "rrocm"} if is_convened else set())
    assert found == {role: 200 if role in readers else 302 if role == "anon" else 404 for role in ROLES}


def test_the_usual_tasks_are_begun_once(presidency):
    held = convened(presidency)
    task(held, "hotels", title="Mis hoteles")
    client = client_of(presidency)

    for _time in range(2):
        client.post(f"{FILE}begin/")

    assert sorted(LogisticsTask.objects.values_list("area", "title")) == [
        *(("equipment", ""), ("hotels", "Mis hoteles"), ("interpretation", ""), ("security", "")),
        *(("transport", ""), ("venue", ""), ("visas", "")),
    ]
    assert "Add the usual tasks" not in client.get(FILE).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_make_each_task_once(presidency):
    from threading import Barrier, Thread

    held, ready = convened(presidency), Barrier(2)

    def begin():
        ready.wait()
        logistics.begin(held, by=presidency)
        connection.close()

    threads = [Thread(target=begin) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert LogisticsTask.objects.count() == len(logistics.USUAL)


def test_a_task_is_done_and_not_done_after_all(presidency):
    one = task(convened(presidency), title="Sede")
    client = client_of(presidency)

    client.post(f"/en/intranet/meetings/tasks/{one.pk}/done/")
    one.refresh_from_db()
    done = (one.done_at is not None, one.done_by)
    client.post(f"/en/intranet/meetings/tasks/{one.pk}/undo/")
    again = client.post(f"/en/intranet/meetings/tasks/{one.pk}/undo/", follow=True)

    one.refresh_from_db()
    assert (done, one.done_at, one.done_by) == ((True, presidency), None, None)
    assert "Somebody has just said so" in again.content.decode()
    verbs = Deed.objects.filter(object_id=str(one.pk), verb__contains="logistics").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "meetings.finish_logisticstask",
        "meetings.reopen_logisticstask",
    ]


def test_to_edit_a_task_does_not_undo_it(presidency):
    one = task(convened(presidency))
    logistics.mark(LogisticsTask.objects.get(pk=one.pk), done=True, by=presidency)

    one.title = "Hoteles"  # read before it was done
    logistics.write(one, by=presidency)

    kept = LogisticsTask.objects.get()
    assert (kept.title, kept.done_by) == ("Hoteles", presidency)


def filled(**changes):
    own = {"area": "hotels", "title": "", "owner": "", "due_on": "", "payer": "", "co_sponsor": ""}
    return own | {"estimated_usd": "", "actual_usd": "", "note_es": "", "note_en": ""} | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"area": ""}, "This field is required."),
        ({"area": "other"}, "does not tell"),
        ({"estimated_usd": "-1"}, "The estimated cost is not less than nothing."),
        ({"actual_usd": "-0.01"}, "The actual cost is not less than nothing."),
        ({"actual_usd": "1.005"}, "no more than 2 decimal places"),
        ({"estimated_usd": "NaN"}, "Enter a number."),
        ({"payer": "co_sponsor"}, "Name the co-sponsor"),
        ({"payer": "presidency", "co_sponsor": "mx"}, "Name the co-sponsor"),
        ({"note_es": "Solo en español"}, "Delegates read the note in both languages"),
        ({"owner": "focal"}, "Select a valid choice."),
        ({"title": "x" * 201}, "at most 200 characters"),
        ({"due_on": "2026-13-40"}, "Enter a valid date."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_stored(history, changes, said):
    people = everybody()
    convened(people["ppt"])
    values = {"mx": Party.objects.get(slug="mx").pk, "focal": people["focal"].pk}
    changes = {name: values.get(value, value) for name, value in changes.items()}

    answer = visitor(people, "ppt").post(f"{FILE}new/", filled(**changes))

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not LogisticsTask.objects.exists()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"estimated_usd": Decimal("-0.01")}, "logistics_estimate_not_negative"),
        ({"actual_usd": Decimal(-1)}, "logistics_cost_not_negative"),
        ({"payer": "co_sponsor"}, "logistics_names_the_co_sponsor"),
        ({"area": "other"}, "logistics_other_says_what"),
        ({"done_at": timezone.now()}, "logistics_done_by_somebody"),
        ({"note_es": "Solo"}, "logistics_note_in_both_languages"),
    ],
)
def test_the_database_holds_it_whoever_writes(presidency, values, constraint):
    held = convened(presidency)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LogisticsTask.objects.create(meeting=held, **{"area": "hotels"} | values)


def test_a_task_is_written_with_its_owner_day_costs_and_note(presidency, coordinator):
    convened(presidency)
    canada = Party.objects.get(slug="ca")
    sent = filled(
        title="Reservar",
        owner=coordinator.pk,
        due_on="2026-05-01",
        payer="co_sponsor",
        co_sponsor=canada.pk,
        estimated_usd="1200.50",
        note_es="Hotel",
        note_en="The hotel",
    )

    answer = client_of(presidency).post(f"{FILE}new/", sent)

    made = LogisticsTask.objects.get()
    assert answer.headers["Location"] == FILE
    assert (made.title, made.owner, str(made.due_on), made.co_sponsor) == (
        "Reservar",
        coordinator,
        "2026-05-01",
        canada,
    )
    assert (made.estimated_usd, made.actual_usd, made.note_en) == (Decimal("1200.50"), None, "The hotel")


def test_what_it_costs_each_payer_and_in_all_is_added_to_the_cent(presidency):
    held = convened(presidency)
    canada = Party.objects.get(slug="ca")
    for area, payer, co_sponsor, estimated, actual in (
        ("venue", "presidency", None, "1000.10", "900.00"),
        ("hotels", "presidency", None, "0.20", None),
        ("transport", "secretariat", None, None, "50.05"),
        ("security", "co_sponsor", canada, "300.00", "300.01"),
        ("visas", "", None, "7.00", None),
        ("equipment", "secretariat", None, None, None),
    ):
        amounts = {"estimated_usd": estimated and Decimal(estimated), "actual_usd": actual and Decimal(actual)}
        task(held, area, payer=payer, co_sponsor=co_sponsor, **amounts)

    found, total = logistics.costs(presidency, held)

    assert [(str(cost.payer), cost.estimated_usd, cost.actual_usd) for cost in [*found, total]] == [
        ("Not said yet", Decimal("7.00"), Decimal(0)),
        ("Canada", Decimal("300.00"), Decimal("300.01")),
        ("Presidency Pro-Témpore", Decimal("1000.30"), Decimal("900.00")),
        ("Secretariat", Decimal(0), Decimal("50.05")),
        ("Total", Decimal("1307.30"), Decimal("1250.06")),
    ]
    page = client_of(presidency).get(FILE).content.decode()
    assert "1,000.30" in page
    assert "1,250.06" in page


def test_what_is_overdue_is_marked_and_what_is_done_or_due_today_is_not(presidency):
    held = convened(presidency)
    late = task(held, title="Tarde", due_on=TODAY - timedelta(days=1))
    task(held, title="Hoy", due_on=TODAY)
    done = task(held, title="Hecha", due_on=TODAY - timedelta(days=1))
    logistics.mark(done, done=True, by=presidency)

    page = client_of(presidency).get(FILE).content.decode()

    assert page.count("data-due") == 1
    assert f'data-due id="task-{late.pk}"' in page
    assert "1 task is overdue" in page


def test_the_file_asks_as_much_for_three_hundred_tasks_as_for_one(presidency):
    held = convened(presidency)
    client = client_of(presidency)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(FILE).status_code == 200
        return len(found)

    task(held, payer="secretariat", estimated_usd=Decimal(5), owner=presidency)
    asked()  # the first time somebody comes, the portal asks who that is
    few = asked()
    for number in range(299):
        task(held, title=f"Tarea {number}", payer="presidency", actual_usd=Decimal(1), owner=presidency)
    many = asked()

    assert (many, many <= 15) == (few, True)


def test_owners_find_their_open_tasks_in_the_worklist(presidency, coordinator):
    held = convened(presidency)
    task(held, title="Segunda", owner=presidency, due_on=TODAY + timedelta(days=9))
    task(held, title="Primera", owner=presidency, due_on=TODAY)
    task(held, title="De otra", owner=coordinator, due_on=TODAY)
    logistics.mark(task(held, title="Hecha", owner=presidency), done=True, by=presidency)

    assert [(each.title, each.url) for each in logistics.tasks(presidency)] == [("Primera", FILE), ("Segunda", FILE)]
    Meeting.objects.filter(pk=held.pk).update(status="archived")
    assert list(logistics.tasks(presidency)) == []


def test_the_handover_says_how_many_tasks_are_open_and_not_which(history):
    people = everybody()
    held = convened(people["ppt"])
    task(held, title=WORD, due_on=TODAY)
    task(held, title=WORD)
    logistics.mark(task(held), done=True, by=people["ppt"])

    lines = list(at_handover.tasks(team_of(Party.objects.get(slug="gt").pk)))

    told = [line.detail for line in lines if line.title == "Reunión (en)"]
    assert told == ["convened · 2 logistics tasks are open"]


def test_the_next_meeting_has_the_tasks_without_owners_days_costs_papers_and_notes(presidency, private_files):
    last = convened(presidency, kind="rcgm", ordinal=7, slug="grcm-7")
    one, _paper = with_paper(last, client_of(presidency))
    LogisticsTask.objects.filter(pk=one.pk).update(
        owner=presidency, due_on=TODAY, payer="presidency", estimated_usd=Decimal(9), note_es=WORD, note_en=WORD
    )
    logistics.mark(one, done=True, by=presidency)

    following = workflow.plan_next(last, by=presidency)

    taken = LogisticsTask.objects.get(meeting=following)
    assert (taken.area, taken.title) == (one.area, one.title)
    assert (taken.owner, taken.due_on, taken.done_at, taken.payer, taken.estimated_usd) == (None, None, None, "", None)
    assert (taken.note or "", list(taken.papers.all())) == ("", [])


def test_what_is_archived_stays_as_it_is(presidency):
    held = convened(presidency)
    one = task(held)
    Meeting.objects.filter(pk=held.pk).update(status="archived")

    for attempt in (
        lambda: logistics.begin(held, by=presidency),
        lambda: logistics.write(one, by=presidency),
        lambda: logistics.mark(one, done=True, by=presidency),
    ):
        with pytest.raises(TransitionNotAllowed, match="archived"):
            attempt()

    page = client_of(presidency).get(FILE)
    assert (page.status_code, "Add a task" in page.content.decode()) == (200, False)


def test_the_note_tells_its_areas_in_order_and_leaves_out_those_without_one(presidency):
    held = convened(presidency)
    task(held, "visas", note="Visas de cortesía")
    task(held, "transport", title="Autobuses")
    task(held, "venue", note="La sede")
    task(held, "venue", note="La entrada")

    found = {}
    for code in ("es", "en"):
        with translation.override(code):
            found[code] = [(str(one.area) if code == "en" else "", one.notes) for one in logistics.note(held)]

    assert found == {
        "es": [("", ["La sede", "La entrada"]), ("", ["Visas de cortesía"])],
        "en": [("Venue", ["La sede (en)", "La entrada (en)"]), ("Visas", ["Visas de cortesía (en)"])],
    }


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_note_is_a_tagged_pdf_in_both_languages(history, private_files, language):
    people = everybody()
    held = convened(people["ppt"])
    session(held, "plenary")
    task(held, note=f"Hotel {WORD}", title="Contrato", estimated_usd=Decimal("777.77"))
    client = visitor(people, "focal")

    client.post(f"{NOTE}print/", {"language": language})
    assert pdf.make_next()

    page = client.get(NOTE)
    printout = Printout.objects.get()
    address = page.context["files"][0].file.get_absolute_url()
    assert [answered(visitor(people, role), address) for role in ("focal", "auditor")] == [200, 404]
    text, catalogue = words_of(printout), read(printout).trailer["/Root"]
    assert (catalogue["/MarkInfo"]["/Marked"], catalogue["/Lang"]) == (True, language)
    assert WORD in text
    assert "777" not in text
    assert "Contrato" not in text


def test_no_file_is_made_of_a_note_that_says_nothing(presidency):
    held = convened(presidency)
    session(held, "plenary")
    client = client_of(presidency)

    said = [client.post(f"{NOTE}print/", {"language": code}, follow=True).content.decode() for code in ("xx", "en")]

    assert "Choose the language" in said[0]
    assert "There is no note for delegates yet." in said[1]


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("ppt", ["/logistics/", "/logistics-note/", "/closing/"]),
        ("st_assist", ["/logistics/", "/logistics-note/", "/closing/"]),
        ("focal", ["/logistics-note/"]),
        ("obs_org", ["/logistics-note/"]),
        ("obs_country", []),
        ("auditor", []),
    ],
)
def test_the_menu_leads_each_to_the_pages_that_are_theirs(history, role, pages):
    """An RCGM is open to observer organisations and not to observer countries. Source, lines 851-858."""
    people = everybody()
    held = opened(people["ppt"], kind="rcgm")
    session(held, "session")

    page = visitor(people, role).get("/en/intranet/meetings/reunion/").content.decode()

    assert [each for each in ("/logistics/", "/logistics-note/", "/closing/") if f"/reunion{each}" in page] == pages
