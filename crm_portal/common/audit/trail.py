"""The whole record of changes, for auditors: the steps of workflows and the changes of rows of every kind in one list.

However much is kept, a page of it takes the same few queries: nothing is asked kind by kind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy

from crm_portal.common import registry
from crm_portal.common.audit import rows
from crm_portal.common.audit.models import Deed, kind_label
from crm_portal.common.audit.timeline import (
    DEED,
    WHAT,
    Entry,
    kept_fields,
    named_parties,
    named_people,
    of_deed,
    of_event,
)
from crm_portal.common.audit.tracking import histories

NOT_SHOWN = gettext_lazy("not shown: not for you to read")


@dataclass(frozen=True)
class Asked:
    """What the record is narrowed to; an empty value narrows nothing. The days are those of the zone in force."""

    kind: str = ""
    number: str = ""
    verb: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Moment:
    """An entry with the object it is about, and the request in which it came about."""

    kind: str
    number: str
    request: str
    entry: Entry

    @property
    def kind_label(self) -> str:
        return kind_label(self.kind)


type Found = tuple[Any, int, str]
"""When, number and source of an entry: the kind of object whose history holds it, or that it is a step."""


def found(user: Any, asked: Asked) -> QuerySet[Any, Any]:
    """When, number and source of everything that a person may read and asked for, the last first."""
    parts = [events(kind, history, asked) for kind, history in kinds_with_history() if concerns(kind, asked)]
    united = deeds(user, asked).union(*parts, all=True) if parts else deeds(user, asked)
    return united.order_by("-entry_at", "-entry_number")


def concerns(kind: str, asked: Asked) -> bool:
    """Whether the history of a kind of object can hold anything that was asked for."""
    return asked.kind in {"", kind} and asked.verb in {"", *WHAT} and (not asked.number or asked.number.isdecimal())


def kinds_with_history() -> Iterator[tuple[str, Any]]:
    """Each kind of object whose history is kept, with the model of the history."""
    for model, history in histories().items():
        yield model._meta.label_lower, history


def deeds(user: Any, asked: Asked) -> QuerySet[Any, Any]:
    """The steps of workflows asked for."""
    narrowed = Deed.objects.visible_to(user).none() if asked.verb in WHAT else Deed.objects.visible_to(user)
    conditions = {
        "kind": asked.kind,
        "object_id": asked.number,
        "verb": asked.verb,
        "by": asked.person,
        "at__date__gte": asked.since,
        "at__date__lte": asked.until,
    }
    return marked(narrowed.filter(**said(conditions)), "at", DEED)


def events(kind: str, history: Any, asked: Asked) -> QuerySet[Any, Any]:
    """The changes of one kind of object asked for."""
    conditions = {
        "pgh_obj_id": int(asked.number) if asked.number else None,
        "pgh_label": asked.verb,
        "pgh_context__user": asked.person,
        "pgh_created_at__date__gte": asked.since,
        "pgh_created_at__date__lte": asked.until,
    }
    return marked(history.objects.filter(**said(conditions)), "pgh_created_at", kind)


def said(conditions: dict[str, Any]) -> dict[str, Any]:
    """The conditions that were given a value."""
    return {name: value for name, value in conditions.items() if value}


def marked(records: QuerySet[Any, Any], moment: str, source: str) -> QuerySet[Any, Any]:
    """When, number and source of some records, in the one shape that lists of all kinds share."""
    marks = {"entry_at": F(moment), "entry_number": F("pk"), "entry_source": Value(source)}
    plain: QuerySet[Any, Any] = records.order_by().annotate(**marks)
    return plain.values_list("entry_at", "entry_number", "entry_source")


def told(some: Iterable[Found], people: dict[int, str], user: Any) -> list[Moment]:
    """Entries in words, in their order; six queries, however many there are and of whatever kinds.

    `people` are the names of those who acted, by number. Of an object that `user` may not read the entry says which
    fields changed, and not from what to what, and what it points to is not named: the record opens nothing that is
    closed.
    """
    some = list(some)
    known_deeds = Deed.objects.in_bulk([number for _at, number, source in some if source == DEED])
    wanted: dict[Any, list[int]] = {}
    models_by_kind = {model._meta.label_lower: model for model in histories()}
    for _at, number, source in some:
        if source != DEED:
            wanted.setdefault(histories()[models_by_kind[source]], []).append(number)
    states = {(model, now.pk): (now, prior) for model, now, prior in rows.states(wanted)}
    parties = named_parties(
        [(now.pgh_context or {}).get("on_behalf_of") for now, _prior in states.values()]
        + [deed.on_behalf_of for deed in known_deeds.values()]
    )
    related = dict(names(states))
    own = [(model, now.pgh_obj_id) for (model, _pk), (now, _prior) in states.items()]
    protected = [key for key in related if hasattr(key[0]._default_manager, "visible_to")]
    read = readable([*own, *protected], user)
    related |= {key: str(NOT_SHOWN) for key in protected if key not in read}

    def moment(number: int, source: str) -> Moment:
        if source == DEED:
            deed = known_deeds[number]
            return Moment(deed.kind, deed.object_id, deed.request_id, of_deed(deed, people, parties))
        model = models_by_kind[source]
        now, prior = states[model, number]
        entry = of_event(now, prior, model, people, parties, related)
        if (model, now.pgh_obj_id) not in read:
            entry = without_values(entry)
        return Moment(source, str(now.pgh_obj_id), (now.pgh_context or {}).get("request", ""), entry)

    return [moment(number, source) for _at, number, source in some]


def readable(objects: Iterable[tuple[type[models.Model], Any]], user: Any) -> set[tuple[type[models.Model], Any]]:
    """The objects that a person may read: by their `visible_to`, or since public pages show them; one query."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for model, number in objects:
        wanted.setdefault(model, set()).add(number)
    found = {
        (model, number)
        for model, numbers in wanted.items()
        for number in numbers
        if not hasattr(model._default_manager, "visible_to") and model._meta.db_table in registry.public_tables
    }
    protected = {model._meta.label_lower: model for model in wanted if hasattr(model._default_manager, "visible_to")}
    asked: list[QuerySet[Any]] = [
        # Django's own QuerySet, since that of translated models puts columns into another order.
        QuerySet(model).filter(pk__in=model._default_manager.visible_to(user).filter(pk__in=wanted[model]).values("pk"))  # type: ignore[attr-defined]
        for model in protected.values()
    ]
    # as texts, since some numbers are UUIDs
    questions = [
        each.order_by().values_list(Value(each.model._meta.label_lower), Cast("pk", models.TextField()))
        for each in asked
    ]
    told = set(rows.united(questions))
    asked_for = ((label, model, number) for label, model in protected.items() for number in wanted[model])
    return found | {(model, number) for label, model, number in asked_for if (label, str(number)) in told}


def without_values(entry: Entry) -> Entry:
    """An entry that names the fields and tells none of their values."""
    return replace(entry, note="", changes=[replace(each, before="", after=str(NOT_SHOWN)) for each in entry.changes])


def names(states: dict[tuple[type[models.Model], int], tuple[Any, Any]]) -> dict[tuple[Any, Any], str]:
    """What the rows are called to which some states point; two queries."""
    wanted: dict[Any, set[Any]] = {}
    for (model, _number), pair in states.items():
        for each in kept_fields(model):
            if each.is_relation:
                numbers = {getattr(state, each.attname) for state in pair if state} - {None}
                wanted.setdefault(each.related_model, set()).update(numbers)
    return {key: str(row) for key, row in rows.with_relations(rows.rows(wanted)).items()}


def actors(user: Any) -> dict[int, str]:
    """Everybody who has done something that is on record, by number; two queries."""
    acted = Deed.objects.visible_to(user).order_by().values_list(Cast("by", models.TextField())).distinct()
    parts = [
        history.objects.order_by().values_list(KT("pgh_context__user")).distinct()
        for _kind, history in kinds_with_history()
    ]
    numbers = {int(number) for (number,) in acted.union(*parts).order_by() if number}
    return named_people(numbers)


def kinds(user: Any) -> list[tuple[str, str]]:
    """The kinds of objects about which something may be on record, with their names for people; one query."""
    taken = Deed.objects.visible_to(user).order_by().values_list("kind", flat=True).distinct()
    known = {kind for kind, _history in kinds_with_history()} | set(taken)
    return sorted(((kind, kind_label(kind)) for kind in known), key=lambda pair: pair[1].casefold())


def verbs() -> list[tuple[str, str]]:
    """What may have been done with an object: the changes of its row first, then the steps of workflows."""
    steps = [(verb, str(label)) for verb, label in registry.deed_labels.items()]
    changes = [(label, str(word)) for label, word in WHAT.items()]
    return [*changes, *sorted(steps, key=lambda pair: pair[1].casefold())]
