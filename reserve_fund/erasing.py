"""How the personal data of a case end: its key goes, so that nothing of it opens in any copy; its number and sums stay.

Each erasure stands in a journal outside the database first. A database restored from before it is erased again by the
journal, before it serves.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.files.models import private_storage
from crm_portal.common.workflow import TransitionNotAllowed, next_status
from reserve_fund.models import Beneficiary, Case, CaseKey
from reserve_fund.row_security import for_the_clock
from reserve_fund.transitions import TRANSITIONS, UNFINISHED

KEPT_AFTER_END = timedelta(days=2 * 365)
KEPT_AFTER_WITHDRAWAL_OF_CONSENT = timedelta(days=30)
DRAFT_KEPT = timedelta(days=90)


def journal() -> Path:
    """The file with a line for each erasure; on a disk that is no part of the database's."""
    return Path(settings.ERASURE_JOURNAL)


def due(now: datetime) -> Any:
    """The cases whose personal data have had their time: ended, left as drafts, without consent; none that is held."""
    return Case.objects.filter(
        Q(ended_at__lte=now - KEPT_AFTER_END)
        | Q(ended_at__isnull=False, consent_withdrawn_at__lte=now - KEPT_AFTER_WITHDRAWAL_OF_CONSENT)
        | Q(status__in=UNFINISHED, changed_at__lte=now - DRAFT_KEPT),
        is_held=False,
        erased_at=None,
    )


def erase_due(now: datetime) -> int:
    """Erase what has had its time; how many cases. Each in a transaction of its own: one that fails holds up no other.

    Raises ExceptionGroup at the end with whatever failed.
    """
    with for_the_clock():
        numbers = list(due(now).values_list("pk", flat=True))
    done, failures = 0, []
    for pk in numbers:
        try:
            with for_the_clock():
                case = locked(pk)
                if case and due(now).filter(pk=pk).exists():  # it may have been held, or submitted, meanwhile
                    erase(case, now=now)
                    done += 1
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("Some cases are still there.", failures)
    return done


def locked(pk: Any) -> Case | None:
    """A case, held until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).filter(pk=pk).first()


def erase_on_order(case: Case, *, by: Any) -> None:
    """Erase the personal data of an ended case before their time. Raises TransitionNotAllowed."""
    with for_the_clock():
        found = locked(case.pk)
        if found is None:
            raise TransitionNotAllowed(_("There is no such case."))
        refuse_order(found)
        erase(found, now=timezone.now(), by=by)


def refuse_order(case: Case) -> None:
    """Raises TransitionNotAllowed for a case that is open, held or erased."""
    if case.is_open:
        raise TransitionNotAllowed(_("A case that is still open is not erased."))
    if case.is_held:
        raise TransitionNotAllowed(_("The personal data of this case are kept for a legal reason."))
    if case.erased_at:
        raise TransitionNotAllowed(_("The personal data of this case were erased."))


def erase(case: Case, *, now: datetime, by: Any = None) -> None:
    """Erase a locked case: the journal first, then the key and all that it sealed, then the bytes of its files."""
    note(case.pk, now)
    remove(case, now=now, by=by)


def note(pk: Any, now: datetime) -> None:
    """Put a line into the journal, and wait until it is on the disk."""
    journal().parent.mkdir(parents=True, exist_ok=True)
    with journal().open("a", encoding="ascii") as file:
        file.write(json.dumps({"case": str(pk), "at": now.isoformat()}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def noted() -> Iterator[tuple[str, datetime]]:
    """What the journal says: which case, when. Raises ValueError, with the line's number, for one that is broken."""
    if not journal().exists():
        return
    with journal().open(encoding="ascii") as file:
        for number, line in enumerate(file, start=1):
            try:
                told = json.loads(line)
                yield str(told["case"]), datetime.fromisoformat(told["at"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"Line {number} of the journal of erasures is broken.") from error


def is_noted(case: Case) -> bool:
    """Whether the journal names a case."""
    return any(pk == str(case.pk) for pk, _at in noted())


def remove(case: Case, *, now: datetime, by: Any = None) -> None:
    """Remove what personal data a locked case still has. May be repeated."""
    CaseKey.objects.filter(case=case).delete()
    Beneficiary.objects.filter(case=case).delete()
    files = [file.path for file in case.evidence.all()]
    case.evidence.update(name=None)
    case.erased_at = now
    if case.status in UNFINISHED:
        case.status, case.ended_at = next_status(TRANSITIONS, "expire", case.status), now
    case.save(update_fields=["erased_at", "status", "ended_at"])
    audit.record("reserve_fund.erase_case", case, by=by)
    transaction.on_commit(lambda: remove_files(files))


def remove_files(paths: list[str]) -> None:
    """The bytes of files go; what is not there is gone already."""
    for path in paths:
        private_storage().delete(path)


def replay() -> int:
    """Erase again whatever the journal names and the database still has, as after a restore; how many cases."""
    done = 0
    for pk, at in noted():
        with for_the_clock():
            case = locked(pk)
            if case and CaseKey.objects.filter(case=case).exists():
                remove(case, now=at)
                done += 1
    return done
