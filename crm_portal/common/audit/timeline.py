"""What happened to one object, told to people: the changes of its row and the steps of its workflow, the last first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, OuterRef, Subquery, Value
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.common import registry
from crm_portal.common.audit.models import Deed
from crm_portal.common.audit.tracking import history_of

ON_A_PAGE = 50
NOTHING = "—"
TECHNICAL = {"fact"}  # ties a row to the file it was loaded from; nobody reads or edits it
EVENT, DEED = "event", "deed"
WHAT = {"insert": gettext_lazy("Created"), "update": gettext_lazy("Changed"), "delete": gettext_lazy("Deleted")}
"""What was done with a row, by the word under which its history keeps it."""

type Names = Mapping[tuple[Any, Any], str]
"""What rows are called, by their model and number."""


@dataclass(frozen=True)
class Change:
    """One field, before and after; `before` is empty for a new row."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One moment in an object's life."""

    at: datetime
    who: str
    what: str
    on_behalf_of: str = ""
    changes: list[Change] = field(default_factory=list)
    note: str = ""


def timeline(obj: models.Model, page_number: str | int) -> Page:
    """A page of entries. The number of queries depends on the model's relations, not on how much happened."""
    found = moments(obj)
    page = Paginator(found, ON_A_PAGE).get_page(page_number)
    rows = list(page.object_list)
    events = states(obj, [number for _at, number, source in rows if source == EVENT])
    deeds = Deed.objects.in_bulk([number for _at, number, source in rows if source == DEED])
    contexts: list[Mapping[str, Any]] = [event.pgh_context or {} for event in events.values()]
    people = named_people(
        [context.get("user") for context in contexts] + [deed.by_id for deed in deeds.values()],
    )
    parties = named_parties(
        [context.get("on_behalf_of") for context in contexts] + [deed.on_behalf_of for deed in deeds.values()],
    )
    related = named_relations(type(obj), events.values())
    page.object_list = [
        of_event(events[number], events.get(events[number].prior), type(obj), people, parties, related)
        if source == EVENT
        else of_deed(deeds[number], people, parties)
        for _at, number, source in rows
    ]
    return page


def moments(obj: models.Model) -> Any:
    """When, number and source of everything that is kept about an object, the last first."""
    deeds = (
        Deed.objects.about(obj)
        .order_by()
        .annotate(entry_at=F("at"), entry_number=F("pk"), entry_source=Value(DEED))
        .values_list("entry_at", "entry_number", "entry_source")
    )
    history = history_of(type(obj))
    if history is None:
        return deeds.order_by("-entry_at", "-entry_number")
    events = (
        history.objects.filter(pgh_obj_id=obj.pk)
        .order_by()
        .annotate(entry_at=F("pgh_created_at"), entry_number=F("pgh_id"), entry_source=Value(EVENT))
        .values_list("entry_at", "entry_number", "entry_source")
    )
    return events.union(deeds, all=True).order_by("-entry_at", "-entry_number")


def states(obj: models.Model, numbers: list[int]) -> dict[int, Any]:
    """The states of the row with these numbers, each knowing the one before it in `prior`, and those ones too."""
    history = history_of(type(obj))
    if history is None or not numbers:
        return {}
    before = history.objects.filter(pgh_obj_id=obj.pk, pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    known = history.objects.annotate(prior=Subquery(before.values("pgh_id")[:1]))
    found: dict[int, Any] = known.in_bulk(numbers)
    earlier: dict[int, Any] = known.in_bulk({event.prior for event in found.values() if event.prior} - found.keys())
    return found | earlier


def of_event(
    event: Any,
    prior: Any,
    model: type[models.Model],
    people: Mapping[int, str],
    parties: Mapping[int, str],
    related: Names,
) -> Entry:
    """A change of a row, told by the state after it and the one before, where that is on record."""
    context = event.pgh_context or {}
    changes, note = [], ""
    if event.pgh_label == "update" and prior is None:
        note = _("What it was before is not on record.")
    elif event.pgh_label != "delete":
        changes = differences(event, prior, model, related)
    return Entry(
        at=event.pgh_created_at,
        who=actor(context, people),
        what=str(WHAT[event.pgh_label]),
        on_behalf_of=parties.get(context.get("on_behalf_of"), ""),  # type: ignore[arg-type]  # None is nobody's
        changes=changes,
        note=note,
    )


def of_deed(deed: Deed, people: Mapping[int, str], parties: Mapping[int, str]) -> Entry:
    """A step of a workflow."""
    return Entry(
        at=deed.at,
        who=people[deed.by_id] if deed.by_id else _("the portal itself"),
        what=str(registry.deed_labels.get(deed.verb, deed.verb)),
        on_behalf_of=parties.get(deed.on_behalf_of or 0, ""),
        changes=[Change(name, "", shown(None, value, {})) for name, value in deed.facts.items()],
    )


def differences(event: Any, prior: Any, model: type[models.Model], related: Names) -> list[Change]:
    """The fields that differ from the state before; of a new row, those that hold something."""
    found = []
    for each in kept_fields(model):
        now, was = getattr(event, each.attname), getattr(prior, each.attname) if prior else None
        if now == was or (prior is None and now in (None, "", [])):
            continue
        found.append(Change(label(each), shown(each, was, related) if prior else "", shown(each, now, related)))
    return found


def kept_fields(model: type[models.Model]) -> list[Any]:
    """The model's fields that its history keeps and people read: of a translated one, those of each language alone."""
    history = history_of(model)
    kept = {each.name for each in history._meta.fields} if history else set()
    fields: list[Any] = [each for each in model._meta.concrete_fields if each.name in kept and not each.primary_key]
    bases = {each.translated_field.name for each in fields if hasattr(each, "translated_field")}
    return [each for each in fields if each.name not in bases | TECHNICAL]


def label(of: Any) -> str:
    """A field's name for people, with the language where there is one for each."""
    if not hasattr(of, "translated_field"):
        return str(of.verbose_name)
    return f"{of.translated_field.verbose_name} ({dict(settings.LANGUAGES)[of.language]})"


def shown(of: Any, value: Any, related: Names) -> str:
    """A field's value for people: choices by their label, other rows by their name, days as the reader writes them.

    A list is shown value by value.
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, list):
        return ", ".join(shown(getattr(of, "base_field", None), each, related) for each in value) or NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if of is not None and of.flatchoices:
        return str(dict(of.flatchoices).get(value, value))
    if of is not None and of.is_relation:
        return related.get((of.related_model, value)) or _("deleted (number %(number)s)") % {"number": value}
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return str(formats.localize(value, use_l10n=True))


def actor(context: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """Who made a change, by what stands beside it."""
    if user := context.get("user"):
        return people.get(user, str(user))
    if command := context.get("command"):
        return _("the command %(name)s") % {"name": command}
    if "task" in context:
        return _("the portal itself")
    return _("somebody who was not signed in") if "request" in context else _("somebody outside the portal")


def named_people(numbers: Iterable[int | None]) -> dict[int, str]:
    users = get_user_model()._default_manager.filter(pk__in={number for number in numbers if number})
    return {user.pk: str(user) for user in users}


def named_parties(numbers: Iterable[int | None]) -> Mapping[int, str]:
    wanted = {number for number in numbers if number}
    return registry.party_names[0](wanted) if wanted and registry.party_names else {}


def named_relations(model: type[models.Model], events: Iterable[Any]) -> Names:
    """The names of the rows that some states point to, by model and number; one query a model."""
    events = list(events)
    wanted: dict[Any, set[Any]] = {}
    for each in kept_fields(model):
        if each.is_relation:
            numbers = {getattr(event, each.attname) for event in events} - {None}
            wanted[each.related_model] = wanted.get(each.related_model, set()) | numbers
    found: dict[tuple[Any, Any], str] = {}
    for related, numbers in wanted.items():
        if numbers:
            # With what they point to themselves, since a mandate's name is that of its person and its party.
            own = [each.name for each in related._meta.concrete_fields if each.many_to_one and not each.null]
            rows = related._base_manager.filter(pk__in=numbers).select_related(*own or [None])
            found |= {(related, row.pk): str(row) for row in rows}
    return found
