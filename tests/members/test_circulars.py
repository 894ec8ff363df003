"""Circulars: numbered without gaps, sent once, acknowledged country by country."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from crm_portal.common.workflow import TransitionNotAllowed
from members import circulars
from members.models import Circular, CircularReceipt, Institution, Party
from tests.members.factories import circular, preside, seated
from tests.signing_in import sign_in_past_second_factor


@pytest.fixture
def people(history):
    from django.utils import timezone

    preside("cr", timezone.localdate().year)
    return {
        "ppt": seated("paula", "presidency_team", "cr"),
        "coordinator": seated("carla", "st_coord", "iom"),
        "assistant": seated("dario", "st_assist", "iom"),
        "it": seated("iris", "st_it", "iom"),
        "focal mx": seated("ana", "focal", "mx"),
        "focal cr": seated("berta", "focal", "cr"),
        "hod mx": seated("hugo", "hod", "mx"),
        "observer": seated("olga", "obs_org", "unhcr"),
    }


@pytest.mark.parametrize(
    ("who", "answer", "status"),
    [
        ("ppt", 302, "sent"),
        ("coordinator", 302, "sent"),
        ("assistant", 403, "draft"),  # writes, but does not send
        ("focal mx", 404, "draft"),
        ("it", 404, "draft"),
        ("observer", 404, "draft"),
    ],
)
def test_who_sends_a_circular(client, people, who, answer, status):
    draft = circular(people["assistant"])
    sign_in_past_second_factor(client, people[who])

    response = client.post(f"/en/intranet/circulars/{draft.pk}/send/")
    draft.refresh_from_db()

    assert (response.status_code, draft.status) == (answer, status)


def test_a_circular_gets_its_number_and_a_receipt_for_each_member(people):
    first, second = circular(people["ppt"]), circular(people["ppt"])

    circulars.send(second, by=people["ppt"])
    circulars.send(first, by=people["coordinator"])

    assert list(Circular.objects.order_by("number").values_list("pk", "number")) == [(second.pk, 1), (first.pk, 2)]
    assert Circular.objects.get(pk=second.pk).symbol.endswith("/01")
    assert CircularReceipt.objects.filter(circular=first).count() == 11
    with pytest.raises(TransitionNotAllowed):
        circulars.send(first, by=people["ppt"])
    assert CircularReceipt.objects.filter(circular=first).count() == 11


def test_a_circular_without_its_spanish_text_is_not_sent(people):
    draft = circular(people["ppt"])
    Circular.objects.filter(pk=draft.pk).update(text_es="")

    with pytest.raises(TransitionNotAllowed):
        circulars.send(draft, by=people["ppt"])

    draft.refresh_from_db()
    assert (draft.status, draft.number) == ("draft", None)


def test_a_country_acknowledges_and_says_to_whom_it_went_on(client, people):
    letter = circular(people["ppt"])
    circulars.send(letter, by=people["ppt"])
    mexico, costa_rica = (Party.objects.get(slug=slug) for slug in ("mx", "cr"))
    institute = Institution.objects.create(party=mexico, name_es="Instituto", name_en="Institute")
    foreign = Institution.objects.create(party=costa_rica, name_es="Dirección", name_en="Directorate")
    sign_in_past_second_factor(client, people["focal mx"])
    path = f"/en/intranet/circulars/{letter.pk}/acknowledge/"

    refused = client.post(path, {"passed_on_to": [foreign.pk]})
    client.post(path, {"passed_on_to": [institute.pk], "another": "Ministry of the Interior"})
    client.post(path, {"passed_on_to": [institute.pk], "another": "ministry of the interior"})
    receipt = letter.receipts.get(party=mexico)

    assert refused.status_code == 200
    assert receipt.acknowledged_by == people["focal mx"]
    assert set(receipt.passed_on_to.values_list("name_en", flat=True)) == {"Institute", "Ministry of the Interior"}
    assert Institution.objects.filter(party=mexico).count() == 2
    assert letter.receipts.filter(acknowledged_at__isnull=False).count() == 1


@pytest.mark.parametrize(("who", "answer"), [("hod mx", 403), ("observer", 404), ("coordinator", 403)])
def test_only_focal_points_acknowledge(client, people, who, answer):
    letter = circular(people["ppt"])
    circulars.send(letter, by=people["ppt"])
    sign_in_past_second_factor(client, people[who])

    assert client.post(f"/en/intranet/circulars/{letter.pk}/acknowledge/").status_code == answer
    assert not CircularReceipt.objects.filter(acknowledged_at__isnull=False).exists()


def test_the_board_shows_its_writers_who_is_missing(client, people):
    letter = circular(people["ppt"])
    circulars.send(letter, by=people["ppt"])
    circulars.acknowledge(letter.receipts.get(party__slug="mx"), by=people["focal mx"], passed_on_to=[])

    sign_in_past_second_factor(client, people["assistant"])
    board = client.get(f"/es/intranet/circulares/{letter.pk}/").text
    sign_in_past_second_factor(client, people["focal cr"])
    own = client.get(f"/es/intranet/circulares/{letter.pk}/").text

    assert board.count("aún no") == 10
    assert "País por país" not in own


def test_a_circular_waits_on_the_focal_points_page_until_it_is_acknowledged(client, people):
    letter = circular(people["ppt"])
    circulars.send(letter, by=people["ppt"])
    letter.refresh_from_db()
    sign_in_past_second_factor(client, people["focal mx"])

    before = client.get("/es/intranet/").text
    circulars.acknowledge(letter.receipts.get(party__slug="mx"), by=people["focal mx"], passed_on_to=[])

    assert letter.symbol in before
    assert letter.symbol not in client.get("/es/intranet/").text


def test_what_is_sent_is_no_longer_edited(client, people):
    letter = circular(people["ppt"])
    circulars.send(letter, by=people["ppt"])
    sign_in_past_second_factor(client, people["ppt"])

    assert client.get(f"/en/intranet/circulars/{letter.pk}/edit/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_circulars_sent_at_once_are_numbered_without_gaps(history):
    from django.utils import timezone

    preside("cr", timezone.localdate().year)
    team = seated("paula", "presidency_team", "cr")
    drafts = [circular(team) for _ in range(8)]

    def send(draft):
        try:
            circulars.send(draft, by=team)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, [*drafts, *drafts][:8]))

    assert sorted(Circular.objects.values_list("number", flat=True)) == list(range(1, 9))
