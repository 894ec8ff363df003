"""The people who sign in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

import rules
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from crm_portal.common.access import of_mandates_alone
from members.models.parties import validate_time_zone

if TYPE_CHECKING:
    from members.standing import Standing

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
        return self.create_user(email, password, **{"is_superuser": True} | values)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. What the person may do comes from mandates, never from this row.

    Without Django's groups and permissions on purpose: they would be a second place to look.
    """

    class Language(models.TextChoices):
        SPANISH = "es", "Español"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.SPANISH)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="America/Costa_Rica", validators=[validate_time_zone]
    )
    phone = models.CharField(_("office telephone"), max_length=40, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Take the tick away instead of deleting the account.")
    )
    is_superuser = models.BooleanField(
        _("break-glass account"),
        default=False,
        help_text=_("Opens every table of the admin in an emergency; sees nothing that needs a mandate."),
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    session_epoch = models.PositiveIntegerField(_("session epoch"), default=0, editable=False)
    """Each session carries it: raising it ends them all."""

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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each session carries, and what ends it once it differs: the password and the epoch."""
        salt = "members.models.User.session"
        return salted_hmac(salt, f"{self.password}{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    @property
    def standing(self) -> "Standing":
        """What the person is today, or the role that the person looks through."""
        return self._through or self.own_standing

    @property
    def own_standing(self) -> "Standing":
        """What the person is today, looked up once for each request."""
        if self._standing is None:
            from members.standing import standing  # standing builds on this model

            self._standing = standing(self)
        return self._standing

    _standing: "Standing | None" = None

    def forget_standing(self) -> None:
        """Look it up anew, after a mandate has changed."""
        self._standing = None

    _through: "Standing | None" = None

    def look_through(self, standing: "Standing") -> None:
        """From now on, and for this request alone, see what both this standing and the own one admit to."""
        self._through = standing

    @property
    def looks_through(self) -> bool:
        return self._through is not None

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        super().refresh_from_db(*args, **options)
        self.forget_standing()

    @property
    def is_staff(self) -> bool:
        """Whether the admin is this person's desk: the Secretariat's, and the break-glass account's."""
        return self.is_active and (self.standing.is_staff or (self.is_superuser and not self.looks_through))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a named permission is given: by the rules alone. A break-glass account has those of the admin, and
        none that only mandates give.
        """
        if not self.is_active:
            return False
        if self._through is not None:  # what both may do
            through, self._through = self._through, None
            may_do_it_as_oneself = self.has_perm(perm, obj)
            self._through = through
            return may_do_it_as_oneself and bool(rules.has_perm(perm, self, obj))
        breaks_glass = self.is_superuser and perm not in of_mandates_alone
        return breaks_glass or bool(rules.has_perm(perm, self, obj))

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.has_perm(app_label)
