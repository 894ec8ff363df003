"""Passing from one master key to the next, while the portal serves: each case in a transaction of its own."""

from uuid import UUID

from django.db import transaction

from reserve_fund import personal_data
from reserve_fund.models import Beneficiary, Case, CaseKey
from reserve_fund.row_security import for_the_clock
from reserve_fund.sealed import master_keys
from reserve_fund.sealed.look_up import look_up_value


def rotate() -> int:
    """Seal the keys of all cases with the newest master key, and look-up values anew; how many cases.

    What the keys themselves have sealed stays as it is. May be stopped and repeated. Raises SealBrokenError for a case
    whose master key the environment no longer has.
    """
    with for_the_clock():
        waiting = list(CaseKey.objects.exclude(master_key=master_keys.newest()).values_list("case", flat=True))
    return sum(reseal(pk) for pk in waiting)


def reseal(pk: UUID) -> bool:
    """One case; whether there was anything to do."""
    with for_the_clock(), transaction.atomic():
        name = master_keys.newest()
        kept = CaseKey.objects.select_for_update().filter(case=pk).exclude(master_key=name).first()
        if kept is None:
            return False
        case = Case.objects.get(pk=pk)
        key = personal_data.key_of(case)
        kept.master_key, kept.sealed = name, personal_data.sealed_key(case.pk, key, name)
        kept.save()
        row = Beneficiary.objects.select_for_update().filter(case=case).first()
        if row:
            number = personal_data.COLUMNS["document_number"].opened(row, str(case.pk), key)
            row.document_look_up = look_up_value(personal_data.LOOK_UP, number)
            row.save(update_fields=["document_look_up"])
        return True


def still_on(name: str) -> int:
    """How many cases a master key still opens: none means that it may be taken out of the environment."""
    with for_the_clock():
        return CaseKey.objects.filter(master_key=name).count()
