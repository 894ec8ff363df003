"""How far a consultation is, as a line of phases."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from crm_portal.common.registry import Text
from declarations.models import Consultation, Round

Status, Stage = Consultation.Status, Round.Stage


class Phase(NamedTuple):
    """One phase: when it began and ended, and whether it is the one that goes on."""

    label: Text
    is_current: bool
    began_at: datetime | None = None
    ended_at: datetime | None = None
    note: Text = ""

    @property
    def is_done(self) -> bool:
        return self.ended_at is not None and not self.is_current


def course(consultation: Consultation, rounds: Collection[Round]) -> list[Phase]:
    """The phases as a reader of these rounds may know them: without the Troika's for whoever does not see it."""
    by_stage = {one.stage: one for one in rounds}
    if not consultation.is_procedure:
        return [
            phase(_("Question to the members"), consultation, by_stage.get(Stage.QUESTION), {Status.ASKED}),
            last(consultation, _("Summary")),
        ]
    phases = []
    if Stage.TROIKA in by_stage or consultation.opened_at is None:
        phases.append(phase(_("Troika"), consultation, by_stage.get(Stage.TROIKA), {Status.WITH_TROIKA, Status.AGREED}))
    phases.append(
        phase(_("First round"), consultation, by_stage.get(Stage.FIRST), {Status.FIRST_ROUND, Status.BETWEEN})
    )
    if consultation.skipped_at:
        phases.append(
            Phase(
                _("Second round"),
                is_current=False,
                began_at=consultation.skipped_at,
                ended_at=consultation.skipped_at,
                note=_("not held"),
            )
        )
    else:
        phases.append(phase(_("Second round"), consultation, by_stage.get(Stage.SECOND), {Status.SECOND_ROUND}))
    phases.append(
        Phase(
            _("Outcome"),
            consultation.status == Status.ANSWERED,
            None,
            consultation.declared_at,
            consultation.get_outcome_display() if consultation.outcome else "",
        )
    )
    return [*phases, last(consultation, _("Report"))]


def phase(label: Text, consultation: Consultation, round_: Round | None, states: Collection[str]) -> Phase:
    is_current = consultation.status in states
    if round_ is None:
        return Phase(label, is_current)
    return Phase(label, is_current, round_.sent_at, round_.closed_at or round_.closes_at)


def last(consultation: Consultation, label: Text) -> Phase:
    awaits = consultation.status == (Status.DECLARED if consultation.is_procedure else Status.ANSWERED)
    return Phase(label, awaits and consultation.opened_at is not None, None, consultation.reported_at)
