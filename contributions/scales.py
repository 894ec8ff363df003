"""When a scale is drafted, approved or discarded: the only writer of its status.

The Vice-Ministers decide; the coordinator records their decision. Source, lines 1049-1066.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from contributions.models import Scale, Share
from crm_portal.common import audit, money
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.workflow import TransitionNotAllowed, Transitions, next_status
from members.models import Party

Status = Scale.Status
TRANSITIONS: Transitions = {
    "approve": ((Status.DRAFT,), Status.APPROVED),
    "discard": ((Status.DRAFT,), Status.DISCARDED),
}


@transaction.atomic
def draft(
    amounts: Mapping[Party, Decimal],
    *,
    by: Any,
    valid_from: date,
    drafted_from: Scale | None = None,
    total_asked: Decimal | None = None,
    justification: tuple[str, str] = ("", ""),
) -> Scale:
    """Keep a simulation as a draft of the next scale, its members in the order given; justified in Spanish and English.

    Raises TransitionNotAllowed where a member would contribute nothing, or the amounts are not the total asked for.
    """
    scale = Scale(
        valid_from=valid_from,
        drafted_from=drafted_from,
        drafted_by=by,
        drafted_at=timezone.now(),
        total_asked_usd=sum(amounts.values(), Decimal("0.00")) if total_asked is None else total_asked,
    )
    for code, text in zip(("es", "en"), justification, strict=True):
        setattr(scale, build_localized_fieldname("justification", code), text)
    refuse_wrong_amounts(scale, list(amounts.values()))
    scale.save()
    Share.objects.bulk_create(
        Share(scale=scale, party=party, order=place, amount_usd=amount)
        for place, (party, amount) in enumerate(amounts.items(), start=1)
    )
    audit.record("contributions.draft_scale", scale, by=by)
    return scale


@transaction.atomic
def approve(scale: Scale, *, by: Any) -> None:
    """Let a draft come into force on its first day, which ends the scale before it on that day.

    What was decided stands in the draft: by whom in both languages, when, and the document if it is in the library.
    Raises TransitionNotAllowed where that is missing, the amounts do not add up to the total asked for, or a scale that
    was approved already begins on that day or later.
    """
    # Every scale is locked before any is read, so that of two approvals at once the second sees what the first did.
    list(Scale.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    scale = Scale.objects.get(pk=scale.pk)
    scale.status = next_status(TRANSITIONS, "approve", scale.status)
    ended = ends(scale)
    if ended is not None:
        ended.valid_until = scale.valid_from
        ended.save(update_fields=["valid_until"])
        audit.record("contributions.end_scale", ended, by=by, on=scale.valid_from.isoformat())
    scale.save(update_fields=["status"])
    audit.record("contributions.approve_scale", scale, by=by)


@transaction.atomic
def discard(scale: Scale, *, by: Any) -> None:
    """Lay a draft aside for good; it stays on record. Raises TransitionNotAllowed."""
    scale = Scale.objects.select_for_update().get(pk=scale.pk)
    scale.status = next_status(TRANSITIONS, "discard", scale.status)
    scale.save(update_fields=["status"])
    audit.record("contributions.discard_scale", scale, by=by)


def ends(scale: Scale) -> Scale | None:
    """The scale that the approval of a draft ends on its first day, if any.

    Raises TransitionNotAllowed where the draft cannot be approved as it is, as `approve` does.
    """
    refuse_without_decision(scale)
    refuse_wrong_amounts(scale, list(scale.shares.values_list("amount_usd", flat=True)))
    last = Scale.objects.approved().first()
    if last is None:
        return None
    if last.valid_from >= scale.valid_from:
        begins = {"day": date_format(last.valid_from, "DATE_FORMAT")}
        raise TransitionNotAllowed(
            _("A scale from %(day)s is approved already; the next one begins on a later day.") % begins
        )
    return last if last.valid_until is None or last.valid_until > scale.valid_from else None


def refuse_without_decision(scale: Scale) -> None:
    """Raises TransitionNotAllowed where a draft does not say who decided, and when, or it is not so yet."""
    if not is_in_both_languages(scale, "approved_by"):
        raise TransitionNotAllowed(_("First write in the draft who approved the scale, in Spanish and in English."))
    if scale.decided_on is None:
        raise TransitionNotAllowed(_("First write in the draft on which day it was decided."))
    if scale.decided_on > timezone.localdate():
        raise TransitionNotAllowed(_("The day of the decision is still to come."))


def refuse_wrong_amounts(scale: Scale, amounts: list[Decimal]) -> None:
    """Raises TransitionNotAllowed where nobody contributes, somebody nothing, or the parts are not the total."""
    if not amounts or min(amounts) <= 0:
        raise TransitionNotAllowed(_("Every country of a scale contributes more than zero."))
    total = sum(amounts, Decimal("0.00"))
    if scale.total_asked_usd is not None and total != scale.total_asked_usd:
        figures = {"sum": money.shown(total), "total": money.shown(scale.total_asked_usd)}
        raise TransitionNotAllowed(
            _("The amounts add up to USD %(sum)s and not to the total asked for, USD %(total)s.") % figures
        )
