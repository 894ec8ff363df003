"""Which consultations wait for somebody: for the answer of the own country, or for the next step of the Presidency."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from crm_portal.common.registry import Waiting
from declarations.consultations import people
from declarations.models import Addressee, Consultation, Round
from members.models import Mandate, Substitution
from members.roles import PPT, TROIKA, Role

Status = Consultation.Status
NEXT_IS_THE_PRESIDENCY = (Status.AGREED, Status.BETWEEN, Status.ANSWERED)
"""What stays as it is until the Presidency goes on."""


def tasks(user: Any) -> Iterator[Waiting]:
    """What waits for a person, asked for with everything else that waits: nothing here asks the database."""
    if user.standing.holds(TROIKA, *people.ANSWER_AS_MEMBER):
        yield answers_to_give(user)
    if user.standing.holds(PPT):
        yield awaiting_the_presidency(
            ngettext_lazy(
                "Take the next step in %(number)d consultation",
                "Take the next step in %(number)d consultations",
                "number",
            ),
            user,
        )
    elif user.standing.holds(Role.ST_COORD):
        yield awaiting_the_presidency(
            ngettext_lazy(
                "%(number)d consultation awaits the Presidency Pro-Témpore",
                "%(number)d consultations await the Presidency Pro-Témpore",
                "number",
            ),
            user,
        )


def answers_to_give(user: Any) -> Waiting:
    """The rounds in which a person's country has not answered yet, due on the country's own day."""
    return Waiting(
        ngettext_lazy(
            "Answer %(number)d consultation for your country",
            "Answer %(number)d consultations for your country",
            "number",
        ),
        to_be_answered_by(user, timezone.now()),
        reverse("declarations:consultation-list"),
        page_of_one="declarations:position-answer",
        day="last_on",
    )


def to_be_answered_by(user: Any, now: datetime) -> QuerySet[Addressee]:
    """The cells without an answer, in rounds that are open, that await this person.

    They await the respondent; where none is named, or whoever was has no mandate any more, they await everybody who may
    answer for the country, its head of delegation among them. `people.acts_for` asks one cell who may.
    """
    of_troika, today = Q(round__stage=Round.Stage.TROIKA), timezone.localdate(now)
    awaits = ~of_troika & awaits_from_seats(user, people.ANSWER_AS_MEMBER, today)
    if user.standing.holds(TROIKA):
        awaits |= of_troika & awaits_from_seats(user, people.ANSWER_IN_TROIKA, today)
    open_ones = Addressee.objects.visible_to(user).missing().filter(round__in=Round.objects.open(now))
    return open_ones.filter(awaits)


def awaits_from_seats(user: Any, roles: Collection[Role], today: date) -> Q:
    """The condition on cells that await somebody who acts for their country in one of some roles."""
    seats = [one.party_id for one in user.standing.mandates if one.role in roles]
    stood_in_for = Substitution.objects.on(today).filter(deputy=OuterRef(OuterRef("respondent")))
    acting = Mandate.objects.on(today).filter(
        Q(user=OuterRef("respondent")) | Q(pk__in=stood_in_for.values("mandate")),
        party=OuterRef("party"),
        role__in=roles,
    )
    is_mine = Q(respondent=user.pk) | ~Q(Exists(acting))
    return Q(party__in=seats) & is_mine


def awaiting_the_presidency(said: Any, user: Any) -> Waiting:
    """The consultations that nobody but the Presidency leads on."""
    return Waiting(
        said,
        for_the_presidency(user, timezone.now()),
        reverse("declarations:consultation-list"),
        page_of_one="declarations:consultation-detail",
    )


def for_the_presidency(user: Any, now: datetime) -> QuerySet[Consultation]:
    """Those agreed, between the rounds or answered, those declared and not reported, and those with the Troika in which
    no answer is awaited any more, or is of a country that has left it since.
    """
    troika = [term.party_id for term in user.standing.troika or () if term]
    unanswered = Addressee.objects.missing().filter(round__in=Round.objects.open(now))
    if troika:  # who conducts for the Secretariat knows of no change: the Presidency leads it on
        unanswered = unanswered.filter(party__in=troika)
    waits_for_troika = Q(Exists(unanswered.filter(round__consultation=OuterRef("pk"))))
    return Consultation.objects.visible_to(user).filter(
        Q(status__in=NEXT_IS_THE_PRESIDENCY)
        | Q(status=Status.DECLARED, opened_at__isnull=False)
        | Q(status=Status.WITH_TROIKA) & ~waits_for_troika
    )
