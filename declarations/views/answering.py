"""What a country says in a round: its own answer, who gives it, and an answer that came by mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import answering, people
from declarations.consultations.forms import AnswerForm, RecordForm, RespondentForm
from declarations.models import Addressee, Position
from declarations.views.consultations import part, rounds_of, show_again
from members.requests import SignedInRequest


def addressee_of(request: SignedInRequest, pk: int) -> Addressee:
    """The cell of a country, for whoever may see it. Raises Http404."""
    found = Addressee.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("round__consultation", "round__text", "party", "respondent"), pk=pk)


def position_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text, and the one form in which a country answers; until the round is over the answer may be changed."""
    addressee = addressee_of(request, pk)
    require_perm(request.user, "declarations.answer_addressee", addressee)
    said = Position.objects.visible_to(request.user).filter(addressee=addressee).order_by("number")
    last = said.last()
    initial = {"choice": last.choice, "text": last.text, "seen": last.number} if last else {"seen": 0}
    form = AnswerForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            answering.answer(
                addressee, asked["choice"], asked["text"], file=asked["file"], seen=asked["seen"], by=request.user
            )
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
            show_again(request, form, seen=str(said.count()))
        else:
            messages.success(request, _("Your country's position is recorded. A receipt is on its way to you."))
            return redirect(addressee)
    return render(request, "declarations/position_answer.html", shown(request, addressee, form, said))


def shown(request: SignedInRequest, addressee: Addressee, form: Any, said: Any) -> dict[str, Any]:
    """What the page of an answer shows."""
    user = request.user
    seen = [one for one in rounds_of(addressee.round.consultation, user) if one.sent_at <= addressee.round.sent_at]
    somebody_else = addressee.respondent_id not in (None, user.pk) and people.respondent_acts(addressee)
    may_name = user.has_perm("declarations.name_addressee", addressee)
    is_open = addressee.round.is_open(timezone.now())
    return {
        "addressee": addressee,
        "round": addressee.round,
        "consultation": addressee.round.consultation,
        "part": part(seen[-1], seen),
        "before": Position.objects.visible_to(user)
        .filter(addressee__party=addressee.party_id, addressee__round__in=seen)
        .exclude(addressee=addressee)
        .order_by("addressee__round__sent_at", "number")
        .last()
        if len(seen) > 1
        else None,
        "form": form,
        "said": said.select_related("answered_by", "file"),
        "is_open": is_open,
        "may_answer": is_open and (may_name or not somebody_else),
        "somebody_else": addressee.respondent if somebody_else else None,
        "respondent_form": RespondentForm(
            people=people.may_answer_for(addressee), initial={"person": addressee.respondent_id}
        )
        if may_name and is_open
        else None,
    }


@require_POST
def respondent_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name who answers for the country."""
    addressee = addressee_of(request, pk)
    require_perm(request.user, "declarations.name_addressee", addressee)
    form = RespondentForm(request.POST, people=people.may_answer_for(addressee))
    if not form.is_valid():
        messages.error(request, _("Choose somebody who acts for the country."))
        return redirect(addressee)
    try:
        answering.name_respondent(addressee, form.cleaned_data["person"], by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(name)s answers for the country in this round.") % {"name": form.cleaned_data["person"]}
        )
    return redirect(addressee)


def position_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record an answer that came by mail, with the mail."""
    addressee = addressee_of(request, pk)
    require_perm(request.user, "declarations.record_position")
    if not addressee.round.is_open(timezone.now()) and request.method != "POST":
        messages.error(request, _("This round is over: it takes no more answers."))
        return redirect(addressee.round.consultation)
    form = RecordForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            answering.record_for(addressee, asked["choice"], asked["text"], mail=asked["file"], by=request.user)
        except TransitionNotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded on behalf of %(country)s.") % {"country": addressee.party.name})
            return redirect(addressee.round.consultation)
    last = addressee.positions.select_related("answered_by").order_by("number").last()
    context = {"addressee": addressee, "consultation": addressee.round.consultation, "form": form, "last": last}
    return render(request, "declarations/position_record.html", context)
