"""Whether those who were asked agree. Nobody's silence counts for anything: ambiguities D2."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from crm_portal.common.workflow import TransitionNotAllowed
from declarations.models import Addressee, Round
from declarations.models.positions import AGAINST
from members.models import Party


class Answers(NamedTuple):
    """Who has not answered in a round, and whose last position stands in the way of the text as it is."""

    missing: list[Party]
    against: list[Party]

    @property
    def is_consensus(self) -> bool:
        return not self.missing and not self.against


def answers(round_: Round) -> Answers:
    """What the last position of each country comes to; one query."""
    cells = Addressee.objects.filter(round=round_).with_choice().select_related("party")
    asked = sorted(cells, key=lambda one: one.party.name)  # as the reader's language calls it
    return Answers(
        missing=[one.party for one in asked if one.choice is None],
        against=[one.party for one in asked if one.choice in AGAINST],
    )


def refuse_without(round_: Round) -> None:
    """Raises TransitionNotAllowed, naming the countries, unless every one asked has answered and none is against."""
    found = answers(round_)
    if found.missing:
        raise TransitionNotAllowed(
            _("No reply is not consent. No reply yet from: %(countries)s.") % {"countries": names(found.missing)}
        )
    if found.against:
        raise TransitionNotAllowed(
            _("This text has no consensus: %(countries)s object, or propose a change.")
            % {"countries": names(found.against)}
        )


def names(parties: list[Party]) -> str:
    return ", ".join(party.name for party in parties)
