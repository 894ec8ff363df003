"""The record of changes as a whole: every kind of object in one list, for auditors, in few queries."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from contributions.models import Scale, Share
from crm_portal.common import audit
from crm_portal.common.audit.models import Access, Deed
from crm_portal.common.audit.timeline import kept_fields
from crm_portal.common.audit.tracking import histories
from members import circulars, view_as
from members.models import (
    Circular,
    Institution,
    Invitation,
    Mandate,
    Party,
    PartyAlias,
    Substitution,
    User,
)
from tests.members.factories import circular
from tests.signing_in import sign_in_past_second_factor

LIST, EXPORT = "/en/intranet/record-of-changes/", "/en/intranet/record-of-changes/export/"
EVERYBODY_ELSE = ["st-coord", "st-assist", "st-it", "focal", "ppt", "iom-fund", "obs-org", "fund-requester"]
MOST_QUERIES = 15
WORD = "Quetzalcanario"


def account(name):
    return User.objects.get(email=f"{name}@demo.example")


def entries(answer):
    return [(moment.kind, moment.entry.what) for moment in answer.context["page"]]


def told(moment):
    return [(each.label, each.before, each.after) for each in moment.entry.changes]


@pytest.fixture
def changed(demo):
    """A change of an alias by the coordinator, for Mexico, and a step of a workflow by a focal point."""
    mexico = Party.objects.get(slug="mx")
    alias = PartyAlias.objects.create(party=mexico, name="Old name")
    with audit.acting(user=account("st-coord").pk, request="r-1"), audit.on_behalf_of(mexico.pk):
        PartyAlias.objects.filter(pk=alias.pk).update(name=WORD)
    with audit.on_behalf_of(mexico.pk):
        audit.record("members.confirm_mandate", mexico, by=account("rcgm"), round=1)
    return alias


def test_auditors_read_steps_and_changes_of_all_kinds(as_role, changed):
    answer = as_role("auditor").get(LIST)

    step, change = list(answer.context["page"])[:2]
    assert (step.kind, step.entry.what, step.entry.who, told(step)) == (
        "members.party",
        "confirmed the entry",
        "Demo: rcgm",
        [("round", "", "1")],
    )
    assert (change.kind, change.number, change.entry.what, change.entry.who, change.entry.on_behalf_of) == (
        "members.partyalias",
        str(changed.pk),
        "Changed",
        "Demo: st-coord",
        "Mexico",
    )
    assert told(change) == [("name", "Old name", WORD)]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert {moment.kind for moment in answer.context["page"]} > {"members.party", "members.partyalias"}


def test_what_a_row_points_to_is_named_as_in_its_own_history(as_role, demo):
    PartyAlias.objects.create(party=Party.objects.get(slug="mx"), name="Old name")

    answer = as_role("auditor").get(LIST, {"kind": "members.partyalias", "verb": "insert"})

    assert told(next(iter(answer.context["page"])))[:1] == [("party", "", "Mexico")]


def test_of_what_an_auditor_may_not_read_only_the_fields_are_named(as_role, demo):
    away, deputy = account("focal-mx"), account("focal")
    today = timezone.localdate()
    Substitution.objects.create(
        mandate=away.mandates.get(),
        deputy=deputy,
        named_by=away,
        valid_from=today,
        valid_until=today.replace(year=2030),
    )

    answer = as_role("auditor").get(LIST, {"kind": "members.substitution", "verb": "insert"})

    assert told(next(iter(answer.context["page"])))[:2] == [
        ("mandate of the person away", "", "not shown: not for you to read"),
        ("deputy", "", "not shown: not for you to read"),
    ]
    assert "Demo: focal-mx: Focal point, Mexico" not in answer.content.decode()


def test_an_amount_keeps_its_cents(as_role, demo):
    share = Share.objects.get(party__slug="mx")
    Share.objects.filter(pk=share.pk).update(amount_usd="1234.50")

    answer = as_role("auditor").get(LIST, {"kind": "contributions.share", "verb": "update"})

    [change] = told(next(iter(answer.context["page"])))
    assert change[2] == "1234.50"


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
@pytest.mark.parametrize("address", [LIST, EXPORT])
def test_to_everybody_else_the_record_does_not_exist(as_role, changed, role, address):
    client = as_role(role)

    answer, missing = client.get(address), client.get("/en/intranet/no-such-page/")

    assert (answer.status_code, missing.status_code) == (404, 404)
    assert answer.content == missing.content


def test_a_break_glass_account_does_not_read_it_either(client, changed):
    sign_in_past_second_factor(client, User.objects.create_superuser("root@example.org", full_name="Root"))

    assert client.get(LIST).status_code == 404


@pytest.mark.parametrize("address", [LIST, EXPORT, "/en/intranet/access-log/", "/en/intranet/access-log/export/"])
def test_the_secretariat_looking_as_an_auditor_reads_neither_record(as_role, changed, address):
    """Looking through a role opens nothing that was closed."""
    client = as_role("st-coord")
    session = client.session
    session[view_as.KEY] = ["auditor", Party.objects.get(slug="mx").pk, None]
    session.save()

    assert client.get(address).status_code == 404


def test_whoever_may_not_read_it_finds_no_link_to_it(as_role, changed):
    assert LIST in as_role("auditor").get("/en/intranet/").text
    assert LIST not in as_role("st-coord").get("/en/intranet/").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "members.partyalias", "verb": "update"}, [("members.partyalias", "Changed")]),
        ({"kind": "members.party", "verb": "members.confirm_mandate"}, [("members.party", "confirmed the entry")]),
        ({"verb": "members.confirm_mandate"}, [("members.party", "confirmed the entry")]),
        ({"person": "st-coord", "kind": "members.partyalias"}, [("members.partyalias", "Changed")]),
        ({"person": "rcgm", "kind": "members.party"}, [("members.party", "confirmed the entry")]),
        ({"number": "the alias", "kind": "members.partyalias"}, [("members.partyalias", "Changed"), "Created"]),
        ({"until": "0001-01-01"}, []),
        ({"since": "9999-12-31"}, []),
        ({"since": "2026-02-30"}, []),
        ({"kind": "nothing"}, []),
        ({"kind": "\x00"}, []),
        ({"number": "\x00"}, []),
        ({"number": "²"}, []),
        ({"number": "9" * 60, "kind": "members.party"}, []),
        ({"number": "1 OR 1=1"}, []),
        ({"verb": "' OR 1=1"}, []),
        ({"person": "' OR 1=1"}, []),
        ({"person": "99999999999999999999"}, []),
    ],
)
def test_the_record_is_narrowed_and_bears_strange_input(as_role, changed, asked, found):
    client = as_role("auditor")
    if asked.get("person") in {"st-coord", "rcgm"}:
        asked = asked | {"person": account(asked["person"]).pk}
    if asked.get("number") == "the alias":
        asked = asked | {"number": changed.pk}

    answer = client.get(LIST, asked)

    assert answer.status_code == 200
    assert entries(answer) == [("members.partyalias", each) if isinstance(each, str) else each for each in found]


@pytest.mark.parametrize("page", ["-1", "0", "x", "1e9", "999999"])
def test_a_strange_page_is_some_page(as_role, changed, page):
    answer = as_role("auditor").get(LIST, {"page": page})

    assert answer.status_code == 200
    assert len(answer.context["page"].object_list) > 0


@pytest.mark.parametrize(
    ("zone", "day", "shown"),
    [("America/Costa_Rica", "2020-05-31", "05/31/2020 11:30 p.m."), ("America/Toronto", "2020-06-01", "06/01/2020")],
)
def test_days_are_those_of_the_readers_zone(as_role, changed, zone, day, shown):
    Deed.objects.create(
        verb="members.end_mandate",
        kind="members.party",
        object_id="1",
        by=account("focal-mx"),
        at=datetime(2020, 6, 1, 5, 30, tzinfo=UTC),
    )
    User.objects.filter(email="auditor@demo.example").update(time_zone=zone)
    client = as_role("auditor")

    answer = client.get(LIST, {"since": day, "until": day})

    assert entries(answer) == [("members.party", "ended the mandate")]
    assert shown in answer.text
    assert zone in answer.text
    assert timezone.get_current_timezone_name() == "America/Costa_Rica"


def everything(rounds):
    """Changes of every kind of object whose rows point to others, by many people."""
    people = list(User.objects.filter(email__startswith="focal-"))
    coordinator, party = account("st-coord"), Party.objects.get(slug="mx")
    for n in range(rounds):
        with audit.acting(user=people[n % len(people)].pk), audit.on_behalf_of(party.pk):
            institution = Institution.objects.create(party=party, name_es=f"I {n}", name_en=f"I {n}")
            sent = circular(coordinator, f"Aviso {n}")
            if n < 3:
                circulars.send(sent, by=coordinator)
            Mandate.objects.filter(user=people[n % len(people)]).update(position=f"Jefa {n}", approved_by=coordinator)
            invitation = Invitation.objects.create(
                email=f"n{n}@example.org",
                full_name="Nueva",
                party=party,
                institution=institution,
                role="rcgm",
                proposed_by=people[n % len(people)],
                proposed_at=timezone.now(),
                status=Invitation.Status.ACCEPTED if n < len(people) else Invitation.Status.REFUSED,
                mandate=people[n % len(people)].mandates.first() if n < len(people) else None,
            )
            Invitation.objects.filter(pk=invitation.pk).update(reason=str(n), decided_by=coordinator)
            Share.objects.update(amount_usd=n + 1)
            Scale.objects.update(source=f"Escala {n}")
            User.objects.filter(pk=people[n % len(people)].pk).update(full_name=f"Nombre {n}")


@pytest.mark.parametrize("rounds", [2, 40])
def test_no_page_and_no_file_of_it_asks_more_for_more_rows(as_role, demo, django_assert_max_num_queries, rounds):
    everything(rounds)
    client = as_role("auditor")
    client.get("/en/intranet/")  # what a first request loads once is not the page's

    for asked in ({}, {"page": 2}, {"verb": "update"}, {"person": account("focal-mx").pk}):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(LIST, asked).status_code == 200
    with django_assert_max_num_queries(MOST_QUERIES + 3):  # that it was taken is written, in a transaction
        assert client.get(EXPORT).status_code == 200


def test_the_file_holds_a_line_for_each_field_and_no_formula(as_role, changed):
    with audit.acting(user=account("focal-mx").pk, request="r-2"), audit.on_behalf_of(changed.party_id):
        PartyAlias.objects.filter(pk=changed.pk).update(name="=HYPERLINK(1)")

    answer = as_role("auditor").get(EXPORT, {"kind": "members.partyalias", "number": changed.pk, "verb": "update"})

    rows, number = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")))), str(changed.pk)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="record-of-changes.csv"'
    assert rows[0] == [
        *("When", "Person", "On behalf of", "What", "Kind", "Number"),
        *("Field", "Before", "Now", "Remark", "Request"),
    ]
    assert [row[1:] for row in rows[1:]] == [
        ["Demo: focal-mx", "Mexico", "Changed", "other name", number, "name", WORD, "'=HYPERLINK(1)", "", "r-2"],
        ["Demo: st-coord", "Mexico", "Changed", "other name", number, "name", "Old name", WORD, "", "r-1"],
    ]
    taken = Access.objects.latest("pk")
    assert (taken.who.email, taken.kind, taken.action) == ("auditor@demo.example", "audit.deed", "export")


def test_no_history_holds_a_secret():
    """What the record shows is what the histories keep; none of it signs anybody in."""
    secret = ("password", "token", "secret", "digest", "key", "epoch", "last_login")

    kept = {f"{model._meta.label_lower}.{each.name}" for model in histories() for each in kept_fields(model)}

    assert [name for name in kept if any(word in name.split(".")[-1] for word in secret)] == []


def test_a_changed_password_leaves_nothing_in_the_record(as_role, demo):
    user = account("focal-mx")
    user.set_password("another-long-password")
    user.save()

    answer = as_role("auditor").get(LIST, {"kind": "members.user", "number": user.pk})

    assert [moment.entry.what for moment in answer.context["page"]] == ["Created"]
    assert user.password not in answer.text


def test_markup_in_a_change_stays_text(as_role, changed):
    PartyAlias.objects.filter(pk=changed.pk).update(name="<b>bold</b>")

    assert "<b>bold" not in as_role("auditor").get(LIST).text


def test_a_circular_that_is_gone_is_named_by_its_number(as_role, demo):
    draft = circular(account("st-coord"), WORD)
    number = draft.pk
    draft.delete()

    answer = as_role("auditor").get(LIST, {"kind": "members.circular", "number": number})

    assert [moment.entry.what for moment in answer.context["page"]] == ["Deleted", "Created"]
    assert Circular.objects.filter(pk=number).count() == 0


def test_a_visitor_is_asked_to_sign_in(db):
    assert Client().get(LIST).headers["Location"] == f"/accounts/login/?next={LIST}"
