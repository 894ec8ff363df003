"""Who answers for a country, and who is written to about a consultation."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from declarations.models import Addressee, Consultation, Round
from members.models import Mandate, Party, PresidencyTerm, User
from members.readers import holders
from members.roles import PPT, TROIKA, Role

ANSWER_IN_TROIKA = (Role.FOCAL, Role.PRESIDENCY_TEAM)
"""Of the three countries the focal points and the presidency teams are the Troika. Source, lines 711-714."""
ANSWER_AS_MEMBER = (Role.FOCAL, Role.HOD)


def answering_roles(round_: Round) -> tuple[Role, ...]:
    """The mandates by which a person may answer for a country in a round."""
    return ANSWER_IN_TROIKA if round_.is_of_troika else ANSWER_AS_MEMBER


def holding(addressee: Addressee, roles: Collection[Role]) -> QuerySet[User]:
    """Those who act for a country today in one of some roles."""
    mandates = Mandate.objects.on(timezone.localdate()).filter(role__in=roles, party=addressee.party_id)
    return mandates.people().order_by("pk")


def may_answer_for(addressee: Addressee) -> QuerySet[User]:
    """Everybody who may be the respondent of a country in its round."""
    return holding(addressee, answering_roles(addressee.round))


def acts_for(user: Any, addressee: Addressee) -> bool:
    """Whether a person's own mandates, or those of somebody the person stands in for, let them answer for a country."""
    roles = answering_roles(addressee.round)
    holds_seat = any(one.party_id == addressee.party_id and one.role in roles for one in user.standing.mandates)
    return holds_seat and (user.standing.holds(TROIKA) or not addressee.round.is_of_troika)


def may_name(user: Any, addressee: Addressee) -> bool:
    """Whether a person says who answers for a country: its head of delegation; in the Troika phase, its Troika."""
    if addressee.round.is_of_troika:
        return acts_for(user, addressee)
    return any(one.party_id == addressee.party_id and one.role == Role.HOD for one in user.standing.mandates)


def respondent_acts(addressee: Addressee) -> bool:
    """Whether the named respondent still may answer; whose mandate has ended stands in nobody's way."""
    return addressee.respondent is not None and acts_for(addressee.respondent, addressee)


def reminded(addressee: Addressee) -> list[User]:
    """Whom a reminder to a country goes to: its respondent, else its focal points, else all who may answer for it.

    Nobody where the country has left the Troika since it was asked.
    """
    if respondent_acts(addressee) and addressee.respondent is not None:
        return [addressee.respondent]
    if addressee.round.is_of_troika:
        is_in_troika = addressee.party_id in others_of_troika(timezone.localdate())
        return list(holding(addressee, ANSWER_IN_TROIKA)) if is_in_troika else []
    return list(holding(addressee, [Role.FOCAL])) or list(holding(addressee, ANSWER_AS_MEMBER))


def others_of_troika(day: date) -> dict[int, Party]:
    """The previous and the coming presidency beside that of a day, as far as they are on record, by their numbers."""
    troika = PresidencyTerm.objects.troika(day)
    presiding = troika.current.party_id if troika.current else None
    terms = [term for term in (troika.previous, troika.next) if term and term.party_id != presiding]
    return {term.party_id: term.party for term in terms}


def has_another_troika(round_: Round, day: date) -> bool:
    """Whether a round of the Troika asked others than those whom the Troika of a day has."""
    asked = set(round_.addressees.values_list("party", flat=True))
    return round_.is_of_troika and asked != set(others_of_troika(day))


def told(round_: Round) -> list[tuple[User, int]]:
    """Everybody of the countries asked who may answer, or name who does, each with the number of the country."""
    parties = round_.addressees.values("party")
    mandates = Mandate.objects.on(timezone.localdate()).filter(role__in=answering_roles(round_), party__in=parties)
    found = {one.user_id: (one.user, one.party_id) for one in mandates.select_related("user").order_by("user")}
    return list(found.values())


def only_focal_point(addressee: Addressee) -> User | None:
    """The focal point of a country that has just one: nobody needs to name its respondent."""
    found = holding(addressee, [Role.FOCAL])[:2]
    return found[0] if len(found) == 1 else None


def conductors() -> QuerySet[User]:
    """The team of the Presidency and the coordinator, who lead a consultation on."""
    return holders([PPT, Role.ST_COORD])


def informed(consultation: Consultation) -> QuerySet[User]:
    """Whom the result goes to: those who answer for the members, or for the Troika where the members were not asked."""
    stages = Q(stage=Round.Stage.TROIKA) if consultation.opened_at is None else ~Q(stage=Round.Stage.TROIKA)
    roles = ANSWER_IN_TROIKA if consultation.opened_at is None else ANSWER_AS_MEMBER
    parties = Addressee.objects.filter(round__in=consultation.rounds.filter(stages)).values("party")
    return Mandate.objects.on(timezone.localdate()).filter(role__in=roles, party__in=parties).people().order_by("pk")
