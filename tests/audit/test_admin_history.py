"""The record of changes of an object in the admin: who, when, what was and what is, for whoever may view the object."""

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from crm_portal.common import audit, registry
from members.models import Institution, Mandate, Party, PartyAlias, PresidencyTerm, User
from members.roles import Role

MOST_QUERIES = 15
EVENTS = 200


def history(client, obj, **query):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_history"
    return client.get(reverse(name, args=[obj.pk]), query)


def told(answer):
    """Each entry as (who, what, {field: (before, after)})."""
    return [
        (entry.who, entry.what, {change.label: (change.before, change.after) for change in entry.changes})
        for entry in answer.context["entries"]
    ]


def test_staff_read_who_changed_what_in_words(as_role):
    client = as_role("st-coord")
    mexico, belize = Party.objects.get(iso2="MX"), Party.objects.get(iso2="BZ")
    with audit.acting(request="r-1"):
        term = PresidencyTerm.objects.create(
            party=mexico, starts_on=date(2090, 1, 1), ends_on=date(2091, 1, 1), theme_es="Lema", source="Acta"
        )
    coordinator = User.objects.get(email="st-coord@demo.example")

    with audit.acting(user=coordinator.pk), audit.on_behalf_of(mexico.pk):
        PresidencyTerm.objects.filter(pk=term.pk).update(
            party=belize, theme_es="Otro lema", theme_en="Another theme", boundaries_basis="assumed", note_es=None
        )
    answer = history(client, term)

    assert told(answer)[0] == (
        "Demo: st-coord",
        "Changed",
        {
            "country": ("Mexico", "Belize"),
            "basis of the dates": ("decided", "assumed: the source gives the year alone"),
            "theme (Español)": ("Lema", "Otro lema"),
            "theme (English)": ("—", "Another theme"),
        },
    )
    assert answer.context["entries"][0].on_behalf_of == "Mexico"
    assert told(answer)[1][:2] == ("somebody who was not signed in", "Created")
    assert told(answer)[1][2]["from"] == ("", "Jan. 1, 2090")
    assert "<del>Mexico</del>" in answer.text
    assert "<ins>Belize</ins>" in answer.text


def test_a_name_that_is_markup_stays_text(as_role):
    alias = PartyAlias.objects.create(party=Party.objects.get(iso2="MX"), name="<script>alert(1)</script>")

    text = history(as_role("st-coord"), alias).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_steps_and_changes_stand_in_the_order_of_time(as_role):
    institution = Institution.objects.create(party=Party.objects.first(), name_es="Uno", name_en="One")
    coordinator = User.objects.get(email="st-coord@demo.example")

    audit.record("members.confirm", institution, by=coordinator, round=2)
    with audit.acting(command="tidy"):
        Institution.objects.filter(pk=institution.pk).update(name_en="Two")
    audit.record("members.unheard_of", institution, by=None)
    registry.deed_labels["members.confirm"] = "Confirmed"
    try:
        found = told(history(as_role("st-coord"), institution))
    finally:
        del registry.deed_labels["members.confirm"]

    assert found[:3] == [
        ("the portal itself", "members.unheard_of", {}),
        ("the command tidy", "Changed", {"name (English)": ("One", "Two")}),
        ("Demo: st-coord", "Confirmed", {"round": ("", "2")}),
    ]


def test_what_was_there_before_the_record_began_is_said_to_be_unknown(as_role):
    """A row may be older than its history, whose first entry is then a change of something unknown."""
    values = {"id": 10**6, "party_id": Party.objects.get(iso2="MX").pk, "name": "Alias", "source": ""}
    audit.history_of(PartyAlias).objects.create(pgh_label="update", pgh_obj_id=values["id"], **values)
    alias = PartyAlias.objects.create(**values)

    answer = history(as_role("st-coord"), alias)

    first = answer.context["entries"][-1]
    assert (first.what, first.changes, first.note) == ("Changed", [], "What it was before is not on record.")


def test_a_row_that_is_gone_is_named_by_its_number(as_role):
    party = Party.objects.create(kind="organisation", slug="gone", name_es="Ida", name_en="Gone")
    alias = PartyAlias.objects.create(party=party, name="Alias")
    PartyAlias.objects.filter(pk=alias.pk).update(party=Party.objects.get(iso2="MX"))
    number = party.pk
    party.delete()

    changes = told(history(as_role("st-coord"), alias))[0][2]

    assert changes == {"party": (f"deleted (number {number})", "Mexico")}


@pytest.mark.parametrize(("role", "status"), [("st-coord", 200), ("st-assist", 200), ("st-it", 403), ("focal", 404)])
def test_whoever_may_view_the_object_may_read_its_history(as_role, role, status):
    assert history(as_role(role), Party.objects.get(iso2="MX")).status_code == status


def test_an_object_that_is_not_there_has_no_history(as_role):
    assert as_role("st-coord").get("/admin/members/party/999999/history/").status_code == 404
    assert as_role("st-coord").get("/admin/members/party/%00/history/").status_code == 404


@pytest.mark.parametrize("page", ["1", "2", "5", "0", "-1", "x", "999999999999"])
def test_two_hundred_changes_ask_no_more_than_a_few(as_role, django_assert_max_num_queries, page):
    people = list(User.objects.filter(email__startswith="focal-"))
    parties = list(Party.objects.all()[:20])
    newcomer = User.objects.create_user("ana@example.org", "a-long-enough-password", full_name="Ana Ejemplo")
    mandate = Mandate.objects.create(user=newcomer, party=parties[0], role=Role.AUDITOR, valid_from=date(2026, 1, 1))
    client = as_role("st-coord")
    for n in range(EVENTS):
        with audit.acting(user=people[n % 8].pk), audit.on_behalf_of(parties[n % 20].pk):
            Mandate.objects.filter(pk=mandate.pk).update(
                party=parties[n % 20], approved_by=people[n % 8], valid_until=date(2027 + n, 1, 1)
            )
        if n % 10 == 0:
            audit.record("members.approve", mandate, by=people[n % 8])
    client.get("/admin/")  # what a first request loads once is not the page's

    with django_assert_max_num_queries(MOST_QUERIES):
        answer = history(client, mandate, p=page)

    assert answer.status_code == 200
    assert len(answer.context["entries"]) in {50, 21}
    assert answer.context["entries"].paginator.count == EVENTS + 20 + 1
    assert re.search(r'aria-current="page">\d+</a>', answer.text)


def test_a_history_is_rolled_back_with_its_change(as_role):
    mexico = Party.objects.get(iso2="MX")
    before = len(told(history(as_role("st-coord"), mexico)))

    with transaction.atomic():
        Party.objects.filter(pk=mexico.pk).update(name_en="Never")
        transaction.set_rollback(True)

    assert len(told(history(as_role("st-coord"), mexico))) == before
