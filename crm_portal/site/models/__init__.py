"""What the frame keeps itself: what staff write for public pages, and the half-yearly reports."""

from crm_portal.site.models.reports import ActivityReport, ReportText
from crm_portal.site.models.texts import News, Notice, PageText

__all__ = ["ActivityReport", "News", "Notice", "PageText", "ReportText"]
