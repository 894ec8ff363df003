"""Lets the first person into a fresh portal: the Secretariat's coordinator, by a link that works once."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from members import links
from members.accounts import may_sign_in
from members.models import Mandate, Party, User
from members.roles import Role

HOST = "iom"
"""The party that hosts the Secretariat."""


class Command(BaseCommand):
    help = "Prints, and mails, the link with which the first coordinator chooses a password or a passkey."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")
        parser.add_argument("--language", choices=User.Language.values, default=User.Language.SPANISH.value)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"].strip().lower(), options["full_name"].strip()
        party = Party.objects.select_for_update().filter(slug=HOST).first()
        if party is None:
            raise CommandError("The party that hosts the Secretariat is missing: run load_history first.")
        refuse_second(email)
        user = account(email, name, options["language"])
        if not user.mandates.filter(role=Role.ST_COORD).on(timezone.localdate()).exists():
            Mandate.objects.create(
                user=user, party=party, role=Role.ST_COORD, valid_from=timezone.localdate(), approved_at=timezone.now()
            )
        link = links.to_choose_password(user)
        get_adapter().send_mail("account/email/first_coordinator", email, {"user": user, "password_reset_url": link})
        self.stdout.write(f"The link works once, within an hour. Running the command again makes a new one.\n{link}")


def refuse_second(email: str) -> None:
    """Raises CommandError when somebody else is coordinator, or this person has signed in already."""
    for mandate in Mandate.objects.on(timezone.localdate()).filter(role=Role.ST_COORD).select_related("user"):
        if not may_sign_in(mandate.user):
            continue
        if mandate.user.email != email or mandate.user.last_login:
            raise CommandError("There is a coordinator already, who invites everybody else.")


def account(email: str, name: str, language: str) -> User:
    """The person's account, new unless it is there. Raises CommandError for one that cannot be used."""
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{email} is not an e-mail address.") from None
    if not name:
        raise CommandError("The person's full name is missing.")
    user = User.objects.filter(email=email).first()
    if user is None:
        return User.objects.create_user(email, None, full_name=name, language=language)
    if not may_sign_in(user) or user.is_demo:
        raise CommandError("That account is closed or a demonstration: use another address.")
    return user
