"""Rows of many tables in one question: what is told about all kinds of objects must not ask kind by kind."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Expression, OuterRef, QuerySet, Subquery, TextField, Value

type Numbers = Mapping[type[models.Model], Iterable[Any]]
"""Models, with the numbers of some of their rows."""

type Rows = dict[tuple[type[models.Model], Any], Any]
"""Rows by model and number."""

LEFT_OUT = "password"
"""The column that is read for no one."""


class WholeRow(Expression):
    """The row itself as JSON text, so that rows of unlike tables fit into one answer."""

    output_field: Any = TextField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        row = connection.ops.quote_name(compiler.query.get_initial_alias())
        return f"(to_jsonb({row}) - %s)::text", (LEFT_OUT,)


def rows(wanted: Numbers) -> Rows:
    """Those of the wanted rows that exist; one query, however many tables."""
    asked = [
        # Django's own QuerySet: that of translated models puts columns into another order, and these must agree.
        QuerySet(model).filter(pk__in=numbers).order_by().annotate(row_kind=Value(model._meta.label_lower))
        for model, numbers in wanted.items()
        if numbers
    ]
    models_by_label = {model._meta.label_lower: model for model in wanted}
    found: Rows = {}
    for label, text in united(each.annotate(row=WholeRow()).values_list("row_kind", "row") for each in asked):
        row = made(models_by_label[label], text)
        found[models_by_label[label], row.pk] = row
    return found


def states(wanted: Numbers) -> Iterator[tuple[type[models.Model], Any, Any]]:
    """The states with these numbers, by the model whose history they are of: model, state, and the one before or None.

    `wanted` names the models of the histories. One query, however many tables.
    """
    asked = []
    for history, numbers in wanted.items():
        if numbers:
            before = history._base_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id"))
            prior = before.order_by("-pgh_id").annotate(row=WholeRow()).values("row")[:1]
            each = history._base_manager.filter(pk__in=numbers).order_by()
            each = each.annotate(row_kind=Value(history._meta.label_lower), row=WholeRow(), prior_row=Subquery(prior))
            asked.append(each.values_list("row_kind", "row", "prior_row"))
    histories_by_label: dict[str, Any] = {history._meta.label_lower: history for history in wanted}
    for label, now, prior_text in united(asked):
        history = histories_by_label[label]
        yield history.pgh_tracked_model, made(history, now), made(history, prior_text) if prior_text else None


def united(asked: Iterable[QuerySet[Any, Any]]) -> Iterable[Any]:
    """The answers to several questions of one shape, in one query; in none when there is no question."""
    questions = list(asked)
    if not questions:
        return []
    first, *others = questions
    return first.union(*others, all=True).order_by() if others else first


def made(model: type[models.Model], text: str) -> Any:
    """A row of a model from its JSON; the fields that the JSON lacks, and those of bytes, stay unread."""
    kept = json.loads(text, parse_float=Decimal)
    known = [each for each in model._meta.concrete_fields if each.column in kept]
    fields = [each for each in known if not isinstance(each, models.BinaryField)]
    values = [each.to_python(kept[each.column]) for each in fields]
    return model.from_db("default", [each.attname for each in fields], values)


def with_relations(found: Rows) -> Rows:
    """The same rows, each knowing those that it must have to be named: a mandate its person and its party.

    One query more, unless they were among the rows.
    """
    missing: dict[type[models.Model], set[Any]] = {}
    for (model, _pk), row in found.items():
        for each in needed(model):
            if (each.related_model, getattr(row, each.attname)) not in found:
                missing.setdefault(each.related_model, set()).add(getattr(row, each.attname))
    known = found | rows(missing)
    for (model, _pk), row in found.items():
        for each in needed(model):
            each.set_cached_value(row, known.get((each.related_model, getattr(row, each.attname))))
    return found


def needed(model: type[models.Model]) -> list[Any]:
    """The relations that each row of a model has."""
    return [each for each in model._meta.concrete_fields if each.many_to_one and not each.null]
