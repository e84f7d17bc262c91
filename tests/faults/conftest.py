"""The worker's surroundings, as in tests/notifications: a real database, push service and mail server."""

from tests.notifications.conftest import mails, seed, service, worker_address, world

__all__ = ["mails", "seed", "service", "worker_address", "world"]
