"""What an account has lost is lost in the record of changes too, by the owner of the tables and nobody else."""

import os
import subprocess
import sys
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from crm_portal.common import audit, retention
from crm_portal.common.audit.models import Deed
from members.models import Invitation, Mandate, Party, User
from tests.conftest import as_owner

WORD = "Quetzalcanario"
pytestmark = pytest.mark.django_db(transaction=True)


def person(name, ended):
    user = User.objects.create_user(f"{name}@example.org", full_name=f"{WORD} {name}", phone=f"{WORD}-1")
    User.objects.filter(pk=user.pk).update(
        joined_at=timezone.make_aware(timezone.datetime(2020, 1, 1)), full_name=f"{WORD} {name} Segunda"
    )
    mandate = Mandate.objects.create(
        user=user,
        party=Party.objects.get(slug="mx"),
        role="auditor",
        position=f"{WORD} jefa",
        valid_from=date(2021, 1, 1),
        valid_until=ended,
    )
    Invitation.objects.create(
        email=user.email,
        full_name=f"{WORD} invitada",
        party=mandate.party,
        role="auditor",
        status="accepted",
        mandate=mandate,
        proposed_by=user,
        proposed_at=timezone.now(),
    )
    return user


@pytest.fixture
def former(history):
    """Somebody whose name retention has taken away, and somebody who is still there."""
    gone, there = person("gone", date(2022, 1, 1)), person("there", None)
    dropped = Invitation.objects.create(
        email="dropped@example.org",
        full_name=f"{WORD} dropped",
        party=Party.objects.get(slug="mx"),
        role="auditor",
        status="refused",
        reason=f"{WORD} reason",
        proposed_by=there,
        proposed_at=timezone.now() - timedelta(days=400),
    )
    list(retention.enforce(timezone.now()))
    assert not Invitation.objects.filter(pk=dropped.pk).exists()
    return gone, there, dropped


@pytest.fixture
def as_the_owner():
    """The command in this process, on a connection of the owner's role."""

    def run():
        before = {part: connection.settings_dict[part] for part in ("USER", "PASSWORD")}
        connection.close()
        connection.settings_dict.update(settings.OWNER_LOGIN)
        try:
            call_command("erase_former_accounts", verbosity=0)
        finally:
            connection.close()
            connection.settings_dict.update(before)

    return run


def kept(model, **of):
    """Everything that a history holds in words, of some rows."""
    return str(list(audit.history_of(model).objects.filter(**of).order_by("pgh_id").values()))


def test_the_record_names_a_former_account_no_more(former, as_the_owner):
    gone, _there, dropped = former
    mine = {User: {"pgh_obj_id": gone.pk}, Mandate: {"user_id": gone.pk}, Invitation: {"proposed_by_id": gone.pk}}
    assert all(WORD in kept(model, **of) for model, of in mine.items())  # there is something to erase

    as_the_owner()

    for model, of in mine.items():
        assert WORD not in kept(model, **of)
        assert "gone@example.org" not in kept(model, **of)
        assert audit.history_of(model).objects.filter(**of).count() >= 2  # what happened, and when, stays
    assert WORD not in kept(Invitation, pgh_obj_id=dropped.pk)
    assert "dropped@" not in kept(Invitation, pgh_obj_id=dropped.pk)


def test_whoever_is_still_there_keeps_every_word_on_record(former, as_the_owner):
    there = former[1]
    mine = {User: {"pgh_obj_id": there.pk}, Mandate: {"user_id": there.pk}}
    before = [kept(model, **of) for model, of in mine.items()]

    as_the_owner()

    assert [kept(model, **of) for model, of in mine.items()] == before
    assert all(WORD in words for words in before)


def test_it_is_on_record_by_number_and_once(former, as_the_owner):
    gone = former[0]

    as_the_owner()
    first = list(Deed.objects.filter(verb="members.erase_former").values_list("kind", "object_id", "by", "facts"))
    as_the_owner()

    assert ("members.user", str(gone.pk), None, {}) in first
    assert {kind for kind, *_ in first} == {"members.user", "members.mandate", "members.invitation"}
    assert Deed.objects.filter(verb="members.erase_former").count() == len(first)


def test_who_serves_cannot_do_it(former):
    before = kept(User, pgh_obj_id=former[0].pk)

    with pytest.raises(CommandError, match="Only the owner"):
        call_command("erase_former_accounts", verbosity=0)

    assert kept(User, pgh_obj_id=former[0].pk) == before
    assert Deed.objects.filter(verb="members.erase_former").count() == 0


def guards():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
        )
        return cursor.fetchall()


def test_the_guards_stand_again_afterwards(former, as_the_owner):
    before = guards()

    as_the_owner()

    assert guards() == before
    for statement in ("UPDATE members_userevent SET full_name = ''", "DELETE FROM members_mandateevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with as_owner(connection.settings_dict["NAME"]) as owner, pytest.raises(Exception, match="append-only"):
        owner.execute("UPDATE members_userevent SET full_name = ''")


def test_a_failure_half_way_leaves_record_and_guards_as_they_were(former, as_the_owner):
    before, words = guards(), kept(User, pgh_obj_id=former[0].pk)

    with as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("ALTER TABLE audit_deed ADD CONSTRAINT no_room CHECK (verb <> 'members.erase_former')")
        try:
            with pytest.raises(DatabaseError):
                as_the_owner()
        finally:
            owner.execute("ALTER TABLE audit_deed DROP CONSTRAINT no_room")

    assert (guards(), kept(User, pgh_obj_id=former[0].pk)) == (before, words)


def test_manage_py_runs_it_as_the_owner(former):
    """As the operator's scheduler does: another process, with the addresses of both roles."""
    at, name = connection.settings_dict, connection.settings_dict["NAME"]
    where = f"/{name}?host={quote(at['HOST'] or at['OPTIONS'].get('host', 'localhost'), safe='/')}"
    addresses = {
        "DATABASE_URL": f"postgres://{at['USER']}:{at['PASSWORD']}@{where}",
        "MIGRATION_DATABASE_URL": f"postgres://{settings.OWNER_LOGIN['USER']}:{settings.OWNER_LOGIN['PASSWORD']}@{where}",
        "REDIS_URL": settings.CELERY_BROKER_URL,
        "DJANGO_SETTINGS_MODULE": "crm_portal.settings.local",
    }

    command = [sys.executable, "manage.py", "erase_former_accounts"]
    ended = subprocess.run(
        command, env=os.environ | addresses, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "members.user: 1\nmembers.mandate: 1\nmembers.invitation: 2\n"
    assert WORD not in kept(User, pgh_obj_id=former[0].pk)
