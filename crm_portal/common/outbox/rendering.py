"""From a letter to a mail: its words in the recipient's language, under the portal's frame, as text and as HTML."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.text import Truncator
from django.utils.translation import override

from crm_portal.common.outbox.kinds import DIGEST, LetterKind, kinds
from crm_portal.common.outbox.models import Letter

LONGEST_SUBJECT = 200
PLAIN = (str, int, bool, type(None))


class Words(NamedTuple):
    """What a letter says. An empty `html` means that the text is shown as it is."""

    subject: str
    text: str
    html: str


def refuse_rich(context: Mapping[str, Any]) -> None:
    """Raises ValueError unless a context holds ids and plain words, and lists of them."""
    for name, value in context.items():
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, PLAIN) for item in items):
            raise ValueError(f"A letter's context holds ids and plain words; {name} is neither.")


def plain(template: str, context: Mapping[str, Any]) -> str:
    """A text template; nothing in it is escaped, since nothing reads it as HTML."""
    engine_template: Any = get_template(template)
    return str(engine_template.template.render(Context(dict(context), autoescape=False))).strip() + "\n"


def subject_line(kind: LetterKind, language: str, context: Mapping[str, Any]) -> str:
    """The subject of a kind of letter in a language, cut where it grows too long."""
    with override(language):
        return Truncator(str(kind.subject) % context).chars(LONGEST_SUBJECT)


def words(kind: LetterKind, language: str, context: Mapping[str, Any]) -> Words:
    """What a kind of letter says in a language."""
    subject = subject_line(kind, language, context)
    if not kind.template:
        return Words(subject, "", "")
    with override(language):
        try:
            html = get_template(f"{kind.template}.html").render(dict(context))
        except TemplateDoesNotExist as missing:
            if str(missing) != f"{kind.template}.html":
                raise
            html = ""
        return Words(subject, plain(f"{kind.template}.txt", context), html)


def digest_words(day: str, language: str, items: Iterable[Letter]) -> Words:
    """What a daily summary says: each letter's subject and text."""
    return words(DIGEST, language, {"day": day, "items": list(items)})


def mail(letter: Letter) -> EmailMultiAlternatives:
    """The mail of a letter, whose Message-ID is the same at each attempt. Raises ValueError for unusable headers."""
    kind = kinds[letter.kind]
    frame = {"letter": letter, "text": letter.text.strip()}
    with override(letter.language):
        message = EmailMultiAlternatives(
            letter.subject,
            plain("mail/base.txt", frame),
            settings.MAIL_BOUNCE_ADDRESS,  # the envelope's sender, to whom servers return what they cannot deliver
            [letter.address],
            reply_to=[letter.reply_to] if letter.reply_to else None,
            headers={
                "From": settings.MAIL_FROM,
                "Message-ID": letter.message_id,
                # Some servers put a Message-ID of their own in place of ours.
                "X-Portal-Letter": letter.message_id.strip("<>"),
                "Content-Language": letter.language,
            }
            | ({} if kind.needs_send else {"Auto-Submitted": "auto-generated"}),
        )
        message.attach_alternative(get_template("mail/base.html").render(frame), "text/html")
    return message
