"""`intersession worker`: the process that reaches people. It needs neither the API's rights nor the key of keys."""

import asyncio
import logging.config
from argparse import Namespace

from api.logs import configuration
from api.settings import Settings, SettingsError
from notifications import worker
from notifications.email import MailError
from notifications.vapid import VapidError


def run(_options: Namespace, settings: Settings) -> None:
    dsn = settings.worker_database_url or settings.database_url
    if dsn is None or settings.vapid_key is None:
        raise SettingsError("The worker needs WORKER_DATABASE_URL and VAPID_KEY; `intersession run` makes both itself.")
    logging.config.dictConfig(configuration(settings.log_level))
    try:
        asyncio.run(
            worker.main(
                dsn=dsn,
                vapid_key=settings.vapid_key,
                vapid_subject=settings.vapid_subject,
                push_hosts=settings.extra_push_hosts,
                public_url=settings.address,
                smtp_url=settings.smtp_url,
                mail_from=settings.mail_from,
            )
        )
    except (VapidError, MailError) as problem:
        raise SettingsError(str(problem)) from None
