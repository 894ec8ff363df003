"""Settings for the type checker alone, which loads the models to learn their fields.

Without modeltranslation: it puts managers of its own in place of the declared ones, and the checker looks for their
classes until it gives up. Nothing here is ever run.
"""

from crm_portal.settings.local import *  # noqa: F403  # Django's own way to layer settings
from crm_portal.settings.local import INSTALLED_APPS

REPLACED = {"crm_portal.admin_config.PortalAdminConfig": "django.contrib.admin.apps.SimpleAdminConfig"}
INSTALLED_APPS = [REPLACED.get(name, name) for name in INSTALLED_APPS if name != "modeltranslation"]
