"""A meeting is closed once its items are decided and who came is known; what came out of it says by whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm_portal.common import page_cache
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import closing, delegations, workflow
from meetings.models import Delegate, Meeting, Outcome, PartyPresence
from meetings.models.delegations import Tick
from members.models import Party, PartyStatus
from tests.access.matrix_file import ROLES
from tests.declarations.factories import published
from tests.meetings.factories import attended, convened, item, meeting, opened, session
from tests.members.factories import seated
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

PAGE = "/en/intranet/meetings/reunion/closing/"
MEETING = "/en/meetings/reunion/"
ORGANISERS = {"ppt", "st_coord", "st_assist"}
MEMBERS = 11


def client_of(somebody):
    client = Client()
    sign_in_past_second_factor(client, somebody)
    return client


def public(path):
    page_cache.begin_edition()
    return Client().get(path).content.decode()


def pk_of(*slugs):
    return list(Party.objects.filter(slug__in=slugs).values_list("pk", flat=True))


def test_who_opens_the_page_of_closing(history):
    people = everybody()
    opened(people["ppt"])

    found = {}
    for role in ROLES:
        client = Client()
        if role != "anon":
            sign_in_past_second_factor(client, people[role])
        found[role] = client.get(PAGE).status_code, client.post(f"{PAGE}presences/").status_code

    assert found == {
        role: (200, 302) if role in ORGANISERS else (302, 302) if role == "anon" else (403, 403) for role in ROLES
    }


def test_a_meeting_is_not_closed_while_it_is_not_known_which_members_came(presidency):
    held = opened(presidency)

    with pytest.raises(TransitionNotAllowed, match=f"not known yet of {MEMBERS} members"):
        workflow.advance(held, verb="close", by=presidency)

    for party in Party.objects.with_status(PartyStatus.Status.MEMBER, held.starts_on)[: MEMBERS - 1]:
        PartyPresence.objects.create(meeting=held, party=party, is_present=False)
    with pytest.raises(TransitionNotAllowed, match="not known yet of 1 member"):
        workflow.advance(held, verb="close", by=presidency)
    attended(held, presidency)
    assert workflow.advance(held, verb="close", by=presidency).status == "closed"


@pytest.mark.parametrize("kind", ["workshop", "seminar", "training"])
def test_what_a_host_convenes_is_closed_without_presences(coordinator, kind):
    held = opened(coordinator, kind=kind)

    assert workflow.advance(held, verb="close", by=coordinator).status == "closed"


def test_a_tick_says_who_came_and_its_absence_who_did_not_and_both_can_be_corrected(presidency):
    held = opened(presidency)
    client = client_of(presidency)
    three = pk_of("mx", "cr", "gt")

    client.post(f"{PAGE}presences/", {"members": three})
    first = set(PartyPresence.objects.filter(is_present=True).values_list("party", flat=True))
    client.post(f"{PAGE}presences/", {"members": pk_of("mx")})

    told = dict(PartyPresence.objects.values_list("party__slug", "is_present"))
    assert first == set(three)
    assert set(told) == {party.slug for party in closing.invited_parties(held)}
    assert {slug for slug, is_present in told.items() if is_present} == {"mx"}


def test_a_party_that_came_by_express_invitation_is_recorded_and_taken_back(presidency):
    """Observers come to an RCGM of organisations; countries need an authorisation. Source, lines 851-858."""
    opened(presidency, kind="rcgm")
    client = client_of(presidency)

    client.post(f"{PAGE}presences/", {"members": pk_of("mx"), "others": pk_of("co")})
    with_guest = PartyPresence.objects.filter(party__slug="co", is_present=True).exists()
    client.post(f"{PAGE}presences/", {"members": pk_of("mx")})

    assert with_guest
    assert not PartyPresence.objects.filter(party__slug="co").exists()


@pytest.mark.parametrize("wrong", [["999999"], ["x"], ["'; --"]])
def test_a_party_that_was_not_offered_is_refused_and_nothing_is_recorded(presidency, wrong):
    opened(presidency)

    answer = client_of(presidency).post(f"{PAGE}presences/", {"members": wrong})

    assert (answer.status_code, PartyPresence.objects.count()) == (200, 0)
    assert "Please check the form" in answer.content.decode()


@pytest.mark.parametrize("status", ["planned", "convened", "closed", "archived", "cancelled"])
def test_presences_are_recorded_while_the_meeting_is_open_alone(presidency, status):
    held = meeting()
    if status != "planned":
        workflow.convene(held, by=presidency)
        Meeting.objects.filter(pk=held.pk).update(status=status)

    with pytest.raises(TransitionNotAllowed, match="while the meeting is in session"):
        closing.record_presences(held, [], by=presidency)
    assert client_of(presidency).post(f"{PAGE}presences/", {}).status_code == 302
    assert not PartyPresence.objects.exists()


def test_the_page_names_what_is_undecided_with_buttons_and_closes_the_meeting(presidency):
    held = convened(presidency)
    one = item(session(held, "plenary"), "Calendario", is_standing=True)
    workflow.advance(held, verb="open", by=presidency)
    client = client_of(presidency)

    page = client.get(PAGE).content.decode()
    refused = client.post("/en/intranet/meetings/reunion/do/close/", follow=True)
    decided = client.post(f"/en/intranet/meetings/items/{one.pk}/decide/", {"result": "done", "closing": "1"})
    client.post(f"{PAGE}presences/", {"members": pk_of("mx")})
    closed = client.post("/en/intranet/meetings/reunion/do/close/")

    held.refresh_from_db()
    assert "Calendario (en)" in page
    assert f"Of {MEMBERS} members that were to come." in page
    assert refused.redirect_chain == [(PAGE, 302)]
    assert "Say of each of these items" in refused.content.decode()
    assert decided.headers["Location"] == PAGE
    assert (closed.headers["Location"], held.status) == ("/en/intranet/meetings/reunion/", "closed")


def test_an_undecided_item_that_somebody_may_not_read_is_not_named_on_the_page(presidency, coordinator):
    held = convened(presidency)
    item(session(held, "closed_door"), "Quetzalcanario", is_standing=True, matter="political")
    workflow.advance(held, verb="open", by=presidency)

    page = client_of(coordinator).get(PAGE).content.decode()

    assert "Quetzalcanario" not in page
    assert "Items that you cannot see stand undecided." in page


def test_the_meetings_page_leads_to_the_page_of_closing(presidency):
    opened(presidency)

    page = client_of(presidency).get("/en/intranet/meetings/reunion/").content.decode()

    assert f'<a class="btn" href="{PAGE}">Close</a>' in page
    assert "do/close/" not in page


# What everybody is told afterwards


def closed_with_declaration(presidency, coordinator, *, absent=("bz",)):
    held = opened(presidency, place_es="San José", place_en="San José")
    made = published(coordinator, "Declaración de San José")
    closing.link_outcome(held, made, by=presidency)
    attended(held, presidency, absent=absent)
    return held, made


def test_a_declaration_says_where_when_and_by_whom_it_was_adopted_once_the_meeting_is_closed(presidency, coordinator):
    held, made = closed_with_declaration(presidency, coordinator, absent=("bz", "co"))
    pages = [made.get_absolute_url().replace("/es/", "/en/"), MEETING]
    before = [public(path) for path in pages]

    workflow.advance(held, verb="close", by=presidency)

    for open_page, page in zip(before, [public(path) for path in pages], strict=True):
        assert "Members present:" not in open_page
        assert "San José" in page
        assert "Canada, Costa Rica, " in page
        assert "<strong>Members absent:</strong> Belize.</p>" in page
        assert "Also present:" in page
        assert "Colombia" not in page.split("Members present:")[1].split("</div>")[0]


def test_a_conference_of_the_history_tells_nothing_of_presences(history):
    page = public("/en/meetings/crm-9/")

    assert not any(words in page for words in ("Who was present", "Members present", "Members absent"))


def test_who_came_is_told_by_the_seats_of_that_day(presidency, coordinator):
    held, _made = closed_with_declaration(presidency, coordinator)
    seat = PartyStatus.objects.get(party__slug="mx", status="member")
    workflow.advance(held, verb="close", by=presidency)
    PartyStatus.objects.filter(pk=seat.pk).update(valid_until=held.starts_on)

    others = public(MEETING).split("Also present:")[1]

    assert "Mexico" in others.split("</p>")[0]


@pytest.mark.parametrize("of", ["meeting", "declaration"])
def test_a_public_page_asks_six_queries_at_most(presidency, coordinator, of):
    held, made = closed_with_declaration(presidency, coordinator)
    for number in range(3):
        item(session(held, "plenary", f"Sesión {number}", audience="public"), audience="public")
    workflow.advance(held, verb="close", by=presidency)
    path = {"meeting": MEETING, "declaration": made.get_absolute_url()}[of]
    public("/en/contact/")  # notices are asked for once after each change of theirs

    with CaptureQueriesContext(
        connection,
    ) as found:
        assert "Belize" in Client().get(path).content.decode() or of == "declaration"

    assert len(found) <= 6


# What came out of it


def test_a_document_is_found_by_its_symbol_and_linked_on_the_day_and_after_closing(presidency, coordinator):
    held = opened(presidency)
    first, later = published(coordinator, "Primera"), published(coordinator, "Segunda")
    hidden = published(coordinator, "Oculto", audience="secretariat")
    client = client_of(presidency)

    found = client.get(PAGE, {"symbol": first.symbol.lower()}).content.decode()
    client.post(f"{PAGE}outcomes/", {"document": first.pk})
    attended(held, presidency)
    workflow.advance(held, verb="close", by=presidency)
    client.post(f"{PAGE}outcomes/", {"document": later.pk})
    client.post(f"{PAGE}outcomes/", {"document": later.pk})
    refused = client.post(f"{PAGE}outcomes/", {"document": hidden.pk}, follow=True)

    assert f'name="document" value="{first.pk}"' in found
    assert list(Outcome.objects.order_by("pk").values_list("document", flat=True)) == [first.pk, later.pk]
    assert "Choose one of the documents that were found." in refused.content.decode()
    assert "No document that you may read" in client.get(PAGE, {"symbol": hidden.symbol}).content.decode()
    assert f'value="{first.pk}"' not in client.get(PAGE, {"symbol": first.symbol}).content.decode()


@pytest.mark.parametrize("query", ["", "x" * 61, "\x00", "%", "'; --", "\u202e"])
def test_whatever_is_searched_the_page_answers(presidency, query):
    opened(presidency)

    assert client_of(presidency).get(PAGE, {"symbol": query}).status_code == 200


def test_nothing_comes_out_of_a_meeting_before_it_is_open(presidency, coordinator):
    held = convened(presidency)

    with pytest.raises(TransitionNotAllowed, match="once it is open"):
        closing.link_outcome(held, published(coordinator, "Declaración"), by=presidency)


def test_the_chain_goes_from_the_network_by_the_rcgm_to_the_vice_ministers(presidency, coordinator):
    conference = opened(presidency)
    group = opened(presidency, kind="rcgm", slug="grcm")
    network = opened(presidency, kind="network", slug="red", bodies=["net-trafficking"])
    conference.held_with.add(group)
    group.held_with.add(network)
    opened(presidency, kind="rcgm", slug="otra")
    for number, held in enumerate((conference, group, network)):
        closing.link_outcome(held, published(coordinator, f"Documento {number}"), by=presidency)

    chains = [closing.chain(presidency, held) for held in (conference, group, network)]

    assert [[(link.meeting.slug, [one.title_es for one in link.documents]) for link in chain] for chain in chains] == [
        [("red", ["Documento 2"]), ("grcm", ["Documento 1"]), ("reunion", ["Documento 0"])]
    ] * 3
    assert "Documento 2" in client_of(presidency).get(PAGE).content.decode()


def test_the_page_asks_as_much_for_many_items_and_documents_as_for_few(presidency, coordinator):
    held = opened(presidency)
    plenary = session(held, "plenary")
    client = client_of(presidency)

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get(PAGE, {"symbol": "CRM"}).status_code == 200
        return len(found)

    def add(number):
        item(plenary, f"Punto {number}", is_standing=True)
        closing.link_outcome(held, published(coordinator, f"Documento {number}"), by=presidency)

    counts = []
    for numbers in ([0], range(1, 20)):
        for number in numbers:
            add(number)
        asked()  # what was changed is asked for once
        counts.append(asked())
    few, many = counts

    assert (many, many <= 15) == (few, True)


def test_a_second_recording_waits_for_the_first_and_the_last_one_stands(presidency):
    held = opened(presidency)
    mexico = Party.objects.get(slug="mx")

    closing.record_presences(held, [mexico.pk], by=presidency)
    closing.record_presences(held, [mexico.pk], by=seated("otra", "st_assist", "iom"))

    assert PartyPresence.objects.filter(meeting=held, party=mexico).count() == 1


def test_the_roll_begins_with_the_delegations_of_which_somebody_was_noted(presidency, coordinator):
    held = opened(presidency)
    for slug, name in (("mx", "Persona Uno"), ("pa", "Persona Dos")):
        party = Party.objects.get(slug=slug)
        delegations.register(held, party, [delegations.Entry(name)], by=seated(slug, "focal", slug))
    one = Delegate.objects.get(full_name="Persona Uno")
    delegations.tick(one, Tick.ATTENDED, is_set=True, by=coordinator)

    form = client_of(presidency).get(PAGE).context["form"]

    assert form.initial["members"] == [Party.objects.get(slug="mx").pk]
