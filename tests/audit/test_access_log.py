"""The access log: written with what is read or not at all, readable by auditors, and harmless in a spreadsheet."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import translation

from crm_portal import urls
from crm_portal.common import audit
from crm_portal.common.audit.models import Access, Deed
from crm_portal.common.csv_file import harmless
from members.models import Party, User
from members.roles import Role
from tests.conftest import as_owner
from tests.signing_in import sign_in_past_second_factor

LIST, EXPORT = "/en/intranet/access-log/", "/en/intranet/access-log/export/"
EVERYBODY_ELSE = ["st-coord", "st-assist", "st-it", "focal", "ppt", "iom-fund", "obs-org", "fund-requester"]


@transaction.atomic
def protected(request):
    Party.objects.filter(iso2="MX").update(website="https://read.example.org/")
    audit.record_access(request.user, Party.objects.get(iso2="MX"), "view", why="audit of 2026")
    return HttpResponse("secret")


def careless(request):
    audit.record_access(request.user, Party, "search")
    return HttpResponse("secret")


urlpatterns = [*urls.urlpatterns, path("en/protected/", protected), path("en/careless/", careless)]
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def reader(history):
    user = User.objects.create_user("ana@example.org", "a-long-enough-password", full_name="Ana Ejemplo")
    client = Client(raise_request_exception=False)
    sign_in_past_second_factor(client, user)
    with override_settings(ROOT_URLCONF=__name__):
        yield client


def test_a_reading_is_recorded_with_who_what_why_and_which_request(reader):
    answer = reader.get("/en/protected/")

    access = Access.objects.get()
    mexico = Party.objects.get(iso2="MX")
    assert answer.text == "secret"
    assert (access.who.email, access.kind, access.object_id, access.action, access.why) == (
        "ana@example.org",
        "members.party",
        str(mexico.pk),
        "view",
        "audit of 2026",
    )
    change = audit.history_of(Party).objects.filter(pgh_obj_id=mexico.pk).latest("pgh_id")
    assert change.pgh_context["request"] == access.request_id


@pytest.fixture
def reader_whose_log_is_full(transactional_db, reader):
    """The serving role may no longer write the log, as when its disk is full."""
    with as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("REVOKE INSERT ON audit_access FROM portal_app")
        yield reader
        owner.execute("GRANT INSERT ON audit_access TO portal_app")


def test_no_log_no_view(reader_whose_log_is_full):
    answer = reader_whose_log_is_full.get("/en/protected/")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert Party.objects.filter(website="https://read.example.org/").count() == 0
    assert Access.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused(reader):
    user = User.objects.get(email="ana@example.org")

    with pytest.raises(audit.OutsideTransactionError):
        audit.record_access(user, user, "view")
    with pytest.raises(audit.OutsideTransactionError):
        audit.record("members.confirm", user, by=user)
    answer = reader.get("/en/careless/")

    assert (answer.status_code, "secret" in answer.text) == (500, False)
    assert (Access.objects.count(), Deed.objects.count()) == (0, 0)


def test_an_action_that_is_no_action_is_refused(reader):
    user = User.objects.get(email="ana@example.org")

    with pytest.raises(ValueError, match="peek"):
        audit.record_access(user, user, "peek")


def test_a_step_keeps_for_whom_it_was_taken(reader):
    user, mexico = User.objects.get(email="ana@example.org"), Party.objects.get(iso2="MX")

    with audit.acting(request="r-1"), audit.on_behalf_of(mexico.pk):
        audit.record("members.confirm", mexico, by=user, round=1)

    deed = Deed.objects.about(mexico).get()
    assert (deed.verb, deed.by, deed.on_behalf_of, deed.facts, deed.request_id) == (
        "members.confirm",
        user,
        mexico.pk,
        {"round": 1},
        "r-1",
    )


def test_neither_log_holds_more_than_numbers_and_words():
    """A name or an address in either could never be removed again."""
    columns = {model: {field.column for field in model._meta.fields} for model in (Access, Deed)}

    common = {"id", "kind", "object_id", "at", "request_id"}
    assert columns == {
        Access: common | {"who_id", "action", "why"},
        Deed: common | {"verb", "by_id", "on_behalf_of", "facts"},
    }


@pytest.fixture
def logged(demo):
    focal, coordinator = (User.objects.get(email=f"{name}@demo.example") for name in ("focal-mx", "st-coord"))
    audit.record_access(focal, Party.objects.get(iso2="MX"), "view", why="=HYPERLINK(1)")
    audit.record_access(coordinator, User, "search")
    return focal, coordinator


def test_auditors_read_the_log(as_role, logged):
    answer = as_role("auditor").get(LIST)

    assert answer.status_code == 200
    assert [(str(access.who), access.action) for access in answer.context["page"]] == [
        ("Demo: st-coord", "search"),
        ("Demo: focal-mx", "view"),
    ]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
@pytest.mark.parametrize("address", [LIST, EXPORT])
def test_to_everybody_else_the_log_does_not_exist(as_role, logged, role, address):
    client = as_role(role)

    answer, missing = client.get(address), client.get("/en/intranet/no-such-page/")

    assert (answer.status_code, missing.status_code) == (404, 404)
    assert answer.content == missing.content
    user = User.objects.get(email=f"{role}@demo.example")
    assert (Access.objects.visible_to(user).count(), Deed.objects.visible_to(user).count()) == (0, 0)
    assert Access.objects.count() == 2


def test_a_break_glass_account_does_not_read_it_either(client, logged):
    sign_in_past_second_factor(
        client, User.objects.create_superuser("root@example.org", "a-long-enough-password", full_name="Root")
    )

    assert client.get(LIST).status_code == 404


def test_visitors_are_asked_to_sign_in(client, db):
    assert client.get(LIST).headers["Location"] == f"/accounts/login/?next={LIST}"


def test_the_addresses_are_what_was_promised():
    found = []
    for language in ("es", "en"):
        with translation.override(language):
            found += [reverse("audit:access-list"), reverse("my-data")]

    assert found == [
        "/es/intranet/registro-de-accesos/",
        "/es/intranet/mis-datos/",
        "/en/intranet/access-log/",
        "/en/intranet/my-data/",
    ]


@pytest.mark.parametrize(
    ("asked", "actions"),
    [
        ({}, ["search", "view"]),
        ({"kind": "members.party"}, ["view"]),
        ({"person": "coordinator"}, ["search"]),
        ({"since": "2000-01-01", "until": "9999-12-31"}, ["search", "view"]),
        ({"until": "0001-01-01"}, []),
        ({"since": "9999-12-31"}, []),
        ({"since": "2026-02-30"}, []),
        ({"kind": "nothing"}, []),
        ({"kind": "\x00"}, []),
        ({"person": "' OR 1=1"}, []),
        ({"person": "99999999999999999999"}, []),
        ({"page": "-1"}, ["search", "view"]),
        ({"page": "1e9"}, ["search", "view"]),
    ],
)
def test_the_log_is_narrowed_and_bears_strange_input(as_role, logged, asked, actions):
    asked = asked | {"person": logged[1].pk} if asked.get("person") == "coordinator" else asked

    answer = as_role("auditor").get(LIST, asked)

    assert answer.status_code == 200
    assert [access.action for access in answer.context["page"]] == actions


@pytest.mark.parametrize("rows", [10, 500])
def test_the_log_asks_no_more_for_more_rows(as_role, logged, django_assert_num_queries, rows):
    people = list(User.objects.all())
    Access.objects.bulk_create(
        Access(who=people[n % len(people)], kind="members.party", object_id=str(n), action="view") for n in range(rows)
    )
    client = as_role("auditor")
    client.get("/en/intranet/")  # whether there is a notice is asked once after each change

    with django_assert_num_queries(7):
        client.get(LIST)


def test_the_file_holds_the_same_and_no_formula(as_role, logged):
    answer = as_role("auditor").get(EXPORT, {"kind": "members.party"})

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="access-log.csv"'
    assert rows[0] == ["When", "Person", "Action", "Kind", "Number", "Purpose", "Request"]
    assert [row[1:6] for row in rows[1:]] == [
        ["Demo: focal-mx", "viewed", "party", logged_party(), "'=HYPERLINK(1)"],
    ]
    taken = Access.objects.latest("pk")
    assert (taken.who.email, taken.kind, taken.action) == ("auditor@demo.example", "audit.access", "export")


def logged_party():
    return str(Party.objects.get(iso2="MX").pk)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        *((f"{sign}1+1", f"'{sign}1+1") for sign in "=+-@\uff1d\uff0b\uff0d\uff20"),  # also full-width
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=1", "'\n=1"),
        (" =1", "' =1"),
        ('"=1', "'\"=1"),
        ("'=1", "''=1"),
        ("María", "María"),
        ("a=b", "a=b"),
        (-12, -12),
        (None, ""),
        ("a\x00b", "ab"),
    ],
)
def test_a_cell_is_never_a_formula(cell, written):
    assert harmless(cell) == written


def test_an_audit_role_is_what_opens_both_records(as_role, logged):
    auditor = User.objects.get(email="auditor@demo.example")
    taken = Deed.objects.count()
    audit.record("members.confirm", Party.objects.first(), by=auditor)

    assert auditor.standing.holds(Role.AUDITOR)
    assert (Access.objects.visible_to(auditor).count(), Deed.objects.visible_to(auditor).count()) == (2, taken + 1)
    auditor.mandates.update(valid_until=date(2026, 1, 2))
    auditor.forget_standing()
    assert Access.objects.visible_to(auditor).count() == 0
