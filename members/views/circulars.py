"""Circulars: written and sent by the Presidency and the Secretariat, acknowledged by each country."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.common.files.storing import store
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members import circulars as workflow
from members.forms import AcknowledgementForm, CircularForm
from members.matrix import CIRCULAR
from members.models import Circular, CircularReceipt, Institution
from members.readers import readers
from members.requests import SignedInRequest
from members.rules import own_countries

PAGE_SIZE = 50


@require_safe
def circular_list(request: SignedInRequest) -> HttpResponse:
    """Every circular that the reader may see, the latest first."""
    if not request.user.has_perm("members.read_circular"):
        raise Http404
    shown = Circular.objects.visible_to(request.user)[:PAGE_SIZE]
    return render(request, "members/circular_list.html", {"circulars": shown})


@require_safe
def circular_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One circular: its text, my country's receipt, and for its writers who has not acknowledged it."""
    circular = get_object_or_404(
        Circular.objects.visible_to(request.user).select_related("sent_by", "attachment"), pk=pk
    )
    return shown(request, circular, None)


def shown(request: SignedInRequest, circular: Circular, form: AcknowledgementForm | None) -> HttpResponse:
    countries = own_countries(request.user)
    receipt = circular.receipts.filter(party__in=countries).select_related("party", "acknowledged_by").first()
    if receipt and form is None:
        institutions = Institution.objects.filter(party=receipt.party)
        form = AcknowledgementForm(initial={"passed_on_to": receipt.passed_on_to.all()}, institutions=institutions)
    is_writer = request.user.has_perm("members.write_circular")
    board = circular.receipts.select_related("party", "acknowledged_by").prefetch_related("passed_on_to")
    context = {
        "circular": circular,
        "receipt": receipt,
        "form": form,
        "board": board.order_by("party__name") if is_writer else [],
        "recipients": workflow.recipients() if circular.status == Circular.Status.DRAFT else [],
        "readers": readers(CIRCULAR, request.user),
        "may_send": request.user.has_perm("members.send_circular"),
        "may_write": is_writer,
    }
    return render(request, "members/circular_detail.html", context)


def circular_edit(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Write a draft; what was sent is no longer changed."""
    require_perm(request.user, "members.write_circular")
    drafts = Circular.objects.visible_to(request.user).filter(status=Circular.Status.DRAFT)
    circular = get_object_or_404(drafts, pk=pk) if pk else Circular(drafted_by=request.user, drafted_at=timezone.now())
    form = CircularForm(request.POST or None, request.FILES or None, instance=circular)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if form.cleaned_data["file"]:
                circular.attachment = store(form.cleaned_data["file"], by=request.user, door="circular")
            made = form.save()
        messages.success(request, _("The draft is saved. Nothing is sent yet."))
        return redirect(made)
    return render(request, "members/circular_form.html", {"form": form, "circular": circular})


@require_POST
def circular_send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Number it and mail it to every focal point."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    require_perm(request.user, "members.send_circular", circular)
    try:
        workflow.send(circular, by=request.user)
    except TransitionNotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The circular is sent."))
    return redirect(circular)


@require_POST
def circular_acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that my country has it, and to whom it went on."""
    circular = get_object_or_404(Circular.objects.visible_to(request.user), pk=pk)
    require_perm(request.user, "members.acknowledge_circular", circular)
    receipts = CircularReceipt.objects.filter(circular=circular, party__in=own_countries(request.user))
    receipt = get_object_or_404(receipts.select_related("party"))
    institutions = Institution.objects.filter(party=receipt.party)
    form = AcknowledgementForm(request.POST, institutions=institutions)
    if not form.is_valid():
        return shown(request, circular, form)
    workflow.acknowledge(
        receipt,
        by=request.user,
        passed_on_to=form.cleaned_data["passed_on_to"],
        another=form.cleaned_data["another"],
    )
    messages.success(request, _("Acknowledged. Thank you."))
    return redirect(circular)
