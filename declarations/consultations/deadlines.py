"""The days of consultations in a person's own calendar: of nothing that this person may not know of."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common.registry import Event
from declarations.models import Addressee, Round
from declarations.models.consultations import CONDUCT

ONE_DAY = timedelta(days=1)


def events(user: Any) -> Iterator[Event]:
    """The days by which the own country answers; for whoever conducts consultations also when each round ends."""
    yield from answers_of_the_country(user)
    if user.standing.holds(*CONDUCT):
        yield from ends_of_rounds(user)


def answers_of_the_country(user: Any) -> Iterator[Event]:
    """The last day of the own country in each open round, by its own calendar. One query."""
    rounds = Round.objects.open(timezone.now())
    own = Addressee.objects.visible_to(user).filter(party__in=user.standing.party_ids, round__in=rounds)
    for cell in own.select_related("round__consultation"):
        if day := cell.last_on:
            consultation = cell.round.consultation
            title = _("Your country answers: %(consultation)s") % {"consultation": consultation}
            yield Event(f"consultation-{cell.pk}", title, day, day + ONE_DAY, consultation.get_absolute_url())


def ends_of_rounds(user: Any) -> Iterator[Event]:
    """The day on which each open round ends for all. One query."""
    rounds = Round.objects.visible_to(user).open(timezone.now()).filter(closes_at__isnull=False)
    for round_ in rounds.select_related("consultation"):
        day = timezone.localdate(round_.closes_at)
        title = _("The round ends: %(consultation)s") % {"consultation": round_.consultation}
        yield Event(
            f"consultation-round-{round_.pk}", title, day, day + ONE_DAY, round_.consultation.get_absolute_url()
        )
