"""The public pages about the Conference: what it is, who takes part, who presides."""

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.common.page_cache import public_page
from members import presentation
from members.models import Attendance, Body, Partnership, Party, PartyStatus, PresidencyTerm, Provision

Kind = Provision.Kind
Status = PartyStatus.Status


@public_page()
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the Conference is, its objectives and what members commit to. Source, lines 1-90 and 358-374."""
    points = presentation.by_kind(Provision.objects.of(Kind.OBJECTIVE, Kind.COMMITMENT))
    return render(request, "members/about.html", {"points": points})


@public_page()
@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """How the bodies stand to each other, as a chart and as a list. Source, lines 540-632."""
    bodies = list(Body.objects.presented().select_related("reports_to"))
    return render(request, "members/structure.html", {"chart": presentation.chart(bodies), "bodies": bodies})


@public_page()
@require_safe
def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One body: what it does, who belongs to it, who may attend, how often it meets, how it came about."""
    body = get_object_or_404(Body, slug=slug)
    attendance = Attendance.objects.filter(body=body).order_by("part", "participant")
    context = {
        "crumbs": [{"label": _("How it works"), "url": reverse("members:structure")}],
        "body": body,
        "attendance": presentation.by_part(attendance),
        "functions": body.functions.order_by("number"),
        "posts": body.posts.all(),
        "related": presentation.related(body),
        "term": PresidencyTerm.objects.begun(timezone.localdate()).select_related("party").first()
        if body.kind == Body.Kind.CHAIR
        else None,
    }
    return render(request, "members/body_detail.html", context)


@public_page()
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """The member countries, on the map and as a list."""
    day = timezone.localdate()
    begun = Count("presidencies", filter=Q(presidencies__starts_on__lte=day))
    members = list(Party.objects.with_status(Status.MEMBER, day).annotate(presidencies_begun=begun))
    current = PresidencyTerm.objects.on(day).first()
    context = {"members": members, "places": presentation.places(members, current)}
    return render(request, "members/member_list.html", context)


@public_page()
@require_safe
def member_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One member country: its presidencies and the bodies in which it sits."""
    day = timezone.localdate()
    status = (
        PartyStatus.objects.filter(party__slug=slug, status=Status.MEMBER).select_related("party").order_by("pk").last()
    )
    if status is None:
        raise Http404
    member = status.party
    context = {
        "crumbs": [{"label": _("Member countries"), "url": reverse("members:member-list")}],
        "member": member,
        "status": status,
        "terms": presentation.terms(member.presidencies.shown(), day),
        "bodies": Body.objects.presented().filter(attendance__participant=Attendance.Participant.MEMBER).distinct(),
    }
    return render(request, "members/member_detail.html", context)


@public_page()
@require_safe
def observer_list(request: HttpRequest) -> HttpResponse:
    """Observer countries and organisations, how one becomes an observer, and what observers may not do."""
    seats = PartyStatus.objects.on(timezone.localdate()).filter(status=Status.OBSERVER).select_related("party")
    points = presentation.by_kind(
        Provision.objects.of(Kind.COUNTRY_CRITERION, Kind.ORGANISATION_CRITERION, Kind.OBSERVER_LIMIT)
    )
    context = {
        "countries": [seat for seat in seats if seat.party.kind == Party.Kind.STATE],
        "organisations": [seat for seat in seats if seat.party.kind != Party.Kind.STATE],
        "points": points,
    }
    return render(request, "members/observer_list.html", context)


@public_page()
@require_safe
def civil_society(request: HttpRequest) -> HttpResponse:
    """The network of civil organisations, and where it has a place."""
    day = timezone.localdate()
    seats = PartyStatus.objects.on(day).filter(status=Status.CIVIL_SOCIETY).select_related("party")
    rules = Attendance.objects.filter(participant=Attendance.Participant.RROCM, body__isnull=False)
    places = rules.exclude(body__status=Body.Status.PROPOSED).select_related("body").order_by("body__order", "part")
    return render(request, "members/civil_society.html", {"seats": seats, "places": places})


@public_page()
@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """The organisations that the Conference has worked with. Source, lines 1726-1778."""
    return render(
        request, "members/partnership_list.html", {"partnerships": Partnership.objects.select_related("party")}
    )


@public_page("country")
@require_safe
def presidency(request: HttpRequest) -> HttpResponse:
    """Who presides, the Troika, what the office does, and every term so far; `country` narrows the terms to one."""
    day = timezone.localdate()
    every_term = list(PresidencyTerm.objects.begun(day).shown())
    countries = sorted({term.party for term in every_term}, key=lambda party: party.name)
    chosen = request.GET.get("country", "")
    if chosen and chosen not in {party.slug for party in countries}:
        raise Http404
    shown = [term for term in every_term if not chosen or term.party.slug == chosen]
    context = {
        "office": presentation.office(day),
        "terms": presentation.terms(shown, day) if chosen else presentation.timeline(shown, day),
        "countries": countries,
        "chosen": chosen,
        "functions": Provision.objects.filter(kind=Kind.FUNCTION, body__slug="ppt"),
    }
    return render(request, "members/presidency.html", context)
