"""A meeting is planned, convened by whom the rules name, held, closed; or cancelled with a reason."""

from datetime import timedelta

import pytest

from crm_portal.common.audit.models import Deed
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import workflow
from meetings.models import Meeting
from members.models import Body
from tests.meetings.factories import attended, convened, meeting, session
from tests.members.factories import seated


def test_a_meeting_goes_through_its_life_and_each_step_is_on_record(presidency):
    held = meeting()

    workflow.convene(held, by=presidency)
    attended(workflow.advance(held, verb="open", by=presidency), presidency)
    for verb in ("close", "archive"):
        workflow.advance(held, verb=verb, by=presidency)

    held.refresh_from_db()
    assert (held.status, held.is_public) == ("archived", True)
    verbs = Deed.objects.filter(object_id=str(held.pk), verb__startswith="meetings.").order_by("pk")
    assert [verb.removeprefix("meetings.") for verb in verbs.values_list("verb", flat=True)] == [
        *("convene_meeting", "open_meeting", "record_presences", "close_meeting", "archive_meeting")
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "regional"}, "No rule says"),
        ({"kind": "network", "bodies": ["net-children"]}, "is proposed"),
        ({"starts_on": None, "last_on": None}, "first and the last day"),
        ({"host": None}, "host country"),
        ({"title_en": ""}, "both languages"),
    ],
)
def test_a_meeting_that_lacks_something_is_not_convened(presidency, changes, said):
    lacking = meeting(**changes)

    with pytest.raises(TransitionNotAllowed, match=said):
        workflow.convene(lacking, by=presidency)

    lacking.refresh_from_db()
    assert (lacking.status, lacking.convened_at) == ("planned", None)


def test_a_virtual_meeting_needs_no_host(presidency):
    assert workflow.convene(meeting(host=None, format="virtual"), by=presidency).status == "convened"


def test_a_network_is_convened_once_it_is_active(presidency):
    planned = meeting(kind="network", bodies=["net-children"])
    Body.objects.filter(slug="net-children").update(status="active")

    assert workflow.convene(planned, by=presidency).status == "convened"


@pytest.mark.parametrize("status", ["open", "closed", "archived", "cancelled"])
def test_what_has_begun_or_is_over_is_not_cancelled(presidency, status):
    held = convened(presidency, cancellation_reason_es="Motivo", cancellation_reason_en="Reason")
    Meeting.objects.filter(pk=held.pk).update(status=status)

    with pytest.raises(TransitionNotAllowed):
        workflow.cancel(held, by=presidency)


def test_a_meeting_is_cancelled_with_a_reason_in_both_languages(presidency):
    held = convened(presidency, cancellation_reason_es="Motivo")
    with pytest.raises(TransitionNotAllowed, match="both languages"):
        workflow.cancel(held, by=presidency)
    Meeting.objects.filter(pk=held.pk).update(cancellation_reason_en="Reason")

    assert workflow.cancel(held, by=presidency).status == "cancelled"


CONVENES = [
    # kind, role and party of whoever asks, may convene. Source, lines 741-755 and 830-837.
    ("conference", ("presidency_team", "cr"), True),
    ("rcgm", ("presidency_team", "cr"), True),
    ("conference", ("presidency_team", "pa"), False),
    ("conference", ("st_coord", "iom"), False),
    ("conference", ("st_assist", "iom"), False),
    ("conference", ("focal", "mx"), False),
    ("conference", ("hod", "mx"), False),
    ("seminar", ("st_coord", "iom"), True),
    ("workshop", ("presidency_team", "cr"), False),
    ("training", ("st_assist", "iom"), False),
    ("seminar", ("obs_org", "unhcr"), False),
]


@pytest.mark.parametrize(("kind", "seat", "may"), CONVENES)
def test_who_convenes(presidency, kind, seat, may):
    somebody = seated("alguien", *seat)

    assert somebody.has_perm("meetings.convene_meeting", meeting(kind=kind)) == may


def test_the_next_meeting_takes_over_what_stays_and_not_what_was_of_that_day(presidency, coordinator):
    last = convened(presidency, kind="rcgm", slug="grcm-7", ordinal=7, place_es="Managua")
    session(last, "session", "Mañana")
    last.co_sponsors.set([last.host])

    following = workflow.plan_next(last, by=coordinator)

    following.refresh_from_db()
    assert (following.status, following.ordinal, following.slug, following.previous) == ("planned", 8, "grcm-8", last)
    assert following.title_es == "VIII Reunión del Grupo Regional de Consulta sobre Migración"
    assert (following.starts_on, following.host, following.place) == (None, None, "")
    assert list(following.bodies.values_list("slug", flat=True)) == ["rcgm"]
    copied, first = following.sessions.get(), last.sessions.get()
    assert (copied.title_es, copied.starts_at - first.starts_at) == ("Mañana", timedelta(weeks=52))
    assert "observer_organisation" in copied.attended_by


def test_the_next_name_in_addresses_is_one_that_is_free(presidency, coordinator):
    last = meeting(slug="taller")
    meeting(slug="taller-2")

    assert workflow.plan_next(last, by=coordinator).slug == "taller-3"


def test_a_meeting_cannot_end_before_it_begins_whoever_writes_it(presidency):
    from django.db import IntegrityError, transaction

    held = meeting()

    with pytest.raises(IntegrityError, match="meeting_ends_after_it_begins"), transaction.atomic():
        Meeting.objects.filter(pk=held.pk).update(last_on=held.starts_on - timedelta(days=1))
