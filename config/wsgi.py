"""Pages and API, served by granian in WSGI mode."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()


def _look_into_the_dictionary() -> None:
    """Before the first person asks for a name by its sound."""
    from nuanban.lib.names import pinyin

    pinyin("暖办")


_look_into_the_dictionary()
