"""The letters this app writes; each is a row of the outbox first."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy as _

from crm_portal.common.outbox import workflow as outbox
from crm_portal.common.outbox.kinds import LetterKind, secretariat
from members.models import Circular, Handover, Invitation, Mandate, PresidencyTerm, Substitution, User
from members.models.invitations import VALID_FOR
from members.roles import Role


def presidency() -> str:
    """Where answers to the Presidency's letters go: to its team of the day, else to the Secretariat."""
    day = timezone.localdate()
    presiding = PresidencyTerm.objects.on(day).values("party")
    team = Mandate.objects.on(day).filter(role=Role.PRESIDENCY_TEAM, party__in=presiding).order_by("valid_from", "pk")
    return team.values_list("user__email", flat=True).first() or secretariat()


def has_no_mandate(user: Any) -> bool:
    """Whether an account still closes: nobody has given it a mandate since."""
    day = timezone.localdate()
    return not Mandate.objects.filter(Q(valid_until=None) | Q(valid_until__gt=day), user=user).exists()


KINDS = (
    LetterKind(
        "invitation",
        _("Invitation to the portal"),
        template="mail/invitation",
        subject=_("Your invitation to the portal of the Regional Conference on Migration"),
        is_secret=True,
        good_for=VALID_FOR,
    ),
    LetterKind(
        "invitation-refused",
        _("An invitation was refused"),
        template="mail/invitation_refused",
        subject=_("The invitation of %(name)s was refused"),
    ),
    LetterKind(
        "circular",
        _("Circular"),
        template="mail/circular",
        subject=_("%(symbol)s: %(subject)s"),
        reply_to=presidency,
    ),
    LetterKind(
        "handover",
        _("Handover of the presidency"),
        template="mail/handover",
        subject=_("The Presidency Pro-Témpore passes to %(country)s"),
    ),
    LetterKind(
        "contact",
        _("Message through the contact page"),
        template="mail/contact",
        subject=_("Contact page: %(subject)s"),
    ),
    LetterKind(
        "deputy",
        _("Request to act for somebody"),
        template="mail/deputy",
        subject=_("Will you act for %(name)s?"),
    ),
    LetterKind(
        "account-closes",
        _("Warning that an account closes"),
        template="mail/account_closes",
        subject=_("Your access to the portal ends on %(day)s"),
        may_still=lambda letter: has_no_mandate(letter.recipient),
    ),
    LetterKind(
        "address-changed",
        _("An account's address was changed"),
        template="mail/address_changed",
        subject=_("The e-mail address of your account was changed"),
    ),
)


def absolute(path: str) -> str:
    """An address for a letter; its host is the portal's own and never comes from a request."""
    return f"{settings.PORTAL_ORIGIN}{path}"


def invite(invitation: Invitation, token: str, *, by: User) -> None:
    """Send the one-time link to the person invited, who has no account yet."""
    with translation.override(invitation.language):
        context = {
            "name": invitation.full_name,
            "role": str(invitation.get_role_display()),
            "party": invitation.party.name,
            "link": absolute(reverse("invitation:open", args=[token])),
            "until": formats.date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT"),
        }
    outbox.post("invitation", address=invitation.email, language=invitation.language, context=context, by=by)


def tell_refusal(invitation: Invitation, *, by: User) -> None:
    """Tell whoever proposed a person that the invitation was refused, and why."""
    context = {"name": invitation.full_name, "reason": invitation.reason}
    outbox.post("invitation-refused", to=invitation.proposed_by, about=invitation, context=context, by=by)


def circulate(circular: Circular, recipients: list[User], *, by: User) -> None:
    """Send a circular to each focal point in that person's language."""
    for recipient in recipients:
        with translation.override(recipient.language):
            context = {
                "symbol": circular.symbol,
                "subject": circular.subject,
                "words": circular.text,
                "reply_by": formats.date_format(circular.reply_by, "DATE_FORMAT") if circular.reply_by else "",
                "has_attachment": bool(circular.attachment_id),
                "link": absolute(circular.get_absolute_url()),
            }
        outbox.post("circular", to=recipient, about=circular, context=context, by=by)


def ask_deputy(substitution: Substitution, *, by: User) -> None:
    """Ask a colleague to act for somebody who goes away."""
    deputy = substitution.deputy
    with translation.override(deputy.language):
        context = {
            "name": str(substitution.mandate.user),
            "role": str(substitution.mandate.get_role_display()),
            "from": formats.date_format(substitution.valid_from, "DATE_FORMAT"),
            "until": formats.date_format(substitution.valid_until, "DATE_FORMAT"),
            "link": absolute(reverse("members:substitutions")),
        }
    outbox.post("deputy", to=deputy, context=context, by=by)


def announce_handover(handover: Handover, recipients: list[User]) -> None:
    """Tell both teams and the coordinator that the presidency has passed on, and where the file is."""
    for recipient in recipients:
        with translation.override(recipient.language):
            context = {
                "country": handover.party.name,
                "from_country": handover.ending.party.name if handover.ending else "",
                "day": formats.date_format(handover.starts_on, "DATE_FORMAT"),
                "link": absolute(handover.get_absolute_url()),
            }
        outbox.post("handover", to=recipient, about=handover, context=context)


def warn_of_closing(user: User, day: date) -> None:
    """Tell somebody without a mandate on which day the account closes."""
    with translation.override(user.language):
        context = {"day": formats.date_format(day, "DATE_FORMAT"), "link": absolute(reverse("my-data"))}
    outbox.post("account-closes", to=user, context=context)


def tell_new_address(user: User, address: str, *, by: User) -> None:
    """Tell somebody, at one of the two addresses, that the account has another one."""
    outbox.post("address-changed", to=user, address=address, by=by)
