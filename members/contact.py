"""Messages of the public to the Secretariat: each becomes letters to those who work there, no more is kept."""

from django.db import transaction
from django.utils import timezone

from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import secretariat
from members.models import Mandate, User
from members.roles import SECRETARIAT


class NobodyThereError(Exception):
    """There is no one in the Secretariat to whom a message could be given."""


@transaction.atomic
def pass_on(*, name: str, address: str, subject: str, text: str) -> None:
    """Give a message to everybody in the Secretariat, in each person's language; answers go to whoever wrote it.

    Raises NobodyThereError, ValidationError where a part cannot stand in a mail.
    """
    context = {"name": name, "address": address, "subject": subject, "words": text}
    people = readers()
    for person in people:
        outbox.post("contact", to=person, context=context, reply_to=address)
    if not people:
        if not secretariat():
            raise NobodyThereError
        outbox.post("contact", address=secretariat(), context=context, reply_to=address)


def readers() -> list[User]:
    """The coordinator and the assistant of today."""
    seats = Mandate.objects.on(timezone.localdate()).filter(role__in=SECRETARIAT).values("user")
    return list(User.objects.filter(pk__in=seats, is_active=True).order_by("pk"))
