"""Telling the worker that there is something to send. Whoever tells it neither waits for the broker nor fails by it."""

import logging
import threading

TASK = "crm_portal.common.outbox.tasks.send_due_letters"

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_state = {"asked": False, "telling": False}


def wake() -> None:
    """Ask the worker to send what is due. Should it not hear, the sweep of the next minute does it.

    A thread tells it: with the broker down the client tries for seconds, and the page that wrote the letter, a
    password reset for one, must answer at its usual pace.
    """
    with _lock:
        _state["asked"] = True
        if _state["telling"]:
            return
        _state["telling"] = True
    threading.Thread(target=_tell, name="outbox-waking", daemon=True).start()


def _tell() -> None:
    while True:
        with _lock:
            if not _state["asked"]:
                _state["telling"] = False
                return
            _state["asked"] = False
        try:
            from crm_portal.celery import app  # memory that a web process does without until it writes a letter

            app.send_task(TASK, retry=False)
        except Exception as error:  # whatever it is, the row is there
            logger.warning(
                "The worker could not be told of new letters (%s); the sweep finds them.", type(error).__name__
            )
