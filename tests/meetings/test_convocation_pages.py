"""The pages of a convocation: its writers have the text and the board, a party its own letter, others nothing."""

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common.pdf.models import Printout
from meetings import convocations
from meetings.models import Convocation, MeetingInvitation
from members.models import Party, PartyStatus
from tests.letters import sent
from tests.meetings.factories import ahead, convened, convocation, session
from tests.members.seats import everybody
from tests.signing_in import sign_in_past_second_factor

WORD = "Quetzalcanario"
SEND = ("approve", "send")
WRITERS = {"ppt", "st_coord", "st_assist"}
OF_MEXICO = {"focal", "hod", "liaison_x", "rcgm"}
PAGE = "/en/intranet/meetings/reunion/convocation/"


@pytest.fixture
def people(history):
    return everybody()


@pytest.fixture
def rcgm(people):
    return convened(people["ppt"], "GRCM", kind="rcgm", **ahead())


@pytest.fixture
def network(people):
    held = convened(people["ppt"], "Red", kind="network", bodies=["net-consular"], **ahead())
    session(held, "session", day=held.starts_on)
    return held


def visitor(user):
    client = Client()
    sign_in_past_second_factor(client, user)
    return client


def statuses(people, path):
    return {role: visitor(user).get(path, follow=True).status_code for role, user in people.items()}


def seeing(people, path, word=WORD):
    """The roles that are shown the word at a page, or where it leads."""
    return {role for role, user in people.items() if word in visitor(user).get(path, follow=True).content.decode()}


def test_a_draft_is_its_writers_alone(people, rcgm):
    convocation(rcgm, people["ppt"], text_en=WORD)

    assert seeing(people, PAGE) == WRITERS
    assert {role for role, status in statuses(people, PAGE).items() if status == 404} == set(people) - WRITERS


def test_what_was_sent_is_read_by_the_people_of_those_invited(people, rcgm):
    convocation(rcgm, people["ppt"], text_en=WORD)
    for verb in SEND:
        getattr(convocations, verb)(Convocation.objects.get(), by=people["ppt"])

    # Of the Troika's three countries only one has a focal point here, who was written to: the team sees it with her.
    assert seeing(people, PAGE) == WRITERS | OF_MEXICO | {"obs_org", "rrocm"}
    menus = seeing(people, "/en/intranet/meetings/reunion/", "/reunion/convocation/")
    assert menus == WRITERS | OF_MEXICO | {"obs_org", "rrocm"}


def test_a_party_sees_its_own_letter_and_no_other(people, rcgm):
    convocation(rcgm, people["ppt"], verbs=SEND)
    mexico, agency = (MeetingInvitation.objects.get(party__slug=slug) for slug in ("mx", "unhcr"))

    of_mexico, of_the_agency = (statuses(people, invitation.get_absolute_url()) for invitation in (mexico, agency))

    assert {role for role, status in of_mexico.items() if status == 200} == WRITERS | OF_MEXICO
    assert {role for role, status in of_the_agency.items() if status == 200} == WRITERS | {"obs_org"}
    assert set(of_mexico.values()) == {200, 404}


def test_a_withdrawal_takes_the_letter_away(people, network):
    invitation = convocations.invite(network, Party.objects.get(slug="co"), reason="Ponencia", by=people["ppt"])
    convocation(network, people["ppt"], verbs=SEND)
    client = visitor(people["obs_country"])
    before = client.get(invitation.get_absolute_url()).status_code

    visitor(people["ppt"]).post(
        f"/en/intranet/meetings/invitations/{invitation.pk}/withdraw/", {"withdrawal-reason": "Cambio"}
    )

    assert (before, client.get(invitation.get_absolute_url()).status_code) == (200, 404)
    assert client.get(PAGE).status_code == 404


POSTS = [
    # what is asked for, who may; of the others the readers get 403 and everybody else 404
    ("do/approve/", {"ppt"}, WRITERS),
    ("do/send/", {"ppt", "st_coord"}, WRITERS),
    ("do/remind/", WRITERS, WRITERS),
    ("do/print/", WRITERS, WRITERS),
    ("party/", {"ppt"}, WRITERS),
    ("guest/", {"ppt"}, WRITERS),
    ("write/", WRITERS, WRITERS),
]


@pytest.mark.parametrize(("path", "may", "see"), POSTS)
def test_who_may_take_each_step(people, rcgm, path, may, see):
    convocation(rcgm, people["ppt"])

    answers = {role: visitor(user).post(PAGE + path).status_code for role, user in people.items()}

    assert {role for role, status in answers.items() if status in {200, 302}} - {"ppt"} == may - {"ppt"}
    assert {role for role, status in answers.items() if status == 403} == see - may
    assert {role for role, status in answers.items() if status == 404} >= set(people) - see


def test_the_presidency_takes_a_convocation_from_the_first_word_to_the_answers(people, rcgm):
    team, focal = visitor(people["ppt"]), visitor(people["focal"])
    day = (timezone.localdate() + timezone.timedelta(days=9)).isoformat()

    proposed = team.get(f"{PAGE}write/").content.decode()
    saved = team.post(f"{PAGE}write/", {"text_es": "Texto", "text_en": "Text", "answer_by": day}, follow=True)
    for verb in SEND:
        page = team.post(f"{PAGE}do/{verb}/", follow=True)
    invitation = MeetingInvitation.objects.get(party__slug="mx")
    refused = focal.post(f"/en/intranet/meetings/invitations/{invitation.pk}/answer/", {"answer": "perhaps"})
    answered = focal.post(
        f"/en/intranet/meetings/invitations/{invitation.pk}/answer/", {"answer": "comes"}, follow=True
    )

    assert "has the honour to invite you" in proposed
    assert "Nothing is sent yet" in saved.content.decode()
    assert "The convocation is sent." in page.content.decode()
    assert (refused.status_code, "error-summary" in refused.content.decode()) == (200, True)
    assert "Your answer is recorded." in answered.content.decode()
    assert len(sent()) == 3  # Mexico's focal point, the organisation's delegate and the RNCOM's
    invitation.refresh_from_db()
    assert invitation.answer == "comes"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer_by": "2020-01-01"}, "The day by which to answer has passed."),
        ({"answer_by": "2090-01-01"}, "The day by which to answer comes before the meeting."),
        ({"answer_by": ""}, "This field is required."),
        ({"text_es": "x" * 10_001}, "at most 10000 characters"),
    ],
)
def test_bad_input_is_told_beside_its_field(people, rcgm, changes, said):
    day = (timezone.localdate() + timezone.timedelta(days=9)).isoformat()

    answer = visitor(people["ppt"]).post(
        f"{PAGE}write/", {"text_es": "Texto", "text_en": "Text", "answer_by": day} | changes
    )

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not Convocation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"guest_address": "nobody"}, "Enter a valid email address."),
        ({"guest_name": "x" * 400}, "at most 200 characters"),
        ({"guest_name": "Uno\u2028Dos"}, "single line"),
        ({"guest_language": "fr"}, "Select a valid choice"),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_a_guest_with_bad_data_is_refused(people, network, changes, said):
    values = {"guest_name": "CSM", "guest_address": "csm@example.net", "guest_language": "es", "reason": "Troika"}

    answer = visitor(people["ppt"]).post(f"{PAGE}guest/", values | changes)

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not MeetingInvitation.objects.exists()


def test_only_those_whom_the_rules_let_in_by_invitation_can_be_chosen(people, network):
    team = visitor(people["ppt"])
    colombia, mexico = (Party.objects.get(slug=slug).pk for slug in ("co", "mx"))

    refused = team.post(f"{PAGE}party/", {"party": mexico, "reason": "Ponencia"})
    made = team.post(f"{PAGE}party/", {"party": colombia, "reason": "Ponencia"}, follow=True)

    assert (refused.status_code, made.redirect_chain[-1][0]) == (200, PAGE)
    assert [invitation.party_id for invitation in MeetingInvitation.objects.all()] == [colombia]


def test_a_party_has_its_letter_made_and_nobody_else_gets_the_file(people, rcgm):
    from crm_portal.common.pdf import workflow as pdf

    convocation(rcgm, people["ppt"], verbs=SEND)
    invitation = MeetingInvitation.objects.get(party__slug="mx")
    focal = visitor(people["focal"])

    focal.post(f"/en/intranet/meetings/invitations/{invitation.pk}/print/", {"language": "fr"})
    focal.post(f"/en/intranet/meetings/invitations/{invitation.pk}/print/", {"language": "es"})
    pdf.make_next()
    file = Printout.objects.get().file

    opened = {role for role, user in people.items() if visitor(user).head(file.get_absolute_url()).status_code == 200}
    assert opened == WRITERS | OF_MEXICO
    assert file.name in focal.get(invitation.get_absolute_url()).content.decode()


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}write/", f"{PAGE}party/", f"{PAGE}guest/"])
def test_a_page_with_sixty_parties_asks_few_questions(people, network, path, django_assert_max_num_queries):
    for number in range(60):
        names = {"name_es": f"País {number}", "name_en": f"Country {number}"}
        party = Party.objects.create(kind="organisation", slug=f"p{number}", **names)
        PartyStatus.objects.create(party=party, status="member")
    convocation(network, people["ppt"])
    client = visitor(people["ppt"])
    client.get(path)

    with django_assert_max_num_queries(15):
        assert client.get(path).status_code == 200


def test_the_letter_of_a_party_asks_few_questions(people, network, django_assert_max_num_queries):
    for _ in range(30):
        session(network, "session", day=network.starts_on)
    convocation(network, people["ppt"], verbs=SEND)
    invitation = MeetingInvitation.objects.get(party__slug="mx")
    client = visitor(people["focal"])
    client.get(invitation.get_absolute_url())

    with django_assert_max_num_queries(15):
        assert client.get(invitation.get_absolute_url()).status_code == 200


def test_nobody_sees_an_observer_country_invited_to_the_rcgm(people, rcgm):
    convocation(rcgm, people["ppt"], verbs=SEND)
    country = visitor(people["obs_country"])

    assert country.get(PAGE).status_code == 404
    assert "/convocation/" not in country.get("/en/intranet/meetings/reunion/").content.decode()
    assert not MeetingInvitation.objects.visible_to(people["obs_country"]).exists()
