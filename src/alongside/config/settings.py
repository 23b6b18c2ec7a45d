"""Every setting of the product, read once from the environment."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from alongside.config.base_url import read_base_url
from alongside.config.databases import databases
from alongside.config.secrets import secret_key
from alongside.foundation.logs import write_to
from alongside.packs import look_in

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


# Where this installation keeps what it makes for itself: embedded database, key, demo mail.
HOME = Path(os.environ.get("ALONGSIDE_HOME") or Path.cwd() / ".local" / "alongside").resolve()
DEMO = _flag("ALONGSIDE_DEMO")
# Where people find it. https means a proxy that speaks TLS; plain http is for one machine alone,
# and a system check refuses it anywhere else.
BASE_URL = os.environ.get("ALONGSIDE_BASE_URL", "http://localhost:8000").rstrip("/")
_BASE = read_base_url(BASE_URL)
SECURE = _BASE.secure
PASSKEY_HOST = _BASE.host  # passkeys are bound to this name for as long as they live

SECRET_KEY = secret_key(os.environ, HOME)
DEBUG = False
ALLOWED_HOSTS = [
    *os.environ.get("ALONGSIDE_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
    *([_BASE.host] if _BASE.host else []),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL] if SECURE else []
look_in(
    [Path(folder) for folder in os.environ.get("ALONGSIDE_PACKS", "").split(os.pathsep) if folder]
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "alongside.register",
    "alongside.access",
    "alongside.audit",
    "alongside.areas.clocks",
    "alongside.areas.messages",
    "alongside.areas.chronology",
    "alongside.areas.people",
    "alongside.areas.schools",
    "alongside.areas.loads",
    "alongside.areas.staffing",
    "alongside.areas.social_care",
    "alongside.areas.looked_after",
    "alongside.areas.allegations",
    "alongside.areas.plans",
    "alongside.areas.front_door",
    "alongside.areas.challenges",
    "alongside.areas.case_system",
    "alongside.jobs",
    "alongside.config",
    "alongside.web",
]

MIDDLEWARE = [
    "alongside.web.middleware.one_line.OneLine",
    "alongside.web.middleware.headers.SafeHeaders",
    "alongside.web.middleware.probes.AnswerProbes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alongside.web.middleware.keep_trying.SayWhereItLeads",
    "alongside.web.middleware.transaction.OwnTheTransaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "alongside.web.middleware.acting.ActAsPosting",
]

ROOT_URLCONF = "alongside.config.urls"
WSGI_APPLICATION = "alongside.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "alongside.web.templating.environment",
            "context_processors": [
                "alongside.web.templating.page_context",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]  # and no other engine: a page or an email of allauth that is not ours is an error, never a surprise

DATABASES = databases(os.environ, HOME)
# What a monitor shows to read /metrics; without one there is no such page.
METRICS_TOKEN = os.environ.get("ALONGSIDE_METRICS_TOKEN", "")
DATABASE_ROUTERS = ["alongside.config.routers.OnlySignIn"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The sign-in throttle counts in PostgreSQL, in its own connection: a refused page forgets nothing.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_throttle",
        # Django's own limit is 300: then an attack on many addresses would push out the counts.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "register.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "alongside.web.sign_in.adapter.OwnAccount"
ACCOUNT_FORMS = {
    "login": "alongside.web.sign_in.forms.SignInForm",
    "reauthenticate": "alongside.web.sign_in.forms.PasswordAgainForm",
    "change_password": "alongside.web.sign_in.forms.ChangePasswordForm",
    "reset_password": "alongside.web.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "alongside.web.sign_in.forms.NewPasswordForm",
}
ACCOUNT_TEMPLATE_EXTENSION = "html"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever holds the link could sign in with the password it sets; a second factor is still asked for.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=3).total_seconds())
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(timedelta(minutes=10).total_seconds())
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
}
# The proxy's own address is everybody's: count by the one it passes on.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
MFA_ADAPTER = "alongside.web.sign_in.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": "alongside.web.sign_in.forms.CodeForm",
    "reauthenticate": "alongside.web.sign_in.forms.CodeAgainForm",
    "activate_totp": "alongside.web.sign_in.forms.FirstCodeForm",
    "authenticate_webauthn": "alongside.web.sign_in.passkeys.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "alongside.web.sign_in.passkeys.PasskeyAgainForm",
    "login_webauthn": "alongside.web.sign_in.passkeys.SignInPasskeyForm",
    "add_webauthn": "alongside.web.sign_in.passkeys.AddPasskeyForm",
    "edit_webauthn": "alongside.web.sign_in.passkeys.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are set by the organisation, not typed by the person
MFA_TOTP_ISSUER = "Alongside"
MFA_TOTP_TOLERANCE = (
    1  # the code before and after: telephones' clocks are not exact, nor are people
)
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in: finger, face or PIN
# Without TLS the origin is not checked; the base address is then this machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "alongside.web.errors.csrf_failed"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds()) if SECURE else 0
# Not of its neighbours under the council's name: only this host's own promise is ours to make.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Four answers of 200,000 characters, each at its longest as a form sends it: twelve bytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True  # the wheel carries the built assets; nothing is collected

EMAIL_BACKEND = os.environ.get(
    "ALONGSIDE_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = os.environ.get("ALONGSIDE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ALONGSIDE_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ALONGSIDE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ALONGSIDE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("ALONGSIDE_SMTP_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("ALONGSIDE_FROM", "Alongside <no-reply@alongside.example>")
# Where mail servers send what they could not deliver: pipe that mailbox into `alongside bounce`.
BOUNCE_ADDRESS = os.environ.get("ALONGSIDE_BOUNCES", DEFAULT_FROM_EMAIL)

# Every check is ours to pass; these two ask for TLS, which a machine's own demo does without.
SILENCED_SYSTEM_CHECKS: list[str] = []

# Lines are set up by foundation/logs, and no error is mailed to anybody: an error page would hold a form.
LOGGING_CONFIG = None
write_to(sys.stderr)
