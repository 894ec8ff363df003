"""What this app adds to the intranet: what waits for a person, and a person's calendar."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from crm_portal.common.access import Level
from crm_portal.common.registry import Event, Task, Waiting
from members import mandates
from members.matrix import MANDATE
from members.models import CircularReceipt, Handover, Invitation, Mandate, PresidencyTerm, Substitution, User
from members.roles import SECRETARIAT
from members.rules import own_countries

SOON = timedelta(days=60)


def tasks(user: User) -> Iterator[Task | Waiting]:
    """What waits for somebody: circulars, people to confirm, invitations to decide, a substitution to accept."""
    countries = own_countries(user)
    if countries:
        yield from circulars_to_acknowledge(countries)
        yield people_to_confirm(Mandate.objects.visible_to(user).filter(party__in=countries))
    if user.standing.holds(*SECRETARIAT):
        yield invitations_to_decide()
        yield people_to_confirm(Mandate.objects.visible_to(user))
    if user.has_perm("members.read_handover"):
        yield from handovers_ahead(user)
    yield substitutions_to_accept(user)
    yield from mandates_that_end(user)


def circulars_to_acknowledge(countries: list[int]) -> Iterator[Task]:
    open_ones = CircularReceipt.objects.filter(party__in=countries, acknowledged_at=None).select_related("circular")
    for receipt in open_ones:
        yield Task(
            _("Acknowledge circular %(symbol)s") % {"symbol": receipt.circular.symbol},
            receipt.circular.get_absolute_url(),
            due_on=receipt.circular.reply_by,
            detail=receipt.circular.subject,
        )


def people_to_confirm(kept: Any) -> Waiting:
    return Waiting(
        ngettext_lazy(
            "%(number)d entry in the directory awaits confirmation",
            "%(number)d entries in the directory await confirmation",
            "number",
        ),
        mandates.unconfirmed(kept, timezone.localdate()),
        reverse("members:people"),
        detail=_("Is this still right?"),
    )


def invitations_to_decide() -> Waiting:
    return Waiting(
        ngettext_lazy("Decide on %(number)d invitation", "Decide on %(number)d invitations", "number"),
        Invitation.objects.filter(status=Invitation.Status.PROPOSED),
        reverse("members:people"),
        page_of_one="members:invitation-decide",
    )


def substitutions_to_accept(user: User) -> Waiting:
    return Waiting(
        ngettext_lazy(
            "Say whether you act for %(number)d colleague", "Say whether you act for %(number)d colleagues", "number"
        ),
        Substitution.objects.filter(deputy=user, accepted_at=None, valid_until__gt=timezone.localdate()),
        reverse("members:substitutions"),
        day="valid_from",
    )


def handovers_ahead(user: User) -> Iterator[Task]:
    """The handovers that are near; to the Secretariat also that no presidency is on record. One query."""
    today = timezone.localdate()
    near = Handover.objects.visible_to(user).filter(starts_on__lte=today + SOON, ends_on__gt=today)
    terms = list(near.select_related("party"))
    if user.standing.holds(*SECRETARIAT) and all(term.starts_on > today for term in terms):
        yield Task(_("Record the current presidency"), reverse("admin:members_presidencyterm_add"))
    for handover in terms:
        if handover.starts_on > today:
            yield Task(str(handover), handover.get_absolute_url(), due_on=handover.starts_on)


def mandates_that_end(user: User) -> Iterator[Task]:
    today = timezone.localdate()
    for mandate in user.standing.mandates:
        if mandate.valid_until and mandate.valid_until <= today + SOON and mandate.user_id == user.pk:
            yield Task(
                _("Your mandate ends: %(role)s") % {"role": mandate.get_role_display()},
                reverse("members:profile"),
                due_on=mandate.valid_until,
            )


def events(user: User) -> Iterator[Event]:
    """Presidencies that begin, circulars to acknowledge, substitutions and the ends of mandates."""
    today = timezone.localdate()
    for term in PresidencyTerm.objects.filter(starts_on__gte=today - timedelta(days=366)).select_related("party"):
        yield Event(
            f"presidency-{term.pk}",
            _("%(country)s takes on the Presidency Pro-Témpore") % {"country": term.party.name},
            term.starts_on,
            term.starts_on + timedelta(days=1),
            term.get_absolute_url(),
        )
    for receipt in CircularReceipt.objects.filter(
        party__in=own_countries(user), acknowledged_at=None, circular__reply_by__isnull=False
    ).select_related("circular"):
        if due := receipt.circular.reply_by:
            yield Event(
                f"circular-{receipt.circular_id}",
                _("Acknowledge circular %(symbol)s") % {"symbol": receipt.circular.symbol},
                due,
                due + timedelta(days=1),
                receipt.circular.get_absolute_url(),
            )
    for substitution in Substitution.objects.filter(
        deputy=user, accepted_at__isnull=False, valid_until__gt=today
    ).select_related("mandate__user"):
        yield Event(
            f"substitution-{substitution.pk}",
            _("You act for %(name)s") % {"name": substitution.mandate.user},
            substitution.valid_from,
            substitution.valid_until,
            reverse("members:substitutions"),
        )
    for mandate in user.standing.mandates:
        if mandate.valid_until:
            yield Event(
                f"mandate-{mandate.pk}",
                _("Your mandate ends: %(role)s") % {"role": mandate.get_role_display()},
                mandate.valid_until,
                mandate.valid_until + timedelta(days=1),
                reverse("members:profile"),
            )


def keeps_people(user: User) -> bool:
    """Whether somebody keeps the entries of a country, or of all."""
    return bool(own_countries(user)) or user.standing.level(MANDATE) >= Level.WRITE
