"""The course of a half-year's statistics: IOM prepares them, prepares them again, the coordinator releases them.

What is kept holds nothing that may not be printed, so neither drafts nor their history can leak it. Once released it
never changes: a refund that comes later changes the ledger, and not what was published.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from reserve_fund.fund_statement import Half
from reserve_fund.models import Publication
from reserve_fund.published_tables import as_json
from reserve_fund.statistics import counted
from reserve_fund.suppression import printed


@transaction.atomic
def prepare(half: Half, *, by: Any) -> Publication:
    """Count a half-year that is over, and keep what may be printed of it, in the place of an earlier draft.

    Raises TransitionNotAllowed while it is not over, and once its statistics are released.
    """
    if half.ends_on > timezone.localdate():
        raise TransitionNotAllowed(_("The half-year is not over yet."))
    publication = locked(half) or Publication(year=half.year, half=half.half)
    refuse_released(publication)
    publication.tables = as_json(printed(counted(half)))
    publication.prepared_by, publication.prepared_at = by, timezone.now()
    try:
        with transaction.atomic():
            publication.save()
    except IntegrityError:
        raise TransitionNotAllowed(_("Somebody has prepared them at this very moment: look again.")) from None
    audit.record("reserve_fund.prepare_publication", publication, by=by)
    return publication


@transaction.atomic
def release(half: Half, seen: str, *, by: Any) -> Publication:
    """Publish what was prepared, as it is and for good. `seen` is when what the person looked at was prepared.

    Raises TransitionNotAllowed, also for whoever prepared it, and where it was prepared once more since.
    """
    publication = locked(half)
    if publication is None:
        raise TransitionNotAllowed(_("The statistics of this half-year are not prepared yet."))
    refuse_released(publication)
    if publication.prepared_by_id == by.pk:
        raise TransitionNotAllowed(_("You prepared them yourself: another person releases them."))
    if publication.prepared_at.isoformat() != seen:
        raise TransitionNotAllowed(_("They were prepared once more in the meantime: look at them again."))
    publication.released_by, publication.released_at = by, timezone.now()
    publication.save(update_fields=["released_by", "released_at"])
    audit.record("reserve_fund.release_publication", publication, by=by)
    return publication


def locked(half: Half) -> Publication | None:
    """What was prepared of a half-year, and nobody else changes until the end of the transaction."""
    return Publication.objects.select_for_update(of=("self",)).filter(year=half.year, half=half.half).first()


def refuse_released(publication: Publication) -> None:
    """Raises TransitionNotAllowed for what everybody reads already."""
    if publication.released_at:
        raise TransitionNotAllowed(_("These statistics are released, and are not changed any more."))
