"""A process that writes one letter and ends, as a web process would; prints how long its page had to wait.

TEST_DATABASE=… BROKER=… MAIL_PORT=0 python -m tests.outbox.writer ADDRESS
"""

import sys
import threading
import time

from tests.outbox import worker  # noqa: F401  # the test's settings

if __name__ == "__main__":
    import django

    django.setup()
    from crm_portal.common.outbox import workflow

    began = time.monotonic()
    workflow.post("account", address=sys.argv[1], subject="Enlace", text="Un enlace.")
    print(f"{time.monotonic() - began:.3f}")
    for thread in threading.enumerate():
        if thread.name == "waking":
            thread.join(20)
