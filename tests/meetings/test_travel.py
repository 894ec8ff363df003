"""Travel data: kept with consent alone, seen by few, gone after the meeting."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from crm_portal.common import audit, retention
from meetings import delegations, personal_data
from meetings.delegations import Entry
from meetings.models import Delegate, Delegation, Meeting, TravelData
from members.models import Party
from tests.meetings.factories import convened
from tests.members.factories import seated
from tests.signing_in import sign_in_past_second_factor

TOLD = {"arrives_on": "2026-06-09", "departs_on": "2026-06-13", "flight": "QZ 4711", "needs": "vegetariana"}


@pytest.fixture
def focal(presidency):
    return seated("focal", "focal", "mx")


@pytest.fixture
def delegation(presidency, focal):
    held = convened(presidency)
    entries = [Entry("Ana Prueba", email="ana@example.org"), Entry("Eva Prueba")]
    return delegations.register(held, Party.objects.get(slug="mx"), entries, by=focal)


def page(delegation):
    return f"/en/intranet/meetings/delegations/{delegation.pk}/travel/"


def sent(delegate, **values):
    return {f"travel-{delegate.pk}-{name}": value for name, value in values.items()}


def signed_in(somebody):
    client = Client()
    sign_in_past_second_factor(client, somebody)
    return client


def told(delegation):
    ana = delegation.delegates.order_by("pk").first()
    delegations.write_travel(
        delegation, {ana.pk: {"flight": "QZ 4711", "needs": "vegetariana"}}, by=delegation.registered_by
    )
    return ana


def test_with_consent_it_is_kept_and_without_it_nothing_is(delegation, focal):
    ana, eva = delegation.delegates.order_by("pk")
    client = signed_in(focal)

    refused = client.post(page(delegation), sent(ana, consents="on", **TOLD) | sent(eva, **TOLD))
    assert (refused.status_code, TravelData.objects.count()) == (200, 0)
    assert "Without the person&#x27;s consent nothing is kept" in refused.content.decode()

    client.post(page(delegation), sent(ana, consents="on", **TOLD))
    assert list(TravelData.objects.values_list("delegate", "flight", "needs")) == [(ana.pk, "QZ 4711", "vegetariana")]

    client.post(page(delegation), sent(ana, **TOLD))  # the consent is taken back
    assert not TravelData.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"departs_on": "2026-06-01"}, "The day of leaving is not before that of arriving."),
        ({"flight": "x" * 400}, "at most 150 characters (it has 400)"),
        ({"needs": "sin\u202esal"}, "characters that cannot be seen"),
        ({"arrives_on": "31/31/2026"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(delegation, focal, values, sentence):
    ana = delegation.delegates.order_by("pk").first()

    answer = signed_in(focal).post(page(delegation), sent(ana, consents="on", **(TOLD | values)))

    assert sentence in answer.content.decode()
    assert not TravelData.objects.exists()


@pytest.mark.parametrize(
    ("role", "slug", "reads", "writes"),
    [
        ("focal", "mx", 200, 302),
        ("st_coord", "iom", 200, 403),
        ("st_assist", "iom", 200, 302),
        ("presidency_team", "cr", 200, 403),  # not of its own country
        ("focal", "ca", 404, 404),
        ("hod", "mx", 200, 302),
        ("hod", "ca", 404, 404),
        ("rcgm", "mx", 404, 404),
        ("obs_org", "unhcr", 404, 404),
        ("st_it", "iom", 404, 404),
        ("auditor", "ca", 404, 404),
    ],
)
def test_it_is_seen_by_the_own_focal_point_the_presidency_and_the_secretariat(delegation, role, slug, reads, writes):
    ana = told(delegation)
    client = signed_in(seated("somebody", role, slug))

    answer = client.get(page(delegation))

    assert answer.status_code == reads
    assert ("QZ 4711" in answer.content.decode()) is (reads == 200)
    assert client.post(page(delegation), sent(ana, consents="on", flight="QZ 4711")).status_code == writes


def test_a_delegate_with_an_account_tells_of_the_own_travel_and_sees_no_other(presidency, focal):
    held, own = convened(presidency), seated("eva", "rcgm", "mx")
    entries = [Entry("Ana Prueba"), Entry("Eva", email="eva@example.org")]
    delegation = delegations.register(held, Party.objects.get(slug="mx"), entries, by=focal)
    ana, client = told(delegation), signed_in(own)

    shown = client.get(page(delegation)).content.decode()
    mine = sent(delegation.delegates.get(person=own), consents="on", flight="QZ 4712")
    client.post(page(delegation), mine | sent(ana, consents="on", flight="QZ 4713"))

    assert "QZ 4711" not in shown
    assert "Ana Prueba" not in shown
    assert sorted(TravelData.objects.values_list("delegate__full_name", "flight")) == [
        ("Ana Prueba", "QZ 4711"),
        ("Eva", "QZ 4712"),
    ]


def test_no_list_no_history_and_no_record_holds_it(delegation, coordinator):
    told(delegation)
    client = signed_in(coordinator)

    pages = ("delegations/", "participants/", "participants/participants.csv")
    texts = [client.get(f"/en/intranet/meetings/reunion/{path}").content.decode() for path in pages]

    assert all("Ana Prueba" in text and "QZ 4711" not in text and "vegetariana" not in text for text in texts)
    assert audit.history_of(TravelData) is None
    assert "email" not in {field.name for field in audit.history_of(Delegate)._meta.get_fields()}


@pytest.mark.parametrize(("days", "kept"), [(29, (1, 1)), (31, (0, 1)), (366, (0, 0))])
def test_the_retention_job_removes_it_and_later_the_addresses(delegation, days, kept):
    told(delegation)
    over = timezone.localdate() - timedelta(days=days)
    Meeting.objects.filter(pk=delegation.meeting_id).update(starts_on=over, last_on=over, year=over.year)

    dict(retention.enforce(timezone.now()))

    addresses = Delegate.objects.filter(delegation=delegation).exclude(email="")
    assert (TravelData.objects.count(), addresses.count()) == kept
    assert Delegation.objects.count() == 1


def test_a_person_takes_along_what_is_kept_of_them(presidency, focal):
    held = convened(presidency)
    own = Entry("Focal", email="focal@example.org", is_head=True)
    delegation = delegations.register(held, Party.objects.get(slug="mx"), [own], by=focal)
    told(delegation)

    (one,) = personal_data.delegations(focal)

    assert (one["full_name"], one["is_head"], one["travel"]["flight"]) == ("Focal", True, "QZ 4711")
