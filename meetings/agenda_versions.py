"""The agenda as it goes out: preliminary to members and observer organisations for comment, then adopted.

Source, lines 682-692: observer countries and civil society are not asked about a preliminary agenda.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import audit
from crm_portal.common.both_languages import is_in_both_languages
from crm_portal.common.pdf import workflow as pdf
from crm_portal.common.pdf.kinds import PrintoutKind
from crm_portal.common.pdf.models import Printout
from crm_portal.common.registry import Text
from crm_portal.common.workflow import TransitionNotAllowed
from meetings import attendance, letters
from meetings.items import refuse_written
from meetings.locking import locked
from meetings.models import AgendaItem, AgendaVersion, ItemComment, Meeting, Session, VersionItem
from members.models import Attendance, Audience, Mandate, Party, User
from members.roles import Role

KIND = "agenda"
Stage = AgendaVersion.Stage
ASKED_ABOUT = frozenset({Audience.PUBLIC, Audience.PLENARY, Audience.RCGM, Audience.AGENDA})
"""What goes to the members and the observer organisations while it is preliminary."""
ON_PAPER = frozenset({*ASKED_ABOUT, Audience.MEMBERS, Audience.BODY})
"""What stands in the agenda that is printed: never what is behind closed doors, or for a few."""
WRITTEN_TO = frozenset({Role.FOCAL, Role.LIAISON, Role.RCGM, Role.OBS_ORG})


# Sending out


@transaction.atomic
def send_out(meeting: Meeting, *, comments_until: datetime, by: Any) -> AgendaVersion:
    """Send the agenda out as it stands, to members and observer organisations, for comment until a moment.

    Raises TransitionNotAllowed: over, adopted already, empty, a title in one language only, or a moment gone by.
    """
    if comments_until <= timezone.now():
        raise TransitionNotAllowed(_("The moment until which comments are taken lies ahead."))
    version = keep(meeting, Stage.PRELIMINARY, comments_until, by)
    audit.record("meetings.send_out_agendaversion", version, by=by, number=version.number)
    tell(version, by=by)
    return version


@transaction.atomic
def adopt(meeting: Meeting, *, by: Any) -> AgendaVersion:
    """Adopt the agenda as it stands. What is for the plenary is released to its observers with it.

    Raises TransitionNotAllowed as `send_out` does, and before a preliminary agenda went out.
    """
    if not AgendaVersion.objects.filter(meeting=meeting).exists():
        raise TransitionNotAllowed(_("Send the preliminary agenda out before it is adopted."))
    for_plenary = AgendaItem.objects.filter(session__meeting=meeting, audience=Audience.PLENARY, released_on=None)
    for_plenary.update(released_on=timezone.localdate())
    version = keep(meeting, Stage.ADOPTED, None, by)
    audit.record("meetings.adopt_agendaversion", version, by=by, number=version.number)
    tell(version, by=by)
    return version


def keep(meeting: Meeting, stage: Stage, comments_until: datetime | None, by: Any) -> AgendaVersion:
    """Keep the agenda as it stands as the next version."""
    meeting = locked(meeting)
    refuse_written(meeting)
    earlier = AgendaVersion.objects.filter(meeting=meeting)
    if earlier.filter(stage=Stage.ADOPTED).exists():
        raise TransitionNotAllowed(_("The agenda is adopted: no other version follows."))
    items = list(AgendaItem.objects.filter(session__meeting=meeting).select_related("session"))
    if not items:
        raise TransitionNotAllowed(_("There is nothing on the agenda yet."))
    if any(not is_in_both_languages(item, "title") for item in items):
        raise TransitionNotAllowed(_("An agenda goes out in both languages: complete the titles of its items first."))
    number = (earlier.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = AgendaVersion.objects.create(
        meeting=meeting, number=number, stage=stage, comments_until=comments_until, made_by=by
    )
    VersionItem.objects.bulk_create(as_it_stands(version, item) for item in items)
    return version


def as_it_stands(version: AgendaVersion, item: AgendaItem) -> VersionItem:
    """The item as the version keeps it."""
    session = item.session
    kept = VersionItem(
        version=version,
        item=item.pk,
        session=session.pk,
        part=session.part,
        starts_at=session.starts_at,
        order=item.order,
        axis_id=item.axis_id,
        presenter=item.presenter,
        minutes=item.minutes,
        matter=item.matter,
        audience=item.audience,
        body_id=item.body_id,
        circle_id=item.circle_id,
        released_on=item.released_on,
        is_open_to_rrocm=item.is_open_to_rrocm,
    )
    for code, _name in settings.LANGUAGES:
        setattr(kept, f"title_{code}", getattr(item, f"title_{code}"))
        setattr(kept, f"session_title_{code}", getattr(session, f"title_{code}"))
    if version.stage == Stage.PRELIMINARY and item.audience in ASKED_ABOUT:
        kept.audience = Audience.AGENDA
    return kept


def missing(meeting: Meeting) -> list[Text]:
    """What the plenaries of a meeting lack of their minimum agenda, for whoever is about to send it out."""
    plenaries = Session.objects.filter(meeting=meeting, part=Attendance.Part.PLENARY)
    return [what for session in plenaries for what in attendance.missing_items(session)]


def recipients(version: AgendaVersion) -> list[User]:
    """The people of the parties who are asked, as far as each may read something of the version."""
    held = Mandate.objects.on(timezone.localdate()).filter(role__in=WRITTEN_TO)
    asked = held.people().order_by("pk")
    return [person for person in asked if AgendaVersion.objects.visible_to(person).contains(version)]


def tell(version: AgendaVersion, *, by: Any) -> None:
    """Write to everybody who is asked about a version, or told of it."""
    for person in recipients(version):
        letters.send_agenda(version, person, by=by)


# Comments


@transaction.atomic
def comment(item: VersionItem, text: str, *, party: Party, by: Any) -> ItemComment:
    """What a delegation says of an item, in place of what it said before. Raises TransitionNotAllowed: too late."""
    version = AgendaVersion.objects.select_related("meeting").get(pk=item.version_id)
    newest = AgendaVersion.objects.filter(meeting=version.meeting).first()
    if newest != version or not version.takes_comments:
        raise TransitionNotAllowed(_("The time for comments on this version is over."))
    said, _is_new = ItemComment.objects.update_or_create(
        item=item, party=party, defaults={"text": text, "written_by": by, "written_at": timezone.now()}
    )
    audit.record("meetings.comment_versionitem", said, by=by)
    return said


# Reading


class Change(NamedTuple):
    """What became of one item between two versions: its sort, and what stood where other words stand now."""

    sort: str
    item: VersionItem
    before: list[tuple[Text, Any, Any]]


class Line(NamedTuple):
    """An item with its number among those that the reader sees, and what was said of it."""

    number: int
    item: VersionItem
    comments: list[ItemComment]


class Group(NamedTuple):
    """The items of one session."""

    title: Text
    starts_at: datetime
    lines: list[Line]


def read(user: Any, version: AgendaVersion) -> list[Group]:
    """The items of a version that somebody may read, session by session. Two queries."""
    said = ItemComment.objects.visible_to(user).select_related("party", "written_by")
    found = VersionItem.objects.visible_to(user).filter(version=version).select_related("axis")
    return grouped(found.prefetch_related(Prefetch("comments", said, to_attr="said")))


def grouped(items: QuerySet[VersionItem]) -> list[Group]:
    """Items that come in the order of their sessions, session by session."""
    sessions: dict[int, Group] = {}
    for item in items:
        title = item.session_title or item.get_part_display()
        group = sessions.setdefault(item.session, Group(title, item.starts_at, []))
        group.lines.append(Line(len(group.lines) + 1, item, getattr(item, "said", [])))
    return list(sessions.values())


COMPARED: tuple[tuple[str, Text], ...] = (
    ("session_title", gettext_lazy("session")),
    ("starts_at", gettext_lazy("begins")),
    ("title", gettext_lazy("title")),
    ("axis", gettext_lazy("axis")),
    ("presenter", gettext_lazy("presented by")),
    ("minutes", gettext_lazy("minutes")),
)


def changes(user: Any, before: AgendaVersion, after: AgendaVersion) -> list[Change]:
    """What somebody sees change from one version to another: added, changed, moved, removed items. One query."""
    kept: dict[int, dict[int, VersionItem]] = defaultdict(dict)
    found = VersionItem.objects.visible_to(user).filter(version__in=[before, after])
    for item in found.select_related("axis"):
        kept[item.version_id][item.item] = item
    old, new = kept[before.pk], kept[after.pk]
    staying = [number for number in old if number in new]
    told = []
    for number, item in new.items():
        if number not in old:
            told.append(Change("added", item, []))
        elif differing := differences(old[number], item):
            told.append(Change("changed", item, differing))
    in_new_order = [number for number in new if number in old]
    told += [Change("moved", new[number], []) for number in moved(staying, in_new_order)]
    return told + [Change("removed", item, []) for number, item in old.items() if number not in new]


def differences(old: VersionItem, new: VersionItem) -> list[tuple[Text, Any, Any]]:
    """The parts of an item that say something else, with what they said and say."""
    pairs = ((label, getattr(old, name), getattr(new, name)) for name, label in COMPARED)
    return [(label, said(was), said(is_now)) for label, was, is_now in pairs if was != is_now]


def said(value: Any) -> Any:
    """A value as a page tells it."""
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return "—" if value in {None, ""} else value


def moved(before: list[int], after: list[int]) -> list[int]:
    """The fewest items that were taken elsewhere: those outside the longest run that kept its order."""
    place = {number: index for index, number in enumerate(before)}
    runs: list[list[int]] = []
    for number in after:
        earlier = [run for run in runs if place[run[-1]] < place[number]]
        runs.append([*longest(earlier), number])
    kept = set(longest(runs))
    return [number for number in after if number not in kept]


def longest(runs: list[list[int]]) -> list[int]:
    """The longest of some lists; an empty one where there is none."""
    return max(runs, key=len) if runs else []


# The agenda on paper


def whole_for(user: Any) -> QuerySet[AgendaVersion]:
    """The versions of which somebody may read everything that is printed."""
    printed = VersionItem.objects.filter(audience__in=ON_PAPER)
    hidden = printed.exclude(pk__in=VersionItem.objects.visible_to(user).values("pk"))
    return AgendaVersion.objects.filter(pk__in=printed.values("version")).exclude(pk__in=hidden.values("version"))


def content(version: AgendaVersion) -> dict[str, Any]:
    """What the printed agenda shows."""
    items = version.items.filter(audience__in=ON_PAPER).select_related("axis")
    return {"version": version, "meeting": version.meeting, "groups": grouped(items)}


def file_kind() -> PrintoutKind:
    """The agenda of a meeting, for the registry of PDFs."""
    return PrintoutKind(
        name=KIND,
        label=gettext_lazy("Agenda"),
        template="pdf/agenda.html",
        seen_by_person=whole_for,
        about=lambda pk: AgendaVersion.objects.select_related("meeting__host").get(pk=pk),
        title=lambda version: _("Agenda: %(meeting)s") % {"meeting": version.meeting},
        file_name=lambda version: (
            _("agenda-%(meeting)s-v%(number)d") % {"meeting": version.meeting.slug, "number": version.number}
        ),
        content=content,
    )


@transaction.atomic
def ask_for_file(version: AgendaVersion, *, language: str, by: Any) -> Printout:
    """Have the agenda printed in a language."""
    audit.record("meetings.print_agendaversion", version, by=by, language=language)
    return pdf.ask(KIND, version, language=language, by=by)
