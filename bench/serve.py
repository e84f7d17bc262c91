"""The API process of a run: as `intersession api` starts it, with the bare handlers."""

from granian import Granian
from granian.constants import Interfaces

from api.settings import Settings

if __name__ == "__main__":
    settings = Settings.from_environment()
    Granian(
        "bench.app:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        websockets=False,
    ).serve()
