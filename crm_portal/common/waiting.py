"""Rows that wait for a person, counted for everything that waits, of all apps, by one question to the database."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, Count, DateField, F, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from crm_portal.common.registry import Task, Waiting


def counted(found: Iterable[Task | Waiting]) -> list[Task]:
    """The tasks as they are, and each kind of waiting rows as one task if there are any. At most one query.

    A task of several rows leads to their list and is due on the first day of any of them; that of a single row leads to
    the row, where its kind says which page that is.
    """
    told = list(found)
    numbers = numbers_of({str(place): one for place, one in enumerate(told) if isinstance(one, Waiting)})
    tasks = []
    for place, one in enumerate(told):
        if isinstance(one, Task):
            tasks.append(one)
        elif str(place) in numbers:
            row = numbers[str(place)]
            is_single = bool(one.page_of_one) and row["waiting_number"] == 1
            page = reverse(one.page_of_one, args=[row["waiting_first"]]) if is_single else one.page
            said = one.said % {"number": row["waiting_number"]}
            tasks.append(Task(said, page, due_on=row["waiting_day"], detail=one.detail))
    return tasks


def numbers_of(waiting: Mapping[str, Waiting]) -> dict[str, dict[str, Any]]:
    """How many rows each has, the first of them, and the first day of any; without those that have none."""
    if not waiting:
        return {}
    asked = [
        ungrouped(one.rows)
        .annotate(waiting_place=Value(place, CharField()))
        .values("waiting_place")  # never several: modeltranslation would shuffle the columns of a UNION
        .annotate(
            waiting_number=Count("pk", distinct=True),  # a joined row may be there several times
            waiting_first=Min("pk"),
            waiting_day=Min(Cast(F(one.day) if one.day else Value(None), DateField())),
        )
        for place, one in waiting.items()
    ]
    # without an order of their own, or they would be sorted by what no row of them has
    counted = asked[0].union(*asked[1:], all=True).order_by()
    return {row["waiting_place"]: row for row in counted if row["waiting_number"]}


def ungrouped(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows in no order, to be counted. Those grouped for counts of their own are asked for by their numbers.

    Only those: where the database misjudges the size of a table, a table inside itself costs the square of its rows.
    """
    if rows.query.group_by is None:
        return rows.order_by()
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    return found.order_by()
