"""Mail that came back: reading a delivery status notification (RFC 3464) and telling the letter."""

import email
import re
from email.message import Message
from email.parser import HeaderParser

from crm_portal.common.outbox import workflow
from crm_portal.common.outbox.models import Letter
from crm_portal.common.workflow import TransitionNotAllowed

MOST_WORDS = 500


def record_bounce(raw_message: bytes) -> Letter | None:
    """Note that a mail came back, from the notification a server sent. None when it names no letter that left.

    A notification that a mail is late, or was delivered, changes nothing.
    """
    notification = email.message_from_bytes(raw_message)
    reason = failure(notification)
    if reason is None:
        return None
    for message_id in returned_ids(notification):
        letter = Letter.objects.filter(message_id=message_id).first()
        if letter is not None:
            try:
                return workflow.mark_bounced(letter, words=reason)
            except TransitionNotAllowed:
                return None
    return None


def failure(notification: Message) -> str | None:
    """Why delivery failed, in the server's words; None unless the notification says that it did."""
    for part in notification.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        for fields in part.get_payload():
            if isinstance(fields, Message) and plainly(fields, "Action").lower() == "failed":
                said = plainly(fields, "Diagnostic-Code") or plainly(fields, "Status")
                return said[:MOST_WORDS] or "failed"
    return None


def returned_ids(notification: Message) -> list[str]:
    """The Message-IDs under which the returned headers may be known here."""
    found = []
    for part in notification.walk():
        returned: Message | None = None
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            returned = inner if isinstance(inner, Message) else None
        elif part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                returned = HeaderParser().parsestr(payload.decode("utf-8", "replace"))
        if returned is not None:
            ours = plainly(returned, "X-Portal-Letter")
            found += [f"<{ours}>"] if ours else []
            found += [plainly(returned, "Message-ID")]
    return [message_id for message_id in found if message_id]


def plainly(message: Message, header: str) -> str:
    """A header on one line, without what the database cannot hold; empty when it is missing."""
    value = str(message.get(header, "")).encode("utf-8", "replace").decode()
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", value).strip()
