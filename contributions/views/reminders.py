"""The page from which countries are reminded of what they have not paid."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contributions import reminders as workflow
from contributions.country_position import Owed, owed_by_country
from contributions.models import Contributor, Reminder
from crm_portal.common.outbox import rendering
from crm_portal.common.outbox.kinds import kinds
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party
from members.requests import SignedInRequest

KIND = "contribution-reminder"


class Row(NamedTuple):
    """A country that owes something, when it was reminded last, and whether it is among those chosen."""

    country: Party
    owed: Owed
    reminded_on: date | None
    is_chosen: bool


class Preview(NamedTuple):
    """A letter as it would leave, in one language."""

    language: str
    subject: str
    text: str


def refuse_others(request: SignedInRequest) -> None:
    """Raises Http404 for whoever does not see what every country owes."""
    if not request.user.has_perm("contributions.read_reminders"):
        raise Http404


@require_safe
def reminders(request: SignedInRequest) -> HttpResponse:
    """The countries that owe something, the overdue ticked, and the letters to those chosen before they leave."""
    refuse_others(request)
    today = timezone.localdate()
    sent = Reminder.objects.visible_to(request.user).order_by("party_id", "-as_of").distinct("party_id")
    last = dict(sent.values_list("party", "as_of"))
    is_previewed = "country" in request.GET
    asked = set(request.GET.getlist("country"))
    seen = Contributor.objects.visible_to(request.user).order_by("name")
    rows = [
        Row(country, owed, last.get(country.pk), country.slug in asked if is_previewed else is_ticked)
        for country, owed in owed_by_country(seen, today).items()
        if owed.unpaid
        for is_ticked in [owed.overdue_usd > 0 and last.get(country.pk) != today]
    ]
    chosen = [row for row in rows if row.is_chosen] if is_previewed else []
    context = {
        "rows": rows,
        "today": today,
        "previews": [(row.country, letters(row)) for row in chosen],
        "may_send": request.user.has_perm("contributions.remind_party"),
    }
    return render(request, "contributions/reminders.html", context)


def letters(row: Row) -> list[Preview]:
    """The letter to a country in each language of the Conference."""
    found = []
    for code, _name in settings.LANGUAGES:
        content = workflow.content(row.country, row.owed.unpaid, row.owed.day, code)
        words = rendering.words(kinds[KIND], code, content)
        found.append(Preview(code, words.subject, words.text))
    return found


@require_POST
def reminders_send(request: SignedInRequest) -> HttpResponse:
    """Send the reminders to the countries chosen, all or none."""
    refuse_others(request)
    require_perm(request.user, "contributions.remind_party")
    chosen = Contributor.objects.visible_to(request.user).filter(slug__in=request.POST.getlist("country"))
    try:
        number = workflow.remind(chosen, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(number)d letter is on its way.", "%(number)d letters are on their way.", number)
        messages.success(request, said % {"number": number})
    return redirect("contributions:reminders")
