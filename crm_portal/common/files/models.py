"""The files, row by row; their bytes lie in the private storage under the row's id."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.files.doors import DOOR_NAME, doors
from crm_portal.common.files.kinds import BY_EXTENSION, KEPT, Kind
from crm_portal.common.files.names import LONGEST_NAME


def private_storage() -> Storage:
    """Where the bytes lie: STORAGES["private"], which comes from STORAGE_URL."""
    return storages["private"]


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    def visible_to(self, user: Any) -> Self:
        """The files a person may read now: what their doors admit, once clean; the uploader also those held.

        Nobody without an open account, and no superuser, whatever a door says.
        """
        if not user.is_authenticated or not user.is_active or user.is_superuser:
            return self.none()
        admitted = Q(pk__in=[])
        for door in doors:
            readable = door.readable(user)
            found = PrivateFile.objects.filter(readable) if isinstance(readable, Q) else readable
            admitted |= Q(Exists(found.filter(pk=OuterRef("pk"))), door=door.name)
        return self.filter(admitted, Q(scan=PrivateFile.Scan.CLEAN) | Q(uploaded_by=user))


class PrivateFile(models.Model):
    """A file that was inspected and stored: its name, its kind, who brought it, and by which door it is read."""

    class Scan(models.TextChoices):
        PENDING = "pending", _("waits for the virus scanner")
        CLEAN = "clean", _("clean")
        INFECTED = "infected", _("infected")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    kind = models.CharField(
        _("kind"), max_length=8, choices=[(kind.extension, kind.extension.upper()) for kind in KEPT]
    )
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan, default=Scan.PENDING)
    finding = models.CharField(_("virus found"), max_length=200, blank=True)
    door = models.CharField(_("door"), max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    """Nobody, where the portal made it unasked."""

    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name = _("private file")
        verbose_name_plural = _("private files")
        indexes = [
            models.Index(fields=["created_at"], condition=Q(scan="pending"), name="file_pending"),
            models.Index(fields=["sha256"], name="file_by_hash"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__regex=r"^[^/\\\u0001-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+$"),
                name="file_name_is_clean",
            ),
            models.CheckConstraint(condition=Q(kind__in=sorted(BY_EXTENSION)), name="file_kind_is_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_is_one"),
            models.CheckConstraint(condition=Q(scan__in=["pending", "clean", "infected"]), name="file_scan_is_known"),
            models.CheckConstraint(
                condition=Q(scan="infected") ^ Q(finding=""),
                name="file_finding_names_the_infection",
                violation_error_message=_("An infected file names what was found, and no other does."),
            ),
            models.CheckConstraint(condition=Q(door__regex=DOOR_NAME), name="file_door_is_a_name"),
        ]

    def __str__(self) -> str:
        # The name may say too much: whoever may not read a file does not learn what it is called.
        return str(self.pk)

    def get_absolute_url(self) -> str:
        """The only way out."""
        return reverse("files:download", args=[self.pk, self.name])

    @property
    def kind_of(self) -> Kind:
        return BY_EXTENSION[self.kind]

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage: the id alone, in one of 256 folders."""
        return path_of(self.pk)

    @property
    def is_clean(self) -> bool:
        return self.scan == self.Scan.CLEAN

    def open(self) -> File:
        """The bytes, for the view that sends them and for tasks. Asks nobody who may read."""
        return private_storage().open(self.path)


def path_of(file_id: uuid.UUID) -> str:
    return f"{file_id.hex[:2]}/{file_id}"
