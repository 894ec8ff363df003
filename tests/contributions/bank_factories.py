"""A statement of the bank that is there already, for tests of who reads it."""

from django.core.files.base import ContentFile
from django.utils import timezone

from contributions import bank_statements
from contributions.models import BankAccount, BankLine, BankStatement
from crm_portal.common.files import kinds
from crm_portal.common.files.storing import store_own
from crm_portal.common.files.uploads import checked


def kept_statement(by, account="Operating account", payer="Belize", words="", name="today"):
    """A statement of one line, which waits."""
    today = timezone.localdate()
    file = checked(f"{name}.csv", kinds.CSV, ContentFile(b"date,amount"))
    made = BankStatement.objects.create(
        account=BankAccount.objects.create(name=account, ending="4321"),
        format="csv",
        file=store_own(file, by=by, door=bank_statements.DOOR),
        sha256=file.sha256,
        starts_on=today,
        ends_on=today,
        opening=0,
        closing=5,
        imported_by=by,
    )
    BankLine.objects.create(
        statement=made,
        number=1,
        booked_on=today,
        value_on=today,
        amount=5,
        payer=payer,
        words=words,
        bank_reference="R",
    )
    return made
