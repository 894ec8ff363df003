"""What the site search finds among the meetings that somebody may know of."""

from typing import Any

from django.db.models import Case, CharField, DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.common.search import Found, Hit, Question, SmallSource, marked, matching
from meetings.models import Meeting

PLANNED = "planned"
"""What a meeting is sorted as that the public may not know of yet: its page is in the intranet."""


def found(user: Any, question: Question) -> list[QuerySet]:
    """The meetings whose title, theme or city has the words."""
    kind = Case(When(convened_at=None, then=Value(PLANNED)), default=F("kind"), output_field=CharField())
    rows = Meeting.objects.visible_to(user).annotate(
        sort=kind, found_as=F("slug"), found_at=Cast(Value(None), DateTimeField())
    )
    return [matching(rows, question, ["title"], ["theme", "place"]).filter(question.matches())]


def hit(row: Found, question: Question) -> Hit:
    is_planned = row.sort == PLANNED
    page = reverse("meetings:my-meeting" if is_planned else "meetings:meeting-detail", args=[row.name])
    label = _("Meeting being planned") if is_planned else Meeting.Kind(row.sort).label
    return Hit(marked(row.title), page, [label], marked(row.words or ""), question.language)


SOURCE = SmallSource(30, "meetings", _("Meetings"), found, hit)
