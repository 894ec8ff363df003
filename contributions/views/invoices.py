"""The pages of one invoice and of one payment, with the PDFs of each."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contributions import printouts
from contributions.matrix import OWN_CONTRIBUTION
from contributions.models import Allocation, Invoice, Payment, ProofOfPayment, Refund
from crm_portal.common.pdf.models import Printout
from members.readers import readers
from members.requests import SignedInRequest

FILES_SHOWN = 6
OF_A_PROOF = ("file", "payment", "invoice")


@require_safe
def invoice_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What an invoice asks for, what settled it, and its files."""
    user, today = request.user, timezone.localdate()
    asked = Invoice.objects.visible_to(user).with_outstanding(today)
    invoice = get_object_or_404(asked.select_related("party", "assessment__period", "credit_note"), pk=pk)
    settled = Allocation.objects.visible_to(user).filter(invoice=invoice, entry__isnull=False, entry__reversed_by=None)
    handed_in = ProofOfPayment.objects.visible_to(user).filter(invoice=invoice)
    kinds = [printouts.INVOICE, *([printouts.CREDIT_NOTE] if invoice.is_cancelled else [])]
    context = {
        "invoice": invoice,
        "state": invoice.state(today),
        "today": today,
        "settled": settled.select_related("payment", "entry").order_by("entry__accounting_on", "pk"),
        "proofs": handed_in.select_related(*OF_A_PROOF),
        "may_hand_in": user.has_perm("contributions.hand_in_proofofpayment", invoice.party),
        "may_ask": user.has_perm("contributions.ask_paperrequest", invoice.party),
        "print_kinds": kinds,
        "readers": readers(OWN_CONTRIBUTION, user),
        **files_of(user, kinds, invoice.pk),
    }
    return render(request, "contributions/invoice_detail.html", context)


def files_of(user: Any, kinds: list[str], about: int) -> dict[str, Any]:
    """The files that were made of something, for the box that shows them."""
    found = Printout.objects.visible_to(user).filter(kind__in=kinds, about_id=about).select_related("file", "asked_by")
    files = list(found[:FILES_SHOWN])
    return {"files": files, "is_under_way": any(one.is_under_way for one in files), "languages": settings.LANGUAGES}


@require_POST
def invoice_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the invoice, or the credit note that took it back, made into a PDF."""
    invoice = get_object_or_404(Invoice.objects.visible_to(request.user), pk=pk)
    kind = request.POST.get("kind", printouts.INVOICE)
    if kind == printouts.INVOICE or (kind == printouts.CREDIT_NOTE and invoice.is_cancelled):
        if language := language_of(request):
            printouts.ask_for_invoice(invoice, kind=kind, language=language, by=request.user)
    else:
        messages.error(request, _("There is no such file of this invoice."))
    return redirect(invoice)


@require_safe
def payment_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was paid, what it settled, and the receipt."""
    user = request.user
    payment = get_object_or_404(Payment.objects.visible_to(user).with_unspent().select_related("party"), pk=pk)
    settled = Allocation.objects.visible_to(user).filter(payment=payment, entry__reversed_by=None)
    context = {
        "payment": payment,
        "settled": settled.select_related("invoice").order_by("pk"),
        "refunds": Refund.objects.visible_to(user).filter(payment=payment),
        "proofs": ProofOfPayment.objects.visible_to(user).filter(payment=payment).select_related(*OF_A_PROOF),
        "readers": readers(OWN_CONTRIBUTION, user),
        **files_of(user, [printouts.RECEIPT], payment.pk),
    }
    return render(request, "contributions/payment_detail.html", context)


@require_POST
def payment_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the receipt of a confirmed payment made into a PDF."""
    payment = get_object_or_404(Payment.objects.visible_to(request.user), pk=pk)
    if not payment.receipt_symbol:
        messages.error(request, _("A payment has a receipt once it is confirmed."))
    elif language := language_of(request):
        printouts.ask_for_receipt(payment, language=language, by=request.user)
    return redirect(payment)


def language_of(request: SignedInRequest) -> str:
    """The language that a file is asked for in, told to be under way; empty, and said so, where it is none."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose the language of the file."))
        return ""
    messages.success(request, _("The file is being made; that takes a few seconds."))
    return language
