"""What is kept beside the history of rows: steps of workflows, and readings. Both tables are only added to."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm_portal.common import access
from crm_portal.common.access import Level
from crm_portal.common.audit.recording import kind_of

# Rows of the access matrix, which the apps' rules fill: common knows no role.
ACCESS_LOG, AUDIT_TRAIL = "access_log", "audit_trail"


def may_read(user: Any, name: str) -> bool:
    """Whether a person reads the kind of record of that name, with the own eyes as well when looking through a role."""
    if not user.is_authenticated:
        return False
    standings = (user.standing, user.own_standing)
    return all(standing.level(access.matrix[name]) >= Level.READ for standing in standings)


def kind_label(kind: str) -> str:
    """A kind of object as people call it; the word itself where no such kind exists any more."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


class RecordQuerySet[M: "Record"](models.QuerySet[M]):
    def about(self, obj: models.Model) -> Self:
        """The records about one object."""
        return self.filter(kind=kind_of(obj), object_id=str(obj.pk))


class Record(models.Model):
    """Something that somebody did with an object, by the object's kind and number; never a person's name."""

    kind = models.CharField(_("kind"), max_length=100)
    object_id = models.CharField(_("number"), max_length=64, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    class Meta:
        abstract = True

    @property
    def kind_label(self) -> str:
        """The kind as people call it."""
        return kind_label(self.kind)


class DeedQuerySet(RecordQuerySet["Deed"]):
    def visible_to(self, user: Any) -> Self:
        """Every step, to auditors. Whoever may open an object in the admin finds its own in its history there."""
        return self.all() if may_read(user, AUDIT_TRAIL) else self.none()


class Deed(Record):
    """One step of a workflow that was taken."""

    verb = models.CharField(_("step"), max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"), db_index=False
    )
    on_behalf_of = models.BigIntegerField(_("on behalf of"), null=True)
    facts = models.JSONField(_("facts"), default=dict)

    objects = DeedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("step taken")
        verbose_name_plural = _("steps taken")
        indexes = [
            models.Index(fields=["kind", "object_id", "id"], name="deed_of_an_object"),
            models.Index(fields=["by", "id"], name="deed_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.kind} {self.object_id}"


class AccessQuerySet(RecordQuerySet["Access"]):
    def visible_to(self, user: Any) -> Self:
        """Every reading, to auditors; nothing to anybody else."""
        return self.all() if may_read(user, ACCESS_LOG) else self.none()


class Access(Record):
    """One reading of something protected."""

    class Action(models.TextChoices):
        VIEW = "view", _("viewed")
        DOWNLOAD = "download", _("downloaded")
        SEARCH = "search", _("searched")
        EXPORT = "export", _("exported")

    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"), db_index=False
    )
    action = models.CharField(_("action"), max_length=10, choices=Action)
    why = models.CharField(_("purpose"), max_length=200, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        indexes = [
            models.Index(fields=["kind", "object_id", "id"], name="access_to_an_object"),
            models.Index(fields=["who", "id"], name="access_of_a_person"),
            models.Index(fields=["at"], name="access_at"),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_action_display()} {self.kind} {self.object_id}"
