"""Tasks of the worker, for the record of changes. Apart from the rest, since web processes do without Celery."""

from typing import Any

from celery import Task

from crm_portal.common.audit.context import acting


class RecordedTask(Task):
    """Celery's task, each run of which is a block: the task's name and the id of the run."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        with acting(task=self.name, request=self.request.id):
            return self.run(*arguments, **options)  # Celery's own would put an empty request in place of this one
