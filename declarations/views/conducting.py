"""The steps of the Presidency, and of the Secretariat on its instruction."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from declarations.consultations import clock, conducting, drafting
from declarations.consultations.differences import Paragraph, differences
from declarations.consultations.forms import (
    BasisForm,
    DaysForm,
    ExtendForm,
    OutcomeForm,
    ReasonForm,
    ReportForm,
    TextForm,
    UntilForm,
)
from declarations.consultations.steps import BY_VERB, RUN, SEND, WITHDRAW, Step, permission, possible
from declarations.consultations.transitions import outcomes_of
from declarations.models import Consultation, ConsultationText, Round
from declarations.views.consultations import consultation_of, show_again
from members.requests import SignedInRequest


def refused(form: forms.Form, refusal: TransitionNotAllowed) -> None:
    """Say above the form why it may not happen; what was written stays in it."""
    form.add_error(None, str(refusal))


def consultation_begin(request: SignedInRequest, kind: str) -> HttpResponse:
    """A new draft: of the procedure, or of a simple consultation."""
    require_perm(request.user, "declarations.begin_consultation")
    if kind not in Consultation.Kind.values:
        raise Http404
    form = TextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = drafting.begin(kind, form.texts, files=files(form), by=request.user)
        messages.success(request, _("The draft is saved. Nothing is sent yet."))
        return redirect(made)
    context = {"form": form, "is_procedure": kind == Consultation.Kind.PROCEDURE}
    return render(request, "declarations/consultation_form.html", context)


def consultation_write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The text of a draft, or of the coming round."""
    consultation = consultation_of(request, pk)
    require_perm(request.user, "declarations.write_consultation", consultation)
    text = consultation.texts.latest("number")
    form = TextForm(
        request.POST or None,
        request.FILES or None,
        attachments=list(text.attachments.select_related("file")),
        title_is_fixed=consultation.opened_at is not None,
        initial={
            **{name: getattr(consultation, name) for name in ("title_es", "title_en")},
            **{name: getattr(text, name) for name in ("text_es", "text_en")},
            "seen": drafting.mark(text),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            drafting.write(
                consultation,
                {"title_es": "", "title_en": "", **form.texts},
                files=files(form),
                taken_away=form.going,
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except TransitionNotAllowed as refusal:
            refused(form, refusal)
            show_again(request, form, seen=drafting.mark(consultation.texts.latest("number")))
        else:
            messages.success(request, _("The draft is saved. Nothing is sent yet."))
            return redirect(consultation)
    context = {"form": form, "consultation": consultation, "is_procedure": consultation.is_procedure}
    return render(request, "declarations/consultation_form.html", context)


def files(form: TextForm) -> list[Any]:
    return [form.cleaned_data["file"]] if form.cleaned_data["file"] else []


def consultation_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """To whom the text goes, by when each country answers, and by POST that it goes."""
    consultation = consultation_of(request, pk)
    verbs = possible(consultation, None)
    step = next((one for one in BY_VERB.values() if one.page == SEND and one.verb in verbs), None)
    if step is None:
        messages.error(request, _("Nothing of this consultation is to be sent now."))
        return redirect(consultation)
    require_perm(request.user, permission(step.verb), consultation)
    if step.verb in {"open_first", "open_second"}:
        return send_round(request, consultation, step)
    return send_until(request, consultation, step)


def send_until(request: SignedInRequest, consultation: Consultation, step: Step) -> HttpResponse:
    """To the Troika, or a simple consultation: until a day that is chosen."""
    now = timezone.now()
    try:
        if step.verb == "submit":
            asked = conducting.troika_asked(timezone.localdate(now))
        else:
            asked = clock.members_on(timezone.localdate(now))
        text = drafting.newest_text(consultation)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(consultation)
    today = max(clock.today_in(party.time_zone, now) for party in asked)
    form = UntilForm(
        request.POST or None,
        today=today,
        is_optional=step.verb == "submit",
        initial={"text_seen": drafting.mark(text)},
    )
    if request.method == "POST" and form.is_valid():
        send = conducting.submit if step.verb == "submit" else conducting.ask_members
        try:
            send(consultation, **form.cleaned_data, by=request.user)
        except TransitionNotAllowed as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Sent. Those who answer for the countries are being written to."))
            return redirect(consultation)
    context = {"consultation": consultation, "step": step, "form": form, "asked": asked, "text": text}
    return render(request, "declarations/consultation_send.html", context)


def send_round(request: SignedInRequest, consultation: Consultation, step: Step) -> HttpResponse:
    """To all members for five working days: which days those are, country by country, before anything leaves."""
    now = timezone.now()
    basis_form = BasisForm(request.GET if "basis" in request.GET else None)
    chosen = Round.Basis.OWN.value
    if request.method == "POST" and request.POST.get("basis") in Round.Basis.values:
        chosen = request.POST["basis"]
    elif basis_form.is_bound and basis_form.is_valid():
        chosen = basis_form.cleaned_data["basis"]
    try:
        text = drafting.newest_text(consultation)
        planned = clock.plan(clock.members_on(timezone.localdate(now)), now, chosen)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(consultation)
    marks = {"days_seen": clock.mark(planned), "text_seen": drafting.mark(text)}
    form = DaysForm(request.POST or None, planned=planned, initial={"basis": chosen, **marks})
    if request.method == "POST" and form.is_valid():
        try:
            conducting.open_round(
                consultation,
                by=request.user,
                basis=chosen,
                edited=form.edited,
                reasons=reasons(form),
                days_seen=form.cleaned_data["days_seen"],
                text_seen=form.cleaned_data["text_seen"],
            )
        except TransitionNotAllowed as refusal:
            refused(form, refusal)
            show_again(request, form, **marks)
        else:
            messages.success(request, _("Sent. Those who answer for the countries are being written to."))
            return redirect(consultation)
    context = {
        "consultation": consultation,
        "step": step,
        "form": form,
        "basis_form": BasisForm(initial={"basis": chosen}),
        "basis": Round.Basis(chosen),
        "closes_at": clock.closes_at(planned),
        "asked": [one.party for one in planned],
        "text": text,
        "differences": changed_since(consultation, text),
    }
    return render(request, "declarations/consultation_send.html", context)


def changed_since(consultation: Consultation, text: ConsultationText) -> list[Paragraph]:
    """What a text changes in that of the last round; nothing before the first one."""
    before = consultation.rounds.select_related("text").order_by("sent_at", "pk").last()
    return differences(before.text.text, text.text) if before else []


def consultation_do(request: SignedInRequest, pk: int, verb: str) -> HttpResponse:
    """A step that only asks to be confirmed."""
    consultation = consultation_of(request, pk)
    if verb not in RUN:
        raise Http404
    return taken(
        request,
        consultation,
        verb,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _form: RUN[verb](consultation, request.user),
    )


def consultation_skip(request: SignedInRequest, pk: int) -> HttpResponse:
    """Do without a second round, with the reason."""
    consultation = consultation_of(request, pk)

    def run(form: forms.Form) -> None:
        conducting.skip(consultation, reasons(form), by=request.user)

    return taken(request, consultation, "skip", ReasonForm(request.POST or None), run)


def consultation_declare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Declare the outcome, with the reason."""
    consultation = consultation_of(request, pk)

    outcomes = outcomes_of(consultation)
    is_withdrawal = outcomes == [Consultation.Outcome.WITHDRAWN]

    def run(form: forms.Form) -> None:
        outcome = form.cleaned_data.get("outcome", Consultation.Outcome.WITHDRAWN)
        conducting.declare(consultation, outcome, reasons(form), by=request.user)

    form = ReasonForm(request.POST or None)
    if not is_withdrawal:
        form = OutcomeForm(request.POST or None, consultation=consultation)
    return taken(request, consultation, "declare", form, run, step=WITHDRAW if is_withdrawal else None)


def consultation_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Report to the members."""
    consultation = consultation_of(request, pk)

    def run(form: forms.Form) -> None:
        conducting.report(consultation, reasons(form), by=request.user)

    return taken(request, consultation, "report", ReportForm(request.POST or None), run)


def consultation_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a running round more time."""
    consultation = consultation_of(request, pk)
    require_perm(request.user, permission("extend"), consultation)
    last = Round.objects.filter(consultation=consultation, closed_at=None, closes_at__isnull=False).first()
    if last is None:
        messages.error(request, _("This round takes no answers any more, or has no last day."))
        return redirect(consultation)
    latest = max(one.last_on for one in last.addressees.all() if one.last_on)

    def run(form: forms.Form) -> None:
        conducting.extend(last, until=form.cleaned_data["until"], reasons=reasons(form), by=request.user)

    return taken(request, consultation, "extend", ExtendForm(request.POST or None, later_than=latest), run)


def reasons(form: forms.Form) -> dict[str, str]:
    return {code: form.cleaned_data[code] for code in ("es", "en")}


def taken(
    request: SignedInRequest,
    consultation: Consultation,
    verb: str,
    form: forms.Form,
    run: Callable[[forms.Form], object],
    *,
    step: Step | None = None,
) -> HttpResponse:
    """One step: what will happen, what it asks for, and by POST that it does. A refusal stands above the form."""
    require_perm(request.user, permission(verb), consultation)
    last = consultation.rounds.order_by("-sent_at", "-pk").first()
    if request.method != "POST" and verb not in possible(consultation, last):
        messages.error(request, _("This is not possible in the state the consultation is in."))
        return redirect(consultation)
    if request.method == "POST" and form.is_valid():
        try:
            run(form)
        except TransitionNotAllowed as refusal:
            refused(form, refusal)
        else:
            messages.success(request, str((step or BY_VERB[verb]).done))
            return redirect(consultation)
    context = {
        "consultation": consultation,
        "step": step or BY_VERB[verb],
        "form": form,
        "missing": last.addressees.missing().select_related("party") if last and verb in {"remind", "declare"} else [],
    }
    return render(request, "declarations/consultation_step.html", context)
