"""The history of rows: every way of writing is seen, with who did it; nothing recorded can be changed or silenced."""

from contextlib import contextmanager
from io import StringIO

import pgtrigger
import psycopg
import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from crm_portal.celery import app as celery_app
from crm_portal.common import audit
from crm_portal.common.append_only import AppendOnly
from crm_portal.common.audit.context import facts
from crm_portal.common.audit.models import Access, Deed
from crm_portal.common.audit.tracking import histories
from members.models import Body, Party, PartyAlias, User
from tests.conftest import as_owner

TRACKED = {
    *(f"declarations.{name}" for name in ("addressee", "consultation", "consultationtext", "round", "textattachment")),
    "contributions.account",
    *(f"contributions.bank{part}" for part in ("account", "line", "statement")),
    *(f"contributions.budget{part}" for part in ("", "agreement", "comment", "line", "transfer")),
    "contributions.expenditure",
    *(f"contributions.project{part}" for part in ("", "expenditure", "receipt", "report")),
    "contributions.allocation",
    "contributions.assessment",
    "contributions.contributionperiod",
    "contributions.creditnote",
    "contributions.inkindcontribution",
    "contributions.invoice",
    "contributions.paperrequest",
    "contributions.payment",
    "contributions.proofofpayment",
    "contributions.refund",
    "contributions.scale",
    "contributions.share",
    "declarations.axis",
    "declarations.document",
    "declarations.documentgrant",
    "declarations.documentrelation",
    "declarations.documenttheme",
    "declarations.documentversion",
    "declarations.oldaddress",
    "declarations.paragraph",
    "declarations.subtheme",
    "declarations.theme",
    "meetings.activitycount",
    "meetings.agendaitem",
    "meetings.convocation",
    "meetings.delegate",
    "meetings.delegation",
    "meetings.itemcomment",
    "meetings.itemdocument",
    "meetings.itemgrant",
    "meetings.itemproposal",
    "meetings.logisticspaper",
    "meetings.logisticstask",
    "meetings.meeting",
    "meetings.meetinginvitation",
    "meetings.outcome",
    "meetings.partypresence",
    "meetings.session",
    "meetings.speakingslot",
    "members.announcedholiday",
    "members.attendance",
    "members.body",
    "members.circle",
    "members.circleadmission",
    "members.circular",
    "members.circularreceipt",
    "members.factorreset",
    "members.institution",
    "members.invitation",
    "members.mandate",
    "members.partnership",
    "members.party",
    "members.partyalias",
    "members.partystatus",
    "members.post",
    "members.presidencyterm",
    "members.provision",
    "members.substitution",
    "members.user",
    "reserve_fund.rule",
    "reserve_fund.vulnerability",
    "site.activityreport",
    "site.news",
    "site.notice",
    "reserve_fund.publication",
    "reserve_fund.replenishment",
    "reserve_fund.reservation",
    "site.pagetext",
    "site.reporttext",
}
ACTING = 42


def test_the_history_of_these_models_is_kept():
    assert {model._meta.label_lower for model in histories()} == TRACKED


def belize():
    return Party.objects.get(iso2="BZ")


def rename_in_bulk():
    party = belize()
    party.name_en = "Renamed"
    Party.objects.bulk_update([party], ["name_en"])


def save():
    party = belize()
    party.name_en = "Renamed"
    party.save()


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


WRITES = {
    "save": (save, [("update", "Renamed")]),
    "update": (lambda: Party.objects.filter(iso2="BZ").update(name_en="Renamed"), [("update", "Renamed")]),
    "bulk_create": (
        lambda: Party.objects.bulk_create(
            [Party(kind="organisation", slug=f"new-{n}", name_es=f"N{n}", name_en=f"N{n}") for n in range(2)]
        ),
        [("insert", "N0"), ("insert", "N1")],
    ),
    "bulk_update": (rename_in_bulk, [("update", "Renamed")]),
    "raw SQL": (
        lambda: raw("UPDATE members_party SET name_en = 'Renamed' WHERE iso2 = 'BZ'"),
        [("update", "Renamed")],
    ),
    "delete": (lambda: Party.objects.get(slug="lonely").delete(), [("delete", "Lonely")]),
    "queryset delete": (lambda: Party.objects.filter(slug="lonely").delete(), [("delete", "Lonely")]),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_way_of_writing_is_seen_with_who_did_it(history, write):
    Party.objects.create(kind="organisation", slug="lonely", name_es="Solo", name_en="Lonely")
    kept = audit.history_of(Party).objects
    before = kept.count()
    change, expected = WRITES[write]

    with audit.acting(user=ACTING, request="r-1"), audit.on_behalf_of(7):
        change()

    events = list(kept.order_by("pgh_id")[before:])
    assert [(event.pgh_label, event.name_en) for event in events] == expected
    assert [event.pgh_context for event in events] == [{"user": ACTING, "request": "r-1", "on_behalf_of": 7}] * len(
        expected
    )


def test_both_languages_are_kept(history):
    Body.objects.filter(slug="vm").update(role_es="Papel nuevo", role_en="New role")

    event = audit.history_of(Body).objects.latest("pgh_id")

    assert (event.role_es, event.role_en) == ("Papel nuevo", "New role")


def test_a_block_within_a_block_leaves_what_it_found():
    with audit.acting(user=1, page="members:about"):
        with audit.on_behalf_of(5), audit.acting(user=2):
            within = facts()
        after = facts()

    assert within == {"user": 2, "page": "members:about", "on_behalf_of": 5}
    assert after == {"user": 1, "page": "members:about"}
    assert facts() == {}


def test_a_command_says_its_name(history):
    Body.objects.filter(slug="vm").update(role_en="Changed")

    call_command("load_history", "--overwrite", stdout=StringIO())

    assert audit.history_of(Body).objects.latest("pgh_id").pgh_context == {"command": "load_history"}


@pytest.mark.parametrize("called", ["by the worker", "directly"])
def test_a_task_says_its_name(history, called):
    task = celery_app.task(save, name="tests.rename")

    run_id = task.apply(throw=True).id if called == "by the worker" else task()

    event = audit.history_of(Party).objects.latest("pgh_id")
    assert event.pgh_context == {"task": "tests.rename", "request": run_id}


@pytest.fixture
def coordinator(demo):
    return User.objects.get(email="st-coord@demo.example")


def test_a_request_says_who_and_where_and_nothing_more(coordinator):
    client = Client()
    client.force_login(coordinator)
    alias = PartyAlias.objects.first()

    client.post(
        f"/admin/members/partyalias/{alias.pk}/change/?_changelist_filters=q%3Dsecret",
        {"party": alias.party_id, "name": "Another name", "source": ""},
    )

    event = audit.history_of(PartyAlias).objects.latest("pgh_id")
    request = event.pgh_context.pop("request")
    assert event.name == "Another name"
    assert len(request) == 36
    assert event.pgh_context == {
        "user": coordinator.pk,
        "method": "POST",
        "page": "admin:members_partyalias_change",
    }


def test_whoever_signs_in_acts_from_then_on(coordinator):
    seen = []

    def look(**_):
        seen.append(facts()["user"])

    user_logged_in.connect(look)
    try:
        Client().post("/accounts/login/", {"login": coordinator.email, "password": "a-long-enough-password"})
    finally:
        user_logged_in.disconnect(look)

    assert (seen, facts()) == ([coordinator.pk], {})


def test_neither_password_nor_last_login_is_in_any_history(db):
    user = User.objects.create_user("ana@example.org", "a-long-enough-password", full_name="Ana Ejemplo")
    kept = audit.history_of(User)
    before = kept.objects.count()

    user.set_password("another-long-enough-one")
    user.save()
    Client().post("/accounts/login/", {"login": "ana@example.org", "password": "another-long-enough-one"})

    columns = {field.column for model in histories().values() for field in model._meta.fields if "pass" in field.column}
    assert columns == set()
    assert "last_login" not in {field.column for field in kept._meta.fields}
    assert kept.objects.count() == before
    assert User.objects.get().last_login is not None


LEDGERS = sorted({model._meta.db_table for model in [*histories().values(), Access, Deed]})
REFUSED = [
    "UPDATE {table} SET {column} = {column}",
    "UPDATE {table} SET {column} = {column} WHERE false",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE false",
    "TRUNCATE {table}",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DISABLE TRIGGER refuse_change",
    "DROP TRIGGER refuse_change ON {table}",
    "SET session_replication_role = replica",
    "SET ROLE portal_owner",
    "SELECT set_config('pgtrigger.ignore', '{{append_only}}', true); DELETE FROM {table}",
]


def statement(sql, table):
    column = "kind" if table.startswith("audit_") else "pgh_label"
    return sql.format(table=table, column=column)


def is_refused(cursor, sql):
    try:
        with transaction.atomic():
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("table", LEDGERS)
def test_the_serving_role_cannot_change_what_is_recorded(history, table):
    with connection.cursor() as cursor:
        allowed = [sql for sql in REFUSED if not is_refused(cursor, statement(sql, table))]
        cursor.execute(f"GRANT UPDATE ON {table} TO portal_app")  # PostgreSQL only warns that this grants nothing
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants WHERE table_name = %s AND grantee = %s",
            [table, "portal_app"],
        )
        privileges = {privilege for (privilege,) in cursor.fetchall()}

    assert allowed == []
    assert privileges == {"SELECT", "INSERT"}


@contextmanager
def owner_in_a_transaction():
    with as_owner(connection.settings_dict["NAME"]) as owner, owner.transaction(force_rollback=True):
        yield owner


@pytest.mark.parametrize("table", LEDGERS)
@pytest.mark.parametrize(
    "sql", ["UPDATE {table} SET {column} = {column} WHERE false", "DELETE FROM {table}", "TRUNCATE {table}"]
)
def test_not_even_the_owner_changes_it_by_an_ordinary_statement(db, table, sql):
    with owner_in_a_transaction() as owner:
        owner.execute("SELECT set_config('pgtrigger.ignore', '{append_only,refuse_change}', true)")
        with pytest.raises(psycopg.errors.RestrictViolation, match="is append-only"):
            owner.execute(statement(sql, table))


def test_nobody_silences_the_history(history):
    """pgtrigger.ignore would let a write go by unrecorded."""
    kept = audit.history_of(Party).objects
    before = kept.count()

    with pgtrigger.ignore("members.Party:update_update", "members.Party:insert_insert"):
        Party.objects.filter(iso2="BZ").update(name_en="Renamed")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pgtrigger.ignore', '{' || string_agg(tgname, ',') || '}', true) FROM pg_trigger "
                "WHERE tgrelid = %s::regclass",
                [Party._meta.db_table],
            )
        Party.objects.filter(iso2="BZ").update(name_en="Renamed again")

    assert [event.name_en for event in kept.order_by("pgh_id")[before:]] == ["Renamed", "Renamed again"]


@pytest.mark.parametrize("model", sorted(histories(), key=lambda model: model._meta.label), ids=lambda m: m._meta.label)
def test_the_serving_role_cannot_empty_a_table_past_its_history(history, model):
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


class Editor:
    """As much of Django's schema editor as the operation uses, on the owner's connection."""

    quote_name = staticmethod(connection.ops.quote_name)

    def __init__(self, owner):
        self.owner = owner

    def execute(self, sql, params=()):
        self.owner.execute(sql)


PRIVILEGES = "SELECT has_table_privilege('portal_app', 'trial', 'UPDATE, DELETE')"
TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'trial'::regclass"


def test_the_migration_gives_back_what_it_took(db):
    operation = AppendOnly("trial")
    with owner_in_a_transaction() as owner:

        def found():
            return [owner.execute(sql).fetchone()[0] for sql in (PRIVILEGES, TRIGGERS)]

        owner.execute("CREATE TABLE trial (id int)")
        before = found()
        operation.database_forwards("audit", Editor(owner), None, None)
        after = found()
        operation.database_backwards("audit", Editor(owner), None, None)

        assert (before, after, found()) == ([True, 0], [False, 1], [True, 0])
        assert owner.execute("SELECT to_regproc('refuse_change')").fetchone()[0]  # other tables still use it
