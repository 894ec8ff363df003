"""Acting for somebody who is away: named for some days, accepted by the deputy, ended early if need be."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common import audit
from crm_portal.common.workflow import TransitionNotAllowed
from members import letters
from members.models import Mandate, Substitution, User
from members.roles import HATS, Role, hat

MAY_BE_SUBSTITUTED = frozenset({Role.ST_COORD, Role.IOM_FUND, Role.FOCAL, Role.HOD})


def candidates(mandate: Mandate) -> list[User]:
    """Who may deputise: people of the same hat and party today, so that no two signatures meet in one person."""
    day = timezone.localdate()
    alike = Mandate.objects.on(day).filter(party=mandate.party_id, role__in=HATS[hat(mandate.role)])
    return list(alike.people().exclude(pk=mandate.user_id).order_by("full_name"))


@transaction.atomic
def name(substitution: Substitution, *, by: User) -> Substitution:
    """Name a deputy. Raises ValidationError."""
    mandate = substitution.mandate
    if mandate.role not in MAY_BE_SUBSTITUTED:
        raise ValidationError(_("Nobody can be named to act in this role."))
    if substitution.deputy not in candidates(mandate):
        raise ValidationError({"deputy": _("A deputy comes from the same country, or from the same office.")})
    if substitution.valid_until <= timezone.localdate():
        raise ValidationError({"valid_until": _("This time is over already.")})
    substitution.named_by = by
    substitution.full_clean()
    substitution.save()
    audit.record("members.name_substitution", substitution, by=by)
    letters.ask_deputy(substitution, by=by)
    return substitution


@transaction.atomic
def accept(substitution: Substitution, *, by: User) -> None:
    """Take the task on. Raises TransitionNotAllowed unless it is open, offered to `by`, and `by` may still deputise."""
    substitution = Substitution.objects.select_for_update(of=("self",)).get(pk=substitution.pk)
    if substitution.deputy_id != by.pk or substitution.accepted_at or substitution.is_over:
        raise TransitionNotAllowed(_("This step is no longer open: somebody may have taken it before you."))
    if by not in candidates(substitution.mandate):
        raise TransitionNotAllowed(_("A deputy comes from the same country, or from the same office."))
    substitution.accepted_at = timezone.now()
    substitution.save(update_fields=["accepted_at"])
    audit.record("members.accept_substitution", substitution, by=by)


@transaction.atomic
def end(substitution: Substitution, *, by: User) -> None:
    """Take it back or give it up: what has not begun is removed, what runs ends today."""
    substitution = Substitution.objects.select_for_update(of=("self",)).get(pk=substitution.pk)
    today = timezone.localdate()
    audit.record("members.end_substitution", substitution, by=by)
    if substitution.accepted_at is None or substitution.valid_from >= today:
        substitution.delete()
    elif not substitution.is_over:
        substitution.valid_until = today
        substitution.save(update_fields=["valid_until"])
