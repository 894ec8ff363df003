"""Preliminary agendas go to members and observer organisations, who comment; then the agenda is adopted."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from pypdf import PdfReader

from crm_portal.common.files.models import private_storage
from crm_portal.common.outbox.models import Letter
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.models import Printout
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import agenda_versions, items, proposals, worklist
from meetings.models import AgendaItem, AgendaVersion, ItemComment, ItemProposal, VersionItem
from members.models import CircleAdmission, Party
from tests.meetings.factories import convened, item, meeting, session
from tests.members.factories import seated
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
INSIDE = {"focal", "hod", "ppt", "troika", "st_coord", "st_assist"}


def soon():
    return timezone.now() + timedelta(days=5)


def words_of(file):
    """What a PDF says; it must be tagged."""
    with private_storage().open(file.path) as content:
        reader = PdfReader(BytesIO(content.read()))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def sent_out(held, by):
    return agenda_versions.send_out(held, comments_until=soon(), by=by)


READERS = [
    # kind of meeting, its bodies, part, stage, who reads the item then
    ("conference", "", "plenary", "preliminary", INSIDE | {"obs_org"}),
    ("conference", "", "plenary", "adopted", INSIDE | {"liaison_x", "rcgm", "obs_org", "obs_country"}),
    ("conference", "", "closed_door", "preliminary", {"hod"}),
    ("conference", "", "closed_door", "adopted", {"hod"}),
    ("rcgm", "", "session", "preliminary", INSIDE | {"rcgm", "obs_org"}),
    ("network", "net-trafficking", "session", "preliminary", INSIDE - {"troika"} | {"liaison_x", "rcgm"}),
    ("network", "net-consular", "session", "preliminary", INSIDE - {"troika"} | {"rcgm"}),
    ("troika", "", "session", "preliminary", {"ppt", "troika", "st_coord", "st_assist"}),
]


@pytest.mark.parametrize(("kind", "body", "part", "stage", "expected"), READERS)
def test_a_version_is_read_by_those_whom_its_stage_is_for(history, kind, body, part, stage, expected):
    people = everybody()
    held = convened(people["ppt"], kind=kind, bodies=[body] if body else ())
    sitting = session(held, part)
    if sitting.circle:
        CircleAdmission.objects.create(circle=sitting.circle, person=people["hod"], valid_from="2026-01-01")
    item(sitting)

    version = sent_out(held, people["ppt"])
    if stage == "adopted":
        version = agenda_versions.adopt(held, by=people["ppt"])

    reading = {role for role, user in people.items() if AgendaVersion.objects.visible_to(user).contains(version)}
    assert reading == expected


def test_an_organisation_is_asked_before_the_meeting_is_convened_and_a_country_is_not(client, history):
    people = everybody()
    held = meeting("Aún en preparación")
    item(session(held), WORD)
    version = sent_out(held, people["ppt"])

    page = f"/en/intranet/meetings/{held.slug}/agenda/v1/"
    answers = {}
    for role in ("obs_org", "obs_country", "rrocm", "st_it", "fund_requester", "focal"):
        sign_in_past_second_factor(client, people[role])
        answers[role] = client.get(page).status_code

    assert answers == {
        "obs_org": 200,
        "focal": 200,
        **dict.fromkeys(("obs_country", "rrocm", "st_it", "fund_requester"), 404),
    }
    written = set(Letter.objects.filter(kind="agenda").values_list("recipient__email", flat=True))
    assert written == {people[role].email for role in ("focal", "obs_org")}
    assert str(version) == "v1 (preliminary)"


def test_what_is_behind_closed_doors_leaves_no_gap_in_a_version(client, history):
    people = everybody()
    held = convened(people["ppt"])
    item(session(held), "Informe")
    closed = session(held, "closed_door", "Puerta")
    CircleAdmission.objects.create(circle=closed.circle, person=people["hod"], valid_from="2026-01-01")
    item(closed, WORD)
    sent_out(held, people["ppt"])
    AgendaItem.objects.filter(session=closed).update(title_es=f"{WORD} 2", title_en=f"{WORD} 2")
    sent_out(held, people["ppt"])

    found = {}
    for role in ("focal", "hod", "ppt", "st_coord", "obs_org"):
        sign_in_past_second_factor(client, people[role])
        found[role] = WORD in client.get(f"/en/intranet/meetings/{held.slug}/agenda/v2/").content.decode()

    assert found == {"hod": True, **dict.fromkeys(("focal", "ppt", "st_coord", "obs_org"), False)}


def test_each_version_keeps_what_it_said_and_the_next_tells_the_difference(presidency):
    held = convened(presidency)
    plenary = session(held)
    first, second, third = (item(plenary, name, order=order) for order, name in enumerate("ABC", start=1))
    before = sent_out(held, presidency)
    items.remove(first, by=presidency)
    AgendaItem.objects.filter(pk=second.pk).update(minutes=20)
    items.write(item(plenary, "D", save=False), by=presidency)
    items.move(AgendaItem.objects.get(pk=third.pk), -1, by=presidency)
    after = sent_out(held, presidency)

    told = [
        (change.sort, change.item.title_es, [(str(label), was, now) for label, was, now in change.before])
        for change in agenda_versions.changes(presidency, before, after)
    ]

    assert told == [
        ("changed", "B", [("minutes", "—", 20)]),
        ("added", "D", []),
        ("moved", "B", []),
        ("removed", "A", []),
    ]
    assert list(before.items.values_list("title_es", flat=True)) == ["A", "B", "C"]


@pytest.mark.parametrize("model", [AgendaVersion, VersionItem])
def test_the_database_changes_no_version(presidency, model):
    held = convened(presidency)
    item(session(held))
    sent_out(held, presidency)

    for write in (
        lambda: model.objects.update(number=7) if model is AgendaVersion else model.objects.update(order=7),
        lambda: model.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_an_agenda_is_adopted_once_and_after_it_went_out(presidency):
    held = convened(presidency)
    one = item(session(held))

    with pytest.raises(TransitionNotAllowed, match="before it is adopted"):
        agenda_versions.adopt(held, by=presidency)
    sent_out(held, presidency)
    agenda_versions.adopt(held, by=presidency)

    one.refresh_from_db()
    assert one.released_on == timezone.localdate()
    for step in (lambda: sent_out(held, presidency), lambda: agenda_versions.adopt(held, by=presidency)):
        with pytest.raises(TransitionNotAllowed, match="no other version"):
            step()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda held: AgendaItem.objects.all().delete(), "nothing on the agenda"),
        (lambda held: AgendaItem.objects.update(title_en=""), "both languages"),
    ],
)
def test_an_agenda_that_lacks_something_does_not_go_out(presidency, spoil, said):
    held = convened(presidency)
    item(session(held))
    spoil(held)

    with pytest.raises(TransitionNotAllowed, match=said):
        sent_out(held, presidency)

    assert (AgendaVersion.objects.count(), Letter.objects.count()) == (0, 0)


def test_a_deadline_in_the_past_is_refused_beside_its_field(client, presidency):
    held = convened(presidency)
    item(session(held))
    sign_in_past_second_factor(client, presidency)
    page = f"/en/intranet/meetings/{held.slug}/agenda/send-out/"

    shown = client.get(page).content.decode()
    refused = client.post(page, {"comments_until": "2020-01-01"}, follow=True).content.decode()

    assert "The minimum agenda of the plenary lacks:" in shown
    assert "lies ahead" in refused
    assert AgendaVersion.objects.count() == 0


def test_delegations_comment_item_by_item_and_the_last_word_counts(client, history):
    people = everybody()
    held = convened(people["ppt"])
    item(session(held), "Informe")
    version = sent_out(held, people["ppt"])
    page = f"/en/intranet/meetings/agendas/{version.items.get().pk}/comment/"

    for role, text in (("focal", "Primero"), ("focal", "Mexico agrees"), ("obs_org", "UNHCR proposes")):
        client.force_login(people[role])
        client.post(page, {"text": text})
    client.force_login(people["obs_country"])
    outside = client.post(page, {"text": "no"}).status_code
    sign_in_past_second_factor(client, people["st_assist"])
    desk = client.post(page, {"text": "no"}).status_code

    said = set(ItemComment.objects.values_list("party__slug", "text"))
    assert (said, outside, desk) == ({("mx", "Mexico agrees"), ("unhcr", "UNHCR proposes")}, 404, 403)
    read = {}
    for role in ("focal", "obs_org", "hod"):
        client.force_login(people[role])
        shown = client.get(version.get_absolute_url()).content.decode()
        read[role] = [words in shown for words in ("Mexico agrees", "UNHCR proposes")]
    assert read == {"focal": [True, True], "hod": [True, True], "obs_org": [False, True]}


def test_a_comment_comes_too_late_after_the_deadline_or_the_next_version(presidency, monkeypatch):
    held = convened(presidency)
    item(session(held))
    first = sent_out(held, presidency).items.get()
    second = sent_out(held, presidency)
    mexico = Party.objects.get(slug="mx")

    with pytest.raises(TransitionNotAllowed, match="is over"):
        agenda_versions.comment(first, "late", party=mexico, by=presidency)
    monkeypatch.setattr(timezone, "now", lambda: second.comments_until + timedelta(seconds=1))
    with pytest.raises(TransitionNotAllowed, match="is over"):
        agenda_versions.comment(second.items.get(), "late", party=mexico, by=presidency)

    assert ItemComment.objects.count() == 0


def test_a_country_proposes_an_item_which_is_accepted_or_refused_with_a_reason(client, presidency):
    held = convened(presidency)
    plenary = session(held)
    focal = seated("mx", "focal", "mx")
    client.force_login(focal)
    for title in ("Uno", "Dos"):
        client.post(
            f"/en/intranet/meetings/{held.slug}/agenda/propose/",
            {"title": title, "grounds": "Porque sí", "minutes": 20},
        )
    one, two = ItemProposal.objects.order_by("pk")
    sign_in_past_second_factor(client, presidency)

    client.post(f"/en/intranet/meetings/proposals/{one.pk}/accept/", {"session": plenary.pk})
    empty = client.post(f"/en/intranet/meetings/proposals/{two.pk}/refuse/", {"reason": " "}).content.decode()
    client.post(f"/en/intranet/meetings/proposals/{two.pk}/refuse/", {"reason": "No hay tiempo"})

    made = AgendaItem.objects.get()
    assert (made.title_es, made.title_en, made.minutes, made.audience) == ("Uno", "Uno", 20, plenary.audience)
    assert "This field is required" in empty
    decided = list(ItemProposal.objects.order_by("pk").values_list("status", "reason", "item"))
    assert decided == [("accepted", "", made.pk), ("refused", "No hay tiempo", None)]
    letters = Letter.objects.filter(kind="item-proposal").order_by("pk").values_list("recipient", "subject")
    assert [to for to, _subject in letters] == [focal.pk, focal.pk]
    with pytest.raises(TransitionNotAllowed):
        proposals.accept(one, session=plenary, by=presidency)


def test_a_country_sees_its_own_proposals_alone_and_takes_them_back(client, presidency):
    held = convened(presidency)
    own, other = seated("mx", "focal", "mx"), seated("pa", "focal", "pa")
    made = proposals.propose(
        ItemProposal(meeting=held, party=Party.objects.get(slug="mx"), title=WORD, grounds="g"), by=own
    )
    agenda = f"/en/intranet/meetings/{held.slug}/agenda/"
    withdraw = f"/en/intranet/meetings/proposals/{made.pk}/withdraw/"

    client.force_login(other)
    foreign = (WORD in client.get(agenda).content.decode(), client.post(withdraw).status_code)
    client.force_login(own)
    seen = WORD in client.get(agenda).content.decode()
    client.post(withdraw)

    made.refresh_from_db()
    assert (foreign, seen, made.status) == ((False, 404), True, "withdrawn")


def test_the_printed_agenda_is_for_those_who_read_all_of_it_and_holds_no_closed_door(history):
    people = everybody()
    held = convened(people["ppt"])
    item(session(held), "Informe de la Presidencia")
    closed = session(held, "closed_door", "Puerta")
    CircleAdmission.objects.create(circle=closed.circle, person=people["hod"], valid_from="2026-01-01")
    item(closed, WORD)
    version = sent_out(held, people["ppt"])
    agenda_versions.ask_for_file(version, language="es", by=people["hod"])

    pdf.make_next()

    made = Printout.objects.get()
    assert made.state == "ready"
    words = words_of(made.file)
    assert ("Informe de la Presidencia" in words, WORD in words) == (True, False)
    having = {role for role, user in people.items() if Printout.objects.visible_to(user).contains(made)}
    assert having == INSIDE | {"obs_org"}


def test_the_agenda_page_asks_as_much_of_the_database_with_many_items(
    client, presidency, django_assert_max_num_queries
):
    held = convened(presidency)
    plenary = session(held)
    AgendaItem.objects.bulk_create(item(plenary, str(number), order=number, save=False) for number in range(100))
    sent_out(held, presidency)
    sign_in_past_second_factor(client, presidency)
    client.get(f"/en/intranet/meetings/{held.slug}/agenda/")

    for page in ("agenda/", "agenda/v1/"):
        with django_assert_max_num_queries(15):
            client.get(f"/en/intranet/meetings/{held.slug}/{page}")


def test_the_deadline_stands_in_the_calendars_of_those_who_are_asked_until_they_have_said_something(history):
    people = everybody()
    held = convened(people["ppt"])
    item(session(held))
    version = sent_out(held, people["ppt"])

    def due(role):
        return [event.uid for event in worklist.deadlines(people[role])]

    before = {role: due(role) for role in ("focal", "obs_org", "obs_country", "st_assist")}
    agenda_versions.comment(version.items.get(), "ok", party=Party.objects.get(slug="mx"), by=people["focal"])

    uid = f"agenda-{version.pk}"
    assert before == {"focal": [uid], "obs_org": [uid], "obs_country": [], "st_assist": []}
    assert (due("focal"), due("obs_org")) == ([], [uid])
