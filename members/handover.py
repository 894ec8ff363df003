"""The handover file: what a presidency leaves open for the next, collected from every app, made into a PDF."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import audit, registry
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.letterhead import Letterhead
from crm_portal.common.pdf.models import Printout
from crm_portal.common.registry import HandoverSection, Task, Text
from members import letters
from members.models import Circular, Handover, Mandate, Party, PartyStatus, PresidencyTerm, User
from members.models.presidency import Troika
from members.roles import STAFF, TROIKA, Role
from members.standing import Standing

KIND = "handover"
MADE_WITHIN = timedelta(days=7)
"""A file that was not made on the day, since nothing ran, is made as long after it."""
ENDS_SOON = timedelta(days=90)


class Section(NamedTuple):
    title: Text
    tasks: list[Task]


def team_of(party_id: int, troika: Troika | None = None) -> Standing:
    """What a team of the Troika is, without being anybody: the handover shows what both teams may see on any day."""
    mandate = Mandate(role=Role.PRESIDENCY_TEAM, party_id=party_id, valid_from=timezone.localdate())
    return Standing(
        roles=frozenset({TROIKA}),
        mandates=(mandate,),
        party_ids=frozenset({party_id}),
        body_ids=frozenset(),
        troika=troika,
    )


def sections(handover: Handover, troika: Troika | None = None) -> list[Section]:
    """What is open, app by app, as both teams may see it; without what is empty. `troika` is today's, where known."""
    handing = handover.ending or handover
    standing = team_of(handing.party_id, troika)
    found = [Section(section.title, list(section.tasks(standing))) for section in registry.handover_sections]
    return [section for section in found if section.tasks]


def contacts(handover: Handover) -> list[Mandate]:
    """Whom to turn to: the teams of both countries, then the Secretariat."""
    parties = [term.party_id for term in (handover.ending, handover) if term]
    held = Mandate.objects.on(timezone.localdate()).filter(
        Q(role=Role.PRESIDENCY_TEAM, party__in=parties) | Q(role__in=STAFF)
    )
    found = held.select_related("user", "party").order_by("user__full_name")
    return sorted(found, key=lambda mandate: [*parties, mandate.party_id].index(mandate.party_id))


def content(handover: Handover, troika: Troika | None = None) -> Mapping[str, Any]:
    """What the page and the file show. `troika` is today's, where known."""
    return {
        "handover": handover,
        "ending": handover.ending,
        "troika": [term.party.name for term in handover.troika if term],
        "sections": sections(handover, troika),
        "contacts": contacts(handover),
    }


def file_kind() -> PrintoutKind:
    """The handover file, for the registry of PDFs."""
    return PrintoutKind(
        name=KIND,
        label=gettext_lazy("Handover file"),
        template="pdf/handover.html",
        seen_by_person=Handover.objects.visible_to,
        about=lambda pk: Handover.objects.select_related("party").get(pk=pk),
        title=str,
        file_name=lambda handover: (
            _("handover-%(country)s-%(day)s") % {"country": handover.party.slug, "day": handover.starts_on}
        ),
        content=content,
    )


@transaction.atomic
def ask_for_file(handover: Handover, *, language: str, by: User | None) -> Printout:
    """Have the file made as things stand now."""
    audit.record("members.print_handover", handover, by=by, language=language)
    return pdf.ask(KIND, handover, language=language, by=by)


def hand_over(day: date) -> list[Handover]:
    """Make the file of each handover that happened on a day or in the week before, once, and tell both teams.

    The rights themselves need nobody: they follow from the terms (members/standing.py).
    """
    done = []
    for handover in Handover.objects.filter(starts_on__gt=day - MADE_WITHIN, starts_on__lte=day):
        if hand_over_one(handover):
            done.append(handover)
    return done


@transaction.atomic
def hand_over_one(handover: Handover) -> bool:
    """Ask for the files of a handover and write the letters, unless that was done. Locks the term."""
    locked = Handover.objects.select_for_update(of=("self",)).select_related("party").get(pk=handover.pk)
    if Printout.objects.of(KIND, locked).filter(asked_by=None).exists():
        return False
    for code, _name in settings.LANGUAGES:
        ask_for_file(locked, language=code, by=None)
    parties = [term.party_id for term in (locked.ending, locked) if term]
    day = timezone.localdate()
    holders = Mandate.objects.on(day).filter(Q(role=Role.PRESIDENCY_TEAM, party__in=parties) | Q(role=Role.ST_COORD))
    letters.announce_handover(locked, list(holders.people().order_by("pk")))
    return True


def letterhead(day: date) -> Letterhead | None:
    """The letterhead of the presidency of a day."""
    term = PresidencyTerm.objects.on(day).select_related("party").first()
    if term is None:
        return None
    words = _("Presidency Pro-Témpore of %(country)s, %(years)s") % {"country": term.party.name, "years": term.years}
    return Letterhead(words, term.theme)


# What this app leaves open


def open_circulars(standing: Standing) -> Iterator[Task]:
    """Circulars that some country has not acknowledged."""
    seen = Circular.objects.all().seen_by(standing)
    counted = seen.annotate(
        countries=Count("receipts"), missing=Count("receipts", filter=Q(receipts__acknowledged_at=None))
    )
    for circular in counted.filter(missing__gt=0).order_by("reply_by", "pk"):
        detail = _("acknowledged by %(done)d of %(all)d countries") % {
            "done": circular.countries - circular.missing,
            "all": circular.countries,
        }
        yield Task(str(circular), circular.get_absolute_url(), circular.reply_by, detail)


def open_seats(standing: Standing) -> Iterator[Task]:
    """The coming presidency and members without their people, and mandates that end soon."""
    day = timezone.localdate()
    held = Mandate.objects.on(day).filter(party=OuterRef("pk"))
    members = Party.objects.with_status(PartyStatus.Status.MEMBER, day).annotate(
        has_team=Exists(held.filter(role=Role.PRESIDENCY_TEAM)),
        has_focal_point=Exists(held.filter(role=Role.FOCAL)),
    )
    coming = (standing.troika or PresidencyTerm.objects.troika(day)).next
    if coming and any(one.pk == coming.party_id and not one.has_team for one in members):
        yield Task(
            _("%(country)s has no presidency team yet") % {"country": coming.party.name}, due_on=coming.starts_on
        )
    for party in members:
        if party.has_focal_point:
            continue
        page = reverse("members:member-detail", args=[party.slug])
        yield Task(_("%(country)s has no focal point") % {"country": party.name}, page)
    ending = Mandate.objects.on(day).seen_by(standing).filter(valid_until__lte=day + ENDS_SOON)
    for mandate in ending.select_related("user", "party").order_by("valid_until"):
        yield Task(
            f"{mandate.user}: {mandate.get_role_display()}, {mandate.party}",
            due_on=mandate.valid_until,
            detail=_("the mandate ends"),
        )


SECTIONS = (
    HandoverSection(10, gettext_lazy("Circulars"), open_circulars),
    HandoverSection(90, gettext_lazy("Seats and people"), open_seats),
)
