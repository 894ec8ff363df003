"""The directory of the Conference, and the own entry in it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common import audit
from crm_portal.common.csv_file import csv_file
from crm_portal.common.outbox.models import MailPreference
from members.forms import DirectoryFilter, PreferencesForm, ProfileForm
from members.matrix import DIRECTORY
from members.models import Mandate, Party
from members.people_presentation import entries, vcard
from members.readers import readers
from members.requests import SignedInRequest

PAGE_SIZE = 25


def found(request: SignedInRequest) -> tuple[QuerySet[Mandate], DirectoryFilter]:
    """The entries that somebody may read and asked for."""
    visible = Mandate.objects.visible_to(request.user).in_directory()
    form = DirectoryFilter(request.GET, parties=Party.objects.filter(pk__in=visible.values("party")))
    form.is_valid()
    asked = form.cleaned_data
    if words := asked.get("q"):
        visible = visible.filter(
            Q(user__full_name__unaccent__icontains=words)
            | Q(user__email__icontains=words)
            | Q(position__unaccent__icontains=words)
            | Q(institution__name_es__unaccent__icontains=words)
            | Q(institution__name_en__unaccent__icontains=words)
            | Q(party__name_es__unaccent__icontains=words)
            | Q(party__name_en__unaccent__icontains=words)
        )
    if asked.get("party"):
        visible = visible.filter(party=asked["party"])
    if asked.get("role"):
        visible = visible.filter(role=asked["role"])
    return visible.select_related("user", "party", "institution", "body").order_by(
        "party__name", "user__full_name", "pk"
    ), form


@require_safe
def directory(request: SignedInRequest) -> HttpResponse:
    """The people of the Conference, as far as the reader may see them."""
    mandates, form = found(request)
    page = Paginator(mandates, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "readers": readers(DIRECTORY, request.user),
        "page": page,
        "entries": entries(page),
        "form": form,
        "query": query.urlencode(),
    }
    return render(request, "members/directory.html", context)


@require_safe
@transaction.atomic
def directory_csv(request: SignedInRequest) -> HttpResponse:
    """The same list as a table; that somebody took it out is on record."""
    mandates, _form = found(request)
    audit.record_access(request.user, Mandate, "export")
    header = [
        _("Name"),
        _("Role"),
        _("Country or organisation"),
        _("Institution"),
        _("Position"),
        _("E-mail"),
        _("Telephone"),
    ]
    rows = (
        [
            mandate.user.full_name,
            mandate.get_role_display(),
            mandate.party.name,
            mandate.institution.name if mandate.institution else "",
            mandate.position,
            mandate.user.email,
            mandate.user.phone,
        ]
        for mandate in mandates
    )
    return csv_file("directory", header, rows)


@require_safe
def directory_vcard(request: SignedInRequest, pk: int) -> HttpResponse:
    """One entry for an address book."""
    visible = Mandate.objects.visible_to(request.user).in_directory()
    mandate = get_object_or_404(visible.select_related("user", "party", "institution"), pk=pk)
    name = slugify(mandate.user.full_name) or "contact"
    return HttpResponse(
        vcard(mandate),
        content_type="text/vcard; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.vcf"', "Cache-Control": "private, no-store"},
    )


def profile(request: SignedInRequest) -> HttpResponse:
    """My entry: what I keep current myself, and the mandates that others keep."""
    kind = ProfileForm if request.user.has_perm("members.edit_own_entry") else PreferencesForm
    preference = MailPreference.objects.filter(user=request.user).first() or MailPreference(user=request.user)
    form = kind(request.POST or None, instance=request.user, initial={"delivery": preference.delivery})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            preference.delivery = form.cleaned_data["delivery"]
            preference.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("members:profile")
    mandates = request.user.mandates.select_related("party", "institution", "body").order_by("-valid_from")
    return render(request, "members/profile.html", {"form": form, "mandates": mandates})
