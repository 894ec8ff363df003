"""What the site search finds among consultations: by their titles, and by the texts of the rounds that somebody sees.

A word that stands only in a text of the Troika phase, or in a draft, finds nothing for a member, not even a number.
"""

from typing import Any

from django.db.models import CharField, F, OuterRef, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm_portal.common.search import CONFIGURATIONS, Found, Hit, Question, SmallSource, marked, matching
from declarations.models import Consultation, ConsultationText


def found(user: Any, question: Question) -> list[QuerySet]:
    """The consultations whose title, or a text of theirs that the person may read, has the words."""
    rows = Consultation.objects.visible_to(user).annotate(
        **{f"words_{language}": words_read_by(user, language) for language in CONFIGURATIONS},
        sort=F("kind"),
        found_as=Cast("pk", CharField()),
        found_at=F("opened_at"),
    )
    return [matching(rows, question, ["title"], ["words"]).filter(question.matches())]


def words_read_by(user: Any, language: str) -> Subquery:
    """The texts of one consultation in a language, one after the other, as far as somebody may read them."""
    texts = ConsultationText.objects.visible_to(user).filter(consultation=OuterRef("pk")).order_by()
    one_after_the_other = StringAgg(f"text_{language}", Value("\n\n"), order_by="number")
    return Subquery(texts.values("consultation").annotate(words=one_after_the_other).values("words"))


def hit(row: Found, question: Question) -> Hit:
    page = reverse("declarations:consultation-detail", args=[row.name])
    label = capfirst(str(Consultation.Kind(row.sort).label))
    return Hit(marked(row.title), page, [label], marked(row.words or ""), question.language)


SOURCE = SmallSource(15, "consultations", _("Consultations"), found, hit)
