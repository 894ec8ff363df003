"""The half-yearly report's tables as templates show them: `{% with laid=table|laid_out %}`."""

from django import template

from crm_portal.site import report_content

register = template.Library()
register.filter("laid_out", report_content.laid_out)
