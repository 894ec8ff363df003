"""What consultations keep of people: what a person takes along, and how long it stays."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import PersonalData
from crm_portal.common.retention import Retention
from declarations.models import Addressee, Consultation, Position


def consultations(user: Any) -> dict[str, list[dict[str, Any]]]:
    """The consultations a person began, the positions the person recorded, and the rounds in which the person answers.

    What a position says is its country's, and is not told here; a consultation is named as far as the person may know
    of it now. Every other step stands among the steps taken.
    """
    known = set(Consultation.objects.visible_to(user).values_list("pk", flat=True))
    begun = Consultation.objects.filter(begun_by=user).order_by("begun_at", "pk")
    recorded = Position.objects.filter(answered_by=user).select_related(
        "addressee__party", "addressee__round__consultation"
    )
    answering = Addressee.objects.filter(respondent=user).select_related("party", "round__consultation")
    return {
        "begun": [{"consultation": named(each, known), "begun_at": each.begun_at} for each in begun],
        "positions": [
            {
                **of_cell(each.addressee, known),
                "number": each.number,
                "on_behalf": each.on_behalf,
                "answered_at": each.answered_at,
            }
            for each in recorded.order_by("answered_at", "pk")
        ],
        "respondent_of": [
            {**of_cell(each, known), "named_at": each.named_at} for each in answering.order_by("named_at", "pk")
        ],
    }


def of_cell(addressee: Addressee, known: Collection[int]) -> dict[str, Any]:
    round_ = addressee.round
    return {
        "consultation": named(round_.consultation, known),
        "round": round_.stage,
        "country": addressee.party.name,
    }


def named(consultation: Consultation, known: Collection[int]) -> str | None:
    return str(consultation) if consultation.pk in known else None


PART = PersonalData(65, "consultations", consultations)
RETENTIONS = (
    Retention(
        order=43,
        name="consultations",
        kind=_("Who began a consultation, led it on, or answered for a country in it"),
        keeps=None,
        since=_("the day of each step"),
        ends=_("It is part of the record of the Conference."),
    ),
)
