"""What has left the outbox."""

from django.core import mail

from crm_portal.common.outbox import sending


def sent():
    """Let the outbox send what waits, as the worker does; every mail that has left so far."""
    sending.send_due()
    return mail.outbox
