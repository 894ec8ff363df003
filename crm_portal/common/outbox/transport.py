"""Django's SMTP backend, which also tells when nobody can know whether a mail was taken."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class OutcomeUnknownError(Exception):
    """The connection was lost after the mail was handed over and before the server said what it did with it."""


class TellingMixin:
    def data(self, msg: Any) -> Any:
        """As in smtplib. Raises OutcomeUnknownError when no answer comes."""
        try:
            return super().data(msg)  # type: ignore[misc]  # smtplib.SMTP's
        except smtplib.SMTPServerDisconnected as error:
            raise OutcomeUnknownError(str(error)) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            raise OutcomeUnknownError(str(error)) from error


class TellingSMTP(TellingMixin, smtplib.SMTP):
    pass


class TellingSMTPOverTLS(TellingMixin, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """For MAILERS."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TellingSMTPOverTLS if self.use_ssl else TellingSMTP
