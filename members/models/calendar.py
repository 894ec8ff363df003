"""The private calendar feed of a person, read by a calendar program that cannot sign in."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.invitations import digest
from members.models.people import User


class CalendarFeed(models.Model):
    """A secret address under which one person's calendar can be read; a new one makes the old one void."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed", verbose_name=_("person")
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)


def renew_feed(user: User) -> str:
    """A new secret for a person's feed; it is shown once and not kept."""
    token = secrets.token_urlsafe(24)
    CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_digest": digest(token), "created_at": timezone.now()}
    )
    return token
