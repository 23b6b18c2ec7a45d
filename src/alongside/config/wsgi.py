"""The web application. It refuses to start where a route declares no permission or a role is too powerful."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.db import connections  # noqa: E402

from alongside.config.starting import refuse_to_start_unsafe  # noqa: E402
from alongside.foundation.logs import say_what_ends_it, write_to  # noqa: E402

write_to(sys.stdout)
refuse_to_start_unsafe()  # in its own words, which whoever starts this has to read
say_what_ends_it()
connections.close_all()  # pages are answered by other threads, each with connections of its own
