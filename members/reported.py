"""What the half-yearly report tells of the parties, the Presidency and the Secretariat: what everybody may know.

Of circulars it tells how many, since not every reader of the report reads circulars.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common.registry import ReportSection, ReportTable
from members.models import Circular, PartyStatus, Post, PresidencyTerm

SECRETARIAT_BODY = "ts"
ONE_DAY = timedelta(days=1)


def tables(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """The presidency and the seats of the time, the Secretariat's posts and its circulars. Four queries."""
    yield presidency(starts_on, ends_on)
    yield from seats(starts_on, ends_on)
    yield posts()
    yield circulars(starts_on, ends_on)


def presidency(starts_on: date, ends_on: date) -> ReportTable:
    """Who presided in the time."""
    terms = PresidencyTerm.objects.filter(starts_on__lt=ends_on, ends_on__gt=starts_on).select_related("party")
    return ReportTable(
        _("Presidency Pro-Témpore"),
        [_("Country"), _("First day"), _("Last day"), _("Theme")],
        [[term.party.name, term.starts_on, term.ends_on - ONE_DAY, term.theme] for term in terms.order_by("starts_on")],
    )


def seats(starts_on: date, ends_on: date) -> Iterator[ReportTable]:
    """How many parties held each seat on the last day, and whose seat began or ended in the time."""
    last_on = ends_on - ONE_DAY
    reaching = PartyStatus.objects.filter(
        Q(valid_from=None) | Q(valid_from__lt=ends_on), Q(valid_until=None) | Q(valid_until__gte=starts_on)
    )
    held = list(reaching.select_related("party").order_by("status", "order", "party__name", "pk"))
    counted = Counter(seat.status for seat in held if seat.valid_until is None or seat.valid_until > last_on)
    yield ReportTable(
        _("Parties on the last day"),
        [_("Status"), _("Parties")],
        [[str(status.label), counted[status]] for status in PartyStatus.Status],
    )
    yield ReportTable(
        _("Changes of status"),
        [_("Party"), _("Status"), _("First day"), _("Last day")],
        [
            [
                seat.party.name,
                str(seat.get_status_display()),
                seat.valid_from,
                seat.valid_until - ONE_DAY if seat.valid_until else None,
            ]
            for seat in held
            if (seat.valid_from and seat.valid_from >= starts_on)
            or (seat.valid_until and starts_on <= seat.valid_until < ends_on)
        ],
    )


def posts() -> ReportTable:
    """The posts of the Secretariat, of which only the present ones are on record. Source, lines 983-1004."""
    found = list(Post.objects.filter(body__slug=SECRETARIAT_BODY).order_by("order"))
    return ReportTable(
        _("Posts of the Technical Secretariat"),
        [_("Post"), _("People")],
        [[post.title, post.headcount] for post in found],
        total=[_("Total"), sum(post.headcount for post in found)] if found else None,
        note=_("As they were on record when these figures were taken."),
    )


def circulars(starts_on: date, ends_on: date) -> ReportTable:
    """How many circulars went to the focal points."""
    sent = Circular.objects.filter(
        status=Circular.Status.SENT, sent_at__date__gte=starts_on, sent_at__date__lt=ends_on
    ).count()
    return ReportTable(
        _("Correspondence"), [_("What was sent"), _("Number")], [[_("Circulars to the focal points"), sent]]
    )


SECTION = ReportSection(10, gettext_lazy("The Conference and its Secretariat"), tables)
