"""The people who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.parties import validate_time_zone

DEMO_DOMAIN = "demo.example"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """A person who signs in with an e-mail address, kept in lower case."""
        user = self.model(email=email.lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> "User":
        """The break-glass account; holds no mandate."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | values)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What the person may do comes from mandates, never from this row."""

    class Language(models.TextChoices):
        SPANISH = "es", "Español"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SPANISH)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="America/Costa_Rica", validators=[validate_time_zone]
    )
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Take the tick away instead of deleting the account.")
    )
    is_staff = models.BooleanField(_("works in the admin"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name", "email"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # One spelling of each address, or two accounts could share it.
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """How the admin greets."""
        return self.full_name or self.email

    @property
    def is_demo(self) -> bool:
        """Whether this is one of the demonstration accounts, whose password is published."""
        return self.email.endswith(f"@{DEMO_DOMAIN}")
