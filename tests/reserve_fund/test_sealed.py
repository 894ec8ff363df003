"""What is sealed opens with its key at its place, and nowhere else. Hardening plan, V3."""

import base64
import os
import threading
from itertools import permutations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from reserve_fund import personal_data, rotating
from reserve_fund.models import Beneficiary, Case, CaseKey
from reserve_fund.row_security import for_person, for_the_clock
from reserve_fund.sealed import look_up, master_keys, sealing
from tests.reserve_fund.factories import approved, draft, fresh, fund_people, replenished, submitted

KEYS = {name: f"{name}:{base64.b64encode(os.urandom(32)).decode()}" for name in ("old", "new")}


@pytest.fixture
def people(history):
    return fund_people()


def test_v3_a_text_opens_with_its_key_at_its_place():
    key, other = sealing.new_key(), sealing.new_key()
    sealed = sealing.seal(key, b"nombre", "table", "column", "row", "case")

    assert sealing.unseal(key, sealed, "table", "column", "row", "case") == b"nombre"
    for attempt in (
        lambda: sealing.unseal(other, sealed, "table", "column", "row", "case"),
        lambda: sealing.unseal(key, sealed, "table", "column", "row", "other"),
        lambda: sealing.unseal(key, sealed, "tablecolumn", "", "row", "case"),
        lambda: sealing.unseal(key, sealed[:-1], "table", "column", "row", "case"),
        lambda: sealing.unseal(key, b"\x02" + sealed[1:], "table", "column", "row", "case"),
        lambda: sealing.unseal(key, b"", "table", "column", "row", "case"),
        lambda: sealing.unseal(key, sealed[:20], "table", "column", "row", "case"),
    ):
        with pytest.raises(sealing.SealBrokenError):
            attempt()


def test_v3_every_bit_counts():
    key = sealing.new_key()
    sealed = sealing.seal(key, b"x" * 64, "t")

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.SealBrokenError):
            sealing.unseal(key, bytes(changed), "t")


def test_v3_what_is_swapped_between_columns_never_opens(people):
    case = draft(people)
    with for_the_clock():
        row, key = Beneficiary.objects.get(case=case), personal_data.key_of(case)
        filled = [name for name in personal_data.COLUMNS if getattr(row, name) is not None]
        broken = 0
        for one, other in permutations(filled, 2):
            swapped = Beneficiary.objects.get(case=case)
            setattr(swapped, one, getattr(row, other))
            with pytest.raises(sealing.SealBrokenError):
                personal_data.COLUMNS[one].opened(swapped, str(case.pk), key)
            broken += 1

    assert broken == len(filled) * (len(filled) - 1) > 300


def test_v3_what_is_swapped_between_rows_and_tables_never_opens(people):
    first, second = draft(people), draft(people)
    with for_the_clock():
        one, other = Beneficiary.objects.get(case=first), Beneficiary.objects.get(case=second)
        Beneficiary.objects.filter(pk=one.pk).update(full_name=other.full_name)
        with pytest.raises(sealing.SealBrokenError):
            personal_data.contents(first)
        # the whole key with it
        kept = CaseKey.objects.get(case=second)
        CaseKey.objects.filter(case=first).update(sealed=kept.sealed)
        with pytest.raises(sealing.SealBrokenError):
            personal_data.contents(first)


def test_v3_a_wrong_or_missing_master_key_fails_loudly(people, settings):
    settings.PORTAL_CASE_KEYS = KEYS["old"]
    case = draft(people)
    settings.PORTAL_CASE_KEYS = KEYS["new"]
    with for_the_clock(), pytest.raises(sealing.SealBrokenError, match="named old"):
        personal_data.contents(case)
    settings.PORTAL_CASE_KEYS = "old:" + KEYS["new"].partition(":")[2]
    with for_the_clock(), pytest.raises(sealing.SealBrokenError):
        personal_data.contents(case)


@pytest.mark.parametrize(
    "pairs", ["", "a", "a:quetzal", "a:" + base64.b64encode(b"short").decode(), ":" + "A" * 43 + "="]
)
def test_a_key_that_is_none_is_refused_without_being_quoted(pairs):
    with pytest.raises(ImproperlyConfigured) as refusal:
        master_keys.parsed(pairs)

    assert pairs.partition(":")[2] not in str(refusal.value) or not pairs.partition(":")[2]


def test_the_same_answer_is_sealed_differently_and_tells_no_length(people):
    first, second = draft(people, nationality="es"), draft(people, nationality="guatemalteca")
    with for_the_clock():
        rows = [Beneficiary.objects.get(case=case) for case in (first, second)]

    assert bytes(rows[0].situation) != bytes(rows[1].situation)
    assert len(rows[0].nationality) == len(rows[1].nationality)


def test_v3_a_document_is_found_by_its_number_however_it_is_written(people):
    case = submitted(people, document_number="Pas-001 á/x")
    officer = fresh(people["officer"])

    with for_person(officer):
        found = personal_data.found_by_document("PAS001AX", by=officer, purpose="decide")
        nothing = personal_data.found_by_document("PAS001A", by=officer, purpose="decide")
        blank = personal_data.found_by_document(" - ", by=officer, purpose="decide")

    assert (found, nothing, blank) == ([case], [], [])


def test_v3_look_up_values_are_keyed_by_column_and_key(settings):
    settings.PORTAL_CASE_KEYS = f"{KEYS['new']},{KEYS['old']}"

    values = {look_up.look_up_value(column, "A1", key=key) for column in ("one.column", "other.column") for key in KEYS}

    assert len(values) == 4
    assert look_up.look_up_values("one.column", "a-1") == look_up.look_up_values("one.column", "A1")


def test_v3_keys_are_changed_while_people_read(transactional_db, settings, capsys):
    people = fund_people()
    replenished(people)
    settings.PORTAL_CASE_KEYS = KEYS["old"]
    cases = [submitted(people, document_number=f"D{number}") for number in range(6)] + [approved(people)]
    settings.PORTAL_CASE_KEYS = f"{KEYS['new']},{KEYS['old']}"
    failures, reads, stop = [], [], threading.Event()

    def read():
        try:
            while not stop.is_set():
                for case in cases:
                    with for_the_clock():
                        reads.append(personal_data.contents(case)["full_name"])
        except Exception as failure:  # whatever it is, it is what must not happen
            failures.append(failure)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _reader in range(3)]
    for reader in readers:
        reader.start()
    call_command("rotate_case_keys")
    stop.set()
    for reader in readers:
        reader.join()

    settings.PORTAL_CASE_KEYS = KEYS["new"]  # the old one is taken out
    officer = fresh(people["officer"])
    with for_person(officer):
        found = personal_data.found_by_document("d3", by=officer, purpose="decide")
    with for_the_clock():
        opened = {personal_data.contents(case)["full_name"] for case in Case.objects.all()}
    assert (failures, set(reads), opened) == ([], {"Persona Ficticia"}, {"Persona Ficticia"})
    assert found == [cases[3]]
    assert rotating.still_on("old") == 0
    assert "may be taken out" in capsys.readouterr().out
