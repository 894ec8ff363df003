"""An express invitation opens one meeting's sessions, items and papers, no closed door; a withdrawal closes them."""

import pytest
from django.utils import timezone

from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Document, DocumentGrant
from meetings import admissions, attendance, convocations, pinning, workflow
from meetings.forms.agenda import AgendaItemForm
from meetings.models import AgendaItem, ItemDocument, Session
from members.models import CircleAdmission, Party
from tests.declarations.factories import document, published
from tests.meetings.factories import ahead, convened, convocation, item, meeting, session
from tests.members.seats import everybody

BODY = "net-consular"


@pytest.fixture
def people(history):
    return everybody()


@pytest.fixture
def network(people):
    return convened(people["ppt"], "Red", kind="network", bodies=[BODY], slug="red", **ahead())


@pytest.fixture
def sitting(network):
    return session(network, "session", day=network.starts_on)


def paper(people, audience="body", body=BODY):
    return published(people["st_coord"], f"Papel {audience} {body}", audience=audience, body=body)


def pinned(under, document, by):
    return pinning.pin(ItemDocument(item=under, version=document.versions.first()), by=by)


def invite(held, by, slug="co", reason="Ponencia sobre retorno"):
    return convocations.invite(held, Party.objects.get(slug=slug), reason=reason, by=by)


def reads(user):
    """What somebody has of sessions, items and papers."""
    return (
        set(Session.objects.visible_to(user)),
        set(AgendaItem.objects.visible_to(user)),
        set(Document.objects.visible_to(user).exclude(audience="public")),
    )


def test_an_invitation_opens_sessions_items_and_papers_that_are_there_and_that_come(people, network, sitting):
    first = item(sitting, "Primero")
    early = paper(people)
    pinned(first, early, people["ppt"])
    before = reads(people["obs_country"])

    invite(network, people["ppt"])
    second = item(Session.objects.get(pk=sitting.pk), "Segundo")
    late = paper(people)
    pinned(second, late, people["st_coord"])

    assert before == (set(), set(), set())
    assert reads(people["obs_country"]) == ({sitting}, {first, second}, {early, late})
    assert reads(people["obs_org"])[0] == set()
    assert ItemDocument.objects.visible_to(people["obs_country"]).count() == 2


def test_a_session_planned_after_the_invitation_is_open_too(people, network):
    invite(network, people["ppt"])
    later = session(network, "session", day=network.starts_on)

    admissions.reconcile(workflow.locked(network), by=people["ppt"])

    assert reads(people["obs_country"])[0] == {later}


def test_it_opens_no_other_meeting_of_the_network_and_not_the_next(people, network, sitting):
    item(sitting)
    invite(network, people["ppt"])
    other = convened(people["ppt"], "Otra", kind="network", bodies=[BODY], slug="otra", **ahead(60))
    item(session(other, "session", day=other.starts_on))
    following = workflow.plan_next(network, by=people["ppt"])
    workflow.Meeting.objects.filter(pk=following.pk).update(status="convened", convened_at=timezone.now())

    sessions, items, _papers = reads(people["obs_country"])

    assert ({one.meeting_id for one in sessions}, {one.session.meeting_id for one in items}) == (
        {network.pk},
        {network.pk},
    )
    assert list(following.sessions.values_list("circle", flat=True)) == [None]


def test_a_party_invited_before_is_suggested_and_nothing_is_open_to_it(people, network, sitting):
    invite(network, people["ppt"])
    invite(network, people["ppt"], "unhcr")
    following = workflow.plan_next(network, by=people["ppt"])
    workflow.Meeting.objects.filter(pk=following.pk).update(**ahead(90), year=ahead(90)["starts_on"].year)
    following.refresh_from_db()

    suggested = convocations.suggested(following)
    invite(following, people["ppt"])

    assert {party.slug for party in suggested} == {"co", "unhcr"}
    assert [party.slug for party in convocations.suggested(following)] == ["unhcr"]


def test_what_is_behind_closed_doors_stays_closed(people, network, sitting):
    closed = session(network, "closed_door", day=network.starts_on)
    secret = item(closed)
    invite(network, people["ppt"])

    sessions, items, _papers = reads(people["obs_country"])

    assert (closed in sessions, secret in items) == (False, False)
    assert not CircleAdmission.objects.filter(circle=closed.circle).exists()


def test_a_session_that_becomes_a_closed_door_puts_the_guest_out(people, network, sitting):
    one = item(sitting)
    invite(network, people["ppt"])
    sitting.refresh_from_db()
    sitting.part = "closed_door"
    attendance.place(sitting).save()

    admissions.reconcile(workflow.locked(network), by=people["ppt"])

    assert reads(people["obs_country"]) == (set(), set(), set())
    assert not AgendaItem.objects.visible_to(people["obs_country"]).contains(one)


NARROWED = ["members", "presidency", "secretariat", "troika"]


@pytest.mark.parametrize("audience", NARROWED)
@pytest.mark.parametrize("is_invited_first", [True, False])
def test_an_item_with_an_audience_of_its_own_is_not_open_to_whoever_is_invited(
    people, network, sitting, audience, is_invited_first
):
    if is_invited_first:
        invite(network, people["ppt"])
        sitting.refresh_from_db()
    form = AgendaItemForm(
        {"session": sitting.pk, "order": 1, "title": "Punto", "audience": audience, "widening_reason": "Razón"}
    )
    narrowed = form.save()
    if not is_invited_first:
        invite(network, people["ppt"])

    assert not AgendaItem.objects.visible_to(people["obs_country"]).contains(narrowed)


def test_an_item_that_is_narrowed_later_is_closed_again_with_its_papers(people, network, sitting):
    one = item(sitting)
    pinned(one, paper(people), people["ppt"])
    invite(network, people["ppt"])
    before = reads(people["obs_country"])
    AgendaItem.objects.filter(pk=one.pk).update(audience="presidency")

    admissions.reconcile(workflow.locked(network), by=people["ppt"])

    assert (len(before[1]), len(before[2])) == (1, 1)
    assert reads(people["obs_country"])[1:] == (set(), set())


@pytest.mark.parametrize(
    ("audience", "body"), [("members", BODY), ("presidency", BODY), ("body", "net-trafficking"), ("members", None)]
)
def test_a_paper_that_is_not_for_the_sessions_own_audience_stays_as_it_is(people, network, sitting, audience, body):
    pinned(item(sitting), paper(people, audience, body), people["st_coord"])

    invite(network, people["ppt"])

    assert reads(people["obs_country"])[2] == set()


def test_a_paper_taken_off_the_item_is_closed_again(people, network, sitting):
    invite(network, people["ppt"])
    sitting.refresh_from_db()
    laid = pinned(item(sitting), paper(people), people["ppt"])
    before = reads(people["obs_country"])[2]

    pinning.unpin(laid, by=people["ppt"])

    assert (len(before), reads(people["obs_country"])[2]) == (1, set())


def test_a_withdrawal_closes_all_of_it_at_once_and_leaves_other_grants(people, network, sitting):
    one, other = paper(people), document("Otro", audience="body", body=BODY, status="final")
    pinned(item(sitting), one, people["ppt"])
    colombia = Party.objects.get(slug="co")
    DocumentGrant.objects.create(
        document=other, party=colombia, reason="Aparte", granted_by=people["ppt"], valid_from=timezone.localdate()
    )
    invitation = invite(network, people["ppt"])
    before = reads(people["obs_country"])

    convocations.withdraw(invitation, reason="Cambio de programa", by=people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="withdrawn already"):
        convocations.withdraw(invitation, reason="Otra vez", by=people["ppt"])

    assert [len(found) for found in before] == [1, 1, 2]
    assert reads(people["obs_country"]) == (set(), set(), {other})


def test_a_party_may_be_invited_again_the_same_day(people, network, sitting):
    pinned(item(sitting), paper(people), people["ppt"])
    first = invite(network, people["ppt"])
    convocations.withdraw(first, reason="Error", by=people["ppt"])

    again = invite(network, people["ppt"], reason="De nuevo")

    assert (again.pk, again.reason) == (first.pk, "De nuevo")
    assert [len(found) for found in reads(people["obs_country"])] == [1, 1, 1]


REFUSED = [
    # kind of meeting, its bodies, who is to be invited, what is said
    ("rcgm", [], "co", "No rule of attendance lets"),
    ("drafting", [], "co", "No rule of attendance lets"),
    ("drafting", [], "rrocm", "No rule of attendance lets"),
    ("troika", [], "unhcr", "No rule of attendance lets"),
    ("ad_hoc", ["extra-regional"], "unhcr", "No rule of attendance lets"),
    ("conference", [], "co", "comes by the rules"),
    ("rcgm", [], "unhcr", "comes by the rules"),
    ("network", [BODY], "mx", "comes by the rules"),
    ("network", [BODY], "rrocm", "comes by the rules"),
]


@pytest.mark.parametrize(("kind", "bodies", "slug", "said"), REFUSED)
def test_whom_the_rules_do_not_let_in_even_by_invitation_is_refused(people, kind, bodies, slug, said):
    held = meeting(kind=kind, bodies=bodies, **ahead())

    with pytest.raises(TransitionNotAllowed, match=said):
        invite(held, people["ppt"], slug)


def test_nobody_is_invited_twice_or_to_what_is_over(people, network):
    invite(network, people["ppt"])
    over = meeting(kind="network", bodies=[BODY], slug="pasada", **ahead(-30))

    with pytest.raises(TransitionNotAllowed, match="invited already"):
        invite(network, people["ppt"])
    with pytest.raises(TransitionNotAllowed, match="over or cancelled"):
        invite(over, people["ppt"])


def test_a_party_that_the_rules_bring_is_not_disinvited(people, network):
    convocation(network, people["ppt"])

    with pytest.raises(TransitionNotAllowed, match="not withdrawn"):
        convocations.withdraw(network.invitations.get(party__slug="mx"), reason="No", by=people["ppt"])


def test_joint_meetings_and_seminars_open_what_is_for_members(people):
    seminar = convened(people["st_coord"], "Seminario", kind="seminar", slug="seminario", **ahead())
    event = session(seminar, "event", day=seminar.starts_on)
    mine = paper(people, "members", None)
    one = item(event)
    pinned(one, mine, people["st_coord"])

    invite(seminar, people["st_coord"], "unhcr")

    assert reads(people["obs_org"]) == ({event}, {one}, {mine})
