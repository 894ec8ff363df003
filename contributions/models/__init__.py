"""The scale of contributions, what members are asked for and have paid, budgets, projects, and the ledger of all."""

from contributions.models.bank import BankAccount, BankLine, BankStatement
from contributions.models.booked import Booked
from contributions.models.budgets import (
    Budget,
    BudgetAgreement,
    BudgetComment,
    BudgetLine,
    BudgetStatement,
    BudgetTransfer,
    Expenditure,
)
from contributions.models.by_two import ByTwo, Confirmed
from contributions.models.contributors import Contributor
from contributions.models.headings import Heading
from contributions.models.invoices import CreditNote, Invoice
from contributions.models.ledger import Account, Entry
from contributions.models.payments import (
    Allocation,
    InKindContribution,
    PaperRequest,
    Payment,
    ProofOfPayment,
    Refund,
)
from contributions.models.periods import Assessment, ContributionPeriod
from contributions.models.projects import Project, ProjectExpenditure, ProjectReceipt, ProjectReport
from contributions.models.reckonings import Reckoning
from contributions.models.reminders import Reminder
from contributions.models.scale import Scale, ScaleDraft, Share

__all__ = [
    "Account",
    "Allocation",
    "Assessment",
    "BankAccount",
    "BankLine",
    "BankStatement",
    "Booked",
    "Budget",
    "BudgetAgreement",
    "BudgetComment",
    "BudgetLine",
    "BudgetStatement",
    "BudgetTransfer",
    "ByTwo",
    "Confirmed",
    "ContributionPeriod",
    "Contributor",
    "CreditNote",
    "Entry",
    "Expenditure",
    "Heading",
    "InKindContribution",
    "Invoice",
    "PaperRequest",
    "Payment",
    "Project",
    "ProjectExpenditure",
    "ProjectReceipt",
    "ProjectReport",
    "ProofOfPayment",
    "Reckoning",
    "Refund",
    "Reminder",
    "Scale",
    "ScaleDraft",
    "Share",
]
