"""Letters, what people prefer about them, and addresses that do not work."""

import unicodedata
import uuid
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox import kinds
from crm_portal.common.registry import Text

CONTROLS = {"Cc", "Zl", "Zp", "Cs"}
"""Unicode's control characters, line and paragraph separators, and halves of characters."""


def validate_one_line(value: str) -> None:
    """Raises ValidationError for anything that a mail header could take for its end."""
    if any(unicodedata.category(character) in CONTROLS for character in value):
        raise ValidationError(_("This must be a single line, without control characters."))


def new_message_id() -> str:
    """A Message-ID that nobody can guess, under the domain of the sender."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    return f"<{uuid.uuid4()}@{domain}>"


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, now: datetime) -> Self:
        """What is to be sent by now: queued letters, and uncertain ones that repeat themselves once."""
        return self.filter(
            state__in=[Letter.State.QUEUED, Letter.State.UNCERTAIN],
            priority=Letter.Priority.IMMEDIATE,
            next_attempt_at__lte=now,
        )

    def due_for_digest(self, now: datetime) -> Self:
        """What is to go into a daily mail by now, and is in none yet."""
        return self.filter(
            state=Letter.State.QUEUED,
            priority=Letter.Priority.DIGEST,
            carried_by=None,
            next_attempt_at__lte=now,
        )


class Letter(models.Model):
    """One mail to one address, from its draft to its end. The context holds ids and plain words, no personal data."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("uncertain")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("bounced")
        CANCELLED = "cancelled", _("cancelled")

    class Priority(models.TextChoices):
        IMMEDIATE = "immediate", _("at once")
        DIGEST = "digest", _("in the daily summary")

    class Language(models.TextChoices):
        SPANISH = "es", "Español"
        ENGLISH = "en", "English"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("recipient"),
        help_text=_("Empty while the person has no account."),
    )
    address = models.EmailField(_("address"), validators=[validate_one_line])
    language = models.CharField(_("language"), max_length=2, choices=Language)
    kind = models.CharField(_("kind"), max_length=50)
    context = models.JSONField(_("context"), default=dict, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200, validators=[validate_one_line])
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(
        _("HTML"), blank=True, editable=False, help_text=_("Empty where the text is to be shown as it is.")
    )
    is_public = models.BooleanField(_("public announcement"), default=False, editable=False)
    is_secret = models.BooleanField(_("carries a secret"), default=False, editable=False)
    priority = models.CharField(_("delivery"), max_length=10, choices=Priority, default=Priority.IMMEDIATE)
    reply_to = models.EmailField(_("reply to"), blank=True, validators=[validate_one_line])
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True, default=new_message_id, editable=False)
    about_model = models.CharField(_("about"), max_length=100, blank=True, editable=False)
    about_pk = models.CharField(_("its number"), max_length=100, blank=True, editable=False)
    carried_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="items",
        verbose_name=_("summary that carries it"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    error = models.TextField(_("what went wrong"), blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    was_repeated = models.BooleanField(_("was repeated when uncertain"), default=False, editable=False)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    queued_at = models.DateTimeField(_("queued"), null=True, blank=True, editable=False)
    sending_at = models.DateTimeField(_("last attempt"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("sent by"),
    )

    objects = LetterQuerySet.as_manager()

    ENDED = (State.SENT, State.FAILED, State.BOUNCED, State.CANCELLED)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "queued", "sending", "sent", "uncertain", "failed", "bounced", "cancelled"]
                ),
                name="letter_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(priority__in=["immediate", "digest"], language__in=["es", "en"]),
                name="letter_priority_and_language_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="queued") | Q(queued_at__isnull=False, next_attempt_at__isnull=False),
                name="letter_queued_has_its_moments",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "uncertain"]) | Q(sending_at__isnull=False),
                name="letter_sending_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "bounced"]) | Q(sent_at__isnull=False),
                name="letter_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(about_model="", about_pk="") | ~Q(about_model="") & ~Q(about_pk=""),
                name="letter_about_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(subject__regex=r"[\r\n]") & ~Q(address__regex=r"[\r\n]") & ~Q(reply_to__regex=r"[\r\n]"),
                name="letter_headers_are_one_line",
                violation_error_message=_("Subject and addresses must be a single line."),
            ),
            # A link or a code that has done its work must not be found in a copy of the database.
            models.CheckConstraint(
                condition=Q(is_secret=False)
                | ~Q(state__in=["sent", "failed", "bounced", "cancelled"])
                | Q(text="", html="", context={}),
                name="letter_secret_is_emptied_at_its_end",
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="letter_due", condition=Q(state__in=["queued", "uncertain"])),
            models.Index(fields=["sending_at"], name="letter_in_mid_send", condition=Q(state="sending")),
            models.Index(fields=["-created_at", "-id"], name="letter_newest_first"),
            models.Index(fields=["about_model", "about_pk"], name="letter_about"),
            models.Index(fields=["address"], name="letter_address"),
        ]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        super().clean()
        self.address = self.address.lower()

    @property
    def kind_label(self) -> Text:
        return kinds.label(self.kind)

    @property
    def is_editable(self) -> bool:
        """Whether staff may still change its subject and text."""
        return self.state == self.State.DRAFT and not self.is_secret

    @property
    def person(self) -> str:
        """Who gets it: name and address."""
        return f"{self.recipient} <{self.address}>" if self.recipient else self.address


class MailPreference(models.Model):
    """How a person wants to get what need not come at once; who has no row gets everything at once."""

    class Delivery(models.TextChoices):
        IMMEDIATE = "immediate", _("each at once")
        DAILY = "daily", _("one summary a day")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference", verbose_name=_("person")
    )
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery, default=Delivery.IMMEDIATE)

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(delivery__in=["immediate", "daily"]), name="mail_preference_delivery_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_delivery_display()}"


class AddressTrouble(models.Model):
    """An address that mail came back from. Letters to it are still sent, with a warning; staff take the row away."""

    address = models.EmailField(_("address"), unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("address in trouble")
        verbose_name_plural = _("addresses in trouble")
        constraints = [
            models.CheckConstraint(condition=Q(address=Lower("address")), name="address_trouble_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        super().clean()
        self.address = self.address.lower()

    @classmethod
    def of(cls, address: str) -> "AddressTrouble | None":
        """The trouble on record with an address."""
        return cls.objects.filter(address=address.lower()).first()


def daily(user: Any) -> bool:
    """Whether a person asked for one summary a day."""
    return MailPreference.objects.filter(user=user, delivery=MailPreference.Delivery.DAILY).exists()
