"""The intranet's frame: what waits for the person who is signed in, and who may see what."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from crm_portal.common import access, registry, waiting


def tasks(user: object) -> list[registry.Task]:
    """Everything that waits for a person, the most urgent first, what has no day last."""
    found = waiting.counted(task for source in registry.worklists for task in source.tasks(user))
    return sorted(found, key=lambda task: (task.due_on is None, task.due_on or date.max))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, and by when."""
    return render(request, "intranet/home.html", {"tasks": tasks(request.user), "today": timezone.localdate()})


@require_safe
def access_matrix(request: HttpRequest) -> HttpResponse:
    """Which role reaches which level of which object, drawn from the rules themselves; made to be printed."""
    rows = sorted(access.matrix.values(), key=lambda row: str(row.label))
    return render(request, "intranet/access_matrix.html", {"table": [(row, by_level(row)) for row in rows]})


def by_level(row: access.Protected) -> list[tuple[str, list[tuple[registry.Text, registry.Text]]]]:
    """The roles of a row under the level each reaches, the highest first, with the condition it rests on."""
    groups = []
    for level in sorted(access.Level, reverse=True):
        held = [
            (label, row.conditions.get(role, ""))
            for role, label in access.role_labels.items()
            if row.level([role]) == level and (level or role in row.conditions)
        ]
        if held:
            groups.append((level.label, held))
    return groups
