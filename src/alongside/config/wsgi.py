"""The web application. It refuses to start where a route declares no permission or a role is too powerful."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from alongside.config.starting import refuse_to_start_unsafe  # noqa: E402

refuse_to_start_unsafe()
