"""Mail that allauth writes (password reset, changed address, …), sent through the outbox like every other letter."""

from typing import Any

from allauth.core import context as allauth_context
from django.contrib.sites.shortcuts import get_current_site
from django.utils.translation import get_language, override

from crm_portal.common.outbox import workflow
from crm_portal.common.outbox.models import Letter


def post(adapter: Any, template_prefix: str, email: str, context: dict[str, Any]) -> Letter:
    """Write and queue what allauth's adapter would send, in the language of the person it is for.

    For `AccountAdapter.send_mail`. Nobody waits for a mail server: whether or not an account exists, the page has one
    row to write. The letter is a secret one, since any of these may carry a link.
    """
    request = allauth_context.request
    whole = {"request": request, "email": email, "current_site": get_current_site(request), **context}
    person = context.get("user") or workflow.recipient_of(email)
    language = person.language if person else (get_language() or Letter.Language.SPANISH)[:2]
    with override(language):
        message = adapter.render_mail(template_prefix, email, whole)
    return workflow.post(
        "account", to=person, address=email, language=language, subject=message.subject, text=str(message.body)
    )
