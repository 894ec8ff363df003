"""What pages of the intranet show about people, put together for their templates."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from members.models import Mandate


def entries(mandates: Iterable[Mandate]) -> list[dict[str, Any]]:
    """Mandates as the directory shows them."""
    return [
        {
            "pk": mandate.pk,
            "name": mandate.user.full_name,
            "role": mandate.get_role_display(),
            "network": mandate.body.name if mandate.body else "",
            "party": mandate.party.name,
            "institution": mandate.institution.name if mandate.institution else "",
            "position": mandate.position,
            "email": mandate.user.email,
            "phone": mandate.user.phone,
        }
        for mandate in mandates
    ]


def escaped(text: str) -> str:
    """Text as vCard wants it. RFC 6350, section 3.4."""
    for mark, instead in (("\\", "\\\\"), ("\n", "\\n"), ("\r", ""), (",", "\\,"), (";", "\\;")):
        text = text.replace(mark, instead)
    return text


def vcard(mandate: Mandate) -> str:
    """An entry of the directory as a vCard 4.0."""
    organisation = [mandate.party.name, *([mandate.institution.name] if mandate.institution else [])]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"FN:{escaped(mandate.user.full_name)}",
        f"ORG:{';'.join(escaped(part) for part in organisation)}",
        f"TITLE:{escaped(mandate.position or mandate.get_role_display())}",
        f"EMAIL;TYPE=work:{escaped(mandate.user.email)}",
    ]
    if mandate.user.phone:
        lines.append(f"TEL;TYPE=work:{escaped(mandate.user.phone)}")
    lines += [f"NOTE:{escaped(_('Regional Conference on Migration'))}", "END:VCARD", ""]
    return "\r\n".join(lines)
