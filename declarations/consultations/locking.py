"""One consultation is changed by one person at a time: its row is locked, whatever of it is to change."""

from django.utils.translation import gettext as _

from crm_portal.common.workflow import TransitionNotAllowed, next_status
from declarations.consultations.transitions import TRANSITIONS, verbs_of
from declarations.models import Consultation, Round


def locked(consultation_id: int) -> Consultation:
    """The row, for the length of the transaction."""
    return Consultation.objects.select_for_update(of=("self",)).get(pk=consultation_id)


def step(consultation: Consultation, verb: str) -> Consultation:
    """The consultation, locked, in the state that a verb leads to; not saved yet. Raises TransitionNotAllowed."""
    consultation = locked(consultation.pk)
    leads_to = next_status(TRANSITIONS, verb, consultation.status)
    if verb not in verbs_of(consultation):
        raise TransitionNotAllowed(
            _("The consultation procedure has this step; a simple consultation has not.")
            if not consultation.is_procedure
            else _("This step does not belong to the consultation procedure, or has nobody to be taken for.")
        )
    consultation.status = leads_to
    return consultation


def last_round(consultation: Consultation) -> Round:
    """The round that was begun last. Raises TransitionNotAllowed where nobody was asked yet."""
    found = consultation.rounds.select_related("consultation").order_by("sent_at", "pk").last()
    if found is None:
        raise TransitionNotAllowed(_("Nobody was asked yet."))
    return found
