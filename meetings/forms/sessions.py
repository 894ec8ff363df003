"""The sessions of a meeting, as they are planned together."""

from typing import Any

from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from meetings import attendance
from meetings.models import Meeting


class SessionFormSet(BaseInlineFormSet):
    """Sessions of the parts that the rules know for the kind of meeting; where they know none, of any part.

    A kind of meeting without rules may be planned and recorded, and cannot be convened.
    """

    def clean(self) -> None:
        super().clean()
        meeting: Any = self.instance
        bodies = getattr(meeting, "chosen_bodies", None)
        if bodies is None:
            bodies = meeting.bodies.all() if meeting.pk else []
        known = attendance.parts(meeting.kind, bodies)
        if not known:
            return
        for form in self.forms:
            part = getattr(form, "cleaned_data", {}).get("part")
            is_asked = form.has_changed() or meeting.status == Meeting.Status.PLANNED
            if part and part not in known and is_asked and not form.cleaned_data.get("DELETE"):
                said = _("The rules know no such part of a meeting of this kind. They know: %(parts)s.")
                form.add_error("part", said % {"parts": ", ".join(map(str, known.values()))})
