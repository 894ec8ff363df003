from django.contrib import admin

from contributions.bank_desk import BankAccountAdmin
from contributions.budget_desk import BudgetAdmin, BudgetTransferAdmin, ExpenditureAdmin
from contributions.invoice_desk import InvoiceAdmin
from contributions.models import (
    BankAccount,
    Budget,
    BudgetTransfer,
    ContributionPeriod,
    Expenditure,
    InKindContribution,
    Invoice,
    PaperRequest,
    Payment,
    Project,
    ProjectExpenditure,
    ProjectReceipt,
    ProjectReport,
    ProofOfPayment,
    Refund,
    Scale,
    Share,
)
from contributions.paper_desk import PaperRequestAdmin, ProofOfPaymentAdmin
from contributions.payment_desk import InKindContributionAdmin, PaymentAdmin, RefundAdmin
from contributions.period_desk import ContributionPeriodAdmin
from contributions.project_desk import (
    ProjectAdmin,
    ProjectExpenditureAdmin,
    ProjectReceiptAdmin,
    ProjectReportAdmin,
)
from contributions.scale_desk import ScaleAdmin, ShareAdmin

admin.site.register(Scale, ScaleAdmin)
admin.site.register(Share, ShareAdmin)
admin.site.register(BankAccount, BankAccountAdmin)
admin.site.register(Budget, BudgetAdmin)
admin.site.register(BudgetTransfer, BudgetTransferAdmin)
admin.site.register(Expenditure, ExpenditureAdmin)
admin.site.register(Project, ProjectAdmin)
admin.site.register(ProjectReport, ProjectReportAdmin)
admin.site.register(ProjectReceipt, ProjectReceiptAdmin)
admin.site.register(ProjectExpenditure, ProjectExpenditureAdmin)
admin.site.register(Invoice, InvoiceAdmin)
admin.site.register(ProofOfPayment, ProofOfPaymentAdmin)
admin.site.register(PaperRequest, PaperRequestAdmin)
admin.site.register(Payment, PaymentAdmin)
admin.site.register(Refund, RefundAdmin)
admin.site.register(InKindContribution, InKindContributionAdmin)
admin.site.register(ContributionPeriod, ContributionPeriodAdmin)
