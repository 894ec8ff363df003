"""The pages by which a member country sees what it was asked for and has paid, and does its part."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions import country_archive, papers_to_sign, proofs
from contributions.country_forms import OfAnInvoice, PaperForm, ProofForm
from contributions.country_position import owed, owed_by_country, paid_ahead
from contributions.matrix import OWN_CONTRIBUTION
from contributions.models import Contributor, InKindContribution, Invoice, PaperRequest, Payment, ProofOfPayment
from crm_portal.common.files.archiving import TooLargeError
from crm_portal.common.files.doors import doors
from crm_portal.common.files.sending import SECURITY, give_back_connection
from crm_portal.common.permissions import require_perm
from crm_portal.common.workflow import TransitionNotAllowed
from members.models import Party, PartyStatus
from members.readers import readers
from members.requests import SignedInRequest

ON_A_PAGE = 12
form_page = require_http_methods(["GET", "HEAD", "POST"])


def seen_country(request: SignedInRequest, slug: str) -> Party:
    """A country whose contributions the person reads. Raises Http404."""
    return get_object_or_404(Contributor.objects.visible_to(request.user), slug=slug)


def members_ever() -> QuerySet[PartyStatus, Any]:
    """The countries that are or were members, which alone contribute."""
    return PartyStatus.objects.filter(status=PartyStatus.Status.MEMBER).values("party")


@require_safe
def my_contributions(request: SignedInRequest) -> HttpResponse:
    """The own country's page; who has several, or reads of all, chooses."""
    seen = list(Contributor.objects.visible_to(request.user).filter(pk__in=members_ever()).order_by("name"))
    if not seen:
        raise Http404
    reads_all = request.user.has_perm("contributions.read_reminders")
    if len(seen) == 1 and not reads_all:
        return redirect("contributions:country", slug=seen[0].slug)
    today = timezone.localdate()
    context = {"rows": owed_by_country(seen, today).items(), "today": today, "reads_all": reads_all}
    return render(request, "contributions/country_list.html", context)


@require_safe
def country(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is owed and due next, what was paid, and what was handed in and asked for."""
    found, user, today = seen_country(request, slug), request.user, timezone.localdate()
    asked = Invoice.objects.visible_to(user).filter(party=found).with_outstanding(today)
    invoices = list(asked.select_related("assessment__period"))
    payments = list(Payment.objects.visible_to(user).filter(party=found).with_unspent())
    handed_in = ProofOfPayment.objects.visible_to(user).filter(party=found)
    requests = PaperRequest.objects.visible_to(user).filter(party=found)
    context = {
        "country": found,
        "today": today,
        "owed": owed(invoices, today),
        "ahead": paid_ahead(payments),
        "invoices": [(one, one.state(today)) for one in page_of(request, invoices, "invoices")],
        "invoice_page": page_of(request, invoices, "invoices"),
        "payments": page_of(request, payments, "payments"),
        "in_kind": InKindContribution.objects.visible_to(user).filter(party=found)[:ON_A_PAGE],
        "proofs": handed_in.select_related("file", "invoice", "payment", "handed_in_by")[:ON_A_PAGE],
        "requests": requests.select_related("signed")[:ON_A_PAGE],
        "may_hand_in": user.has_perm("contributions.hand_in_proofofpayment", found),
        "may_ask": user.has_perm("contributions.ask_paperrequest", found),
        "readers": readers(OWN_CONTRIBUTION, user),
    }
    return render(request, "contributions/country.html", context)


def page_of(request: SignedInRequest, rows: list[Any], name: str) -> Any:
    """The page of a list that the address asks for under its name; the nearest there is."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get(name))


def chosen_invoice(request: SignedInRequest) -> dict[str, Any]:
    """What a form begins with when a link from an invoice led to it."""
    number = request.GET.get("invoice", "")
    return {"invoice": number} if number.isascii() and number.isdigit() else {}


@form_page
def proof_hand_in(request: SignedInRequest, slug: str) -> HttpResponse:
    """Hand in a proof of payment; the same file twice makes one."""
    found = seen_country(request, slug)
    require_perm(request.user, "contributions.hand_in_proofofpayment", found)
    form = bound(ProofForm, request, found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            proofs.hand_in(found, given["file"], invoice=given["invoice"], note=given["note"], by=request.user)
        except TransitionNotAllowed as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("The proof is handed in: the Secretariat looks whether the money is there."))
        return redirect("contributions:country", slug=slug)
    return render(request, "contributions/proof_form.html", {"form": form, "country": found})


@form_page
def paper_ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for a signed paper without which the country cannot pay. Source, lines 1033-1036."""
    found = seen_country(request, slug)
    require_perm(request.user, "contributions.ask_paperrequest", found)
    form = bound(PaperForm, request, found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            papers_to_sign.ask(found, given["words"], invoice=given["invoice"], form=given["form"], by=request.user)
        except TransitionNotAllowed as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("The paper is asked for: you find it here once it is signed."))
        return redirect("contributions:paper-list", slug=slug)
    return render(request, "contributions/paper_form.html", {"form": form, "country": found})


def bound(kind: type[OfAnInvoice], request: SignedInRequest, found: Party) -> Any:
    """A form of a country, with what was sent, or with the invoice from which a link led to it."""
    if request.method == "POST":
        return kind(request.POST, request.FILES, country=found, user=request.user)
    return kind(country=found, user=request.user, initial=chosen_invoice(request))


@require_safe
def paper_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """The signed papers that were asked for, and what became of each."""
    found = seen_country(request, slug)
    rows = PaperRequest.objects.visible_to(request.user).filter(party=found)
    rows = rows.select_related("signed", "form", "invoice", "asked_by")
    context = {
        "country": found,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "may_ask": request.user.has_perm("contributions.ask_paperrequest", found),
    }
    return render(request, "contributions/paper_list.html", context)


@require_safe
def download_all(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """Every paper of the country that I may read, and its statement, as one file.

    Each is told to its door before anything is sent, as when it is downloaded by itself: no record, no view.
    """
    found = seen_country(request, slug)
    taken = country_archive.papers(request.user, found)
    try:
        country_archive.refuse_too_large(taken)
    except TooLargeError as refusal:
        messages.error(request, str(refusal))
        return redirect("contributions:country", slug=slug)
    with transaction.atomic():
        table = country_archive.statement_table(found)
        for paper in taken:
            if record := doors[paper.file.door].record_read:
                record(request, paper.file)
    give_back_connection()
    name = f"{_('contributions')}-{found.slug}-{timezone.localdate().isoformat()}.zip"
    made = country_archive.archive(found, taken, table)
    return FileResponse(made, as_attachment=True, filename=name, content_type="application/zip", headers=SECURITY)
