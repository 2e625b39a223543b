"""Django's settings, for every kind of installation; what differs between them comes from `env.py`."""

from importlib.util import find_spec
from pathlib import Path

import bootstrap
from csp.constants import NONE, SELF

from sektoral.project import connections, logs
from sektoral.project.buckets import bucket_of
from sektoral.project.env import installation_root, read_env
from sektoral.project.sandbox_limits import limits_of
from sektoral.project.secret import kept_key

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = installation_root()
env = read_env(ROOT)

# What an installation decides
DEMO = env.flag("SEKTORAL_DEMO")
DEBUG = env.flag("SEKTORAL_DEBUG")
VAR = env.path("SEKTORAL_VAR", ROOT)
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
SANDBOX_LIMITS = limits_of(env)
FILES_ROOT = VAR / "files"
FILES_BUCKET = bucket_of(env, ROOT, VAR)
UPLOADS_AN_HOUR = env.whole("SEKTORAL_UPLOADS_AN_HOUR", least=1, most=100_000)
BYTES_A_DAY = env.whole("SEKTORAL_MEGABYTES_A_DAY", least=1, most=1_000_000) * 1_000_000
UPLOADS_ROOT = VAR / "uploads"
KEYS_ROOT = VAR / "keys"
CLAMD = env.listener("SEKTORAL_CLAMD")
CLAMD_DEADLINE = float(env.whole("SEKTORAL_CLAMD_DEADLINE", least=1, most=120))
TEST_SIGNATURES = DEMO or env.flag("SEKTORAL_TEST_SIGNATURES")
TSA_URL = env.text("SEKTORAL_TSA_URL")
TSA_CA = env.path("SEKTORAL_TSA_CA", ROOT) if env.text("SEKTORAL_TSA_CA") else None
BSRE_URL = env.text("SEKTORAL_BSRE_URL").rstrip("/")
BSRE_USER, BSRE_PASSWORD = env.text("SEKTORAL_BSRE_USER"), env.text("SEKTORAL_BSRE_PASSWORD")
BSRE_CA = env.path("SEKTORAL_BSRE_CA", ROOT) if env.text("SEKTORAL_BSRE_CA") else None
BSRE_DEADLINE = env.whole("SEKTORAL_BSRE_DEADLINE", least=10, most=300)
CKAN_URL = env.text("SEKTORAL_CKAN_URL").rstrip("/")
CKAN_TOKEN, CKAN_ORGANISATION = env.text("SEKTORAL_CKAN_TOKEN"), env.text("SEKTORAL_CKAN_ORGANISATION")
CKAN_DEADLINE = float(env.whole("SEKTORAL_CKAN_DEADLINE", least=5, most=120))
TRUSTED_ROOTS = env.path("SEKTORAL_TRUSTED_ROOTS", ROOT) if env.text("SEKTORAL_TRUSTED_ROOTS") else None
COMPARISON_PERCENT = env.whole("SEKTORAL_COMPARISON_PERCENT", least=0, most=100)
METRICS_TOKEN = env.text("SEKTORAL_METRICS_TOKEN")
BACKUP_RECIPIENTS = env.words("SEKTORAL_BACKUP_RECIPIENTS")
BACKUP_TO = env.path("SEKTORAL_BACKUP_TO", ROOT) if env.text("SEKTORAL_BACKUP_TO") else None
REHEARSAL_CLOCK = Path(env.text("SEKTORAL_CLOCK")) if env.text("SEKTORAL_CLOCK") else None
BASE_URL = env.text("SEKTORAL_BASE_URL").rstrip("/")
SECRET_KEY = env.text("SEKTORAL_SECRET_KEY") or kept_key(VAR)
SECRET_KEY_IS_KEPT = not env.text("SEKTORAL_SECRET_KEY")
ALLOWED_HOSTS = env.words("SEKTORAL_HOSTS")
IS_HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if IS_HTTPS else []

# Applications: `records` is the only one with models
SLICES = (
    "ui",
    "letters",
    "intake",
    "bank",
    "outbox",
    "steps.step1_request",
    "steps.step2_distribute",
    "steps.step3_submit",
    "steps.step4_check",
    "steps.step5_report",
    "board",
    "setup",
    "accounts",
    "verify",
    "portal",
    "metadata",
    "assessment",
    "api",
    "project",
)
INSTALLED_APPS = [
    "sektoral.records",
    *(f"sektoral.{name}" for name in SLICES),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "heroicons",
    "csp",
]
MIDDLEWARE = [
    "sektoral.project.access_log.access_log",  # first: it gives the id that every entry carries, and takes the time
    "sektoral.project.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "sektoral.project.middleware.known_verbs",
    "sektoral.ui.visit.visit",
    "sektoral.project.middleware.pretended_time",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sektoral.accounts.sessions.session_bounds",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sektoral.project.marks.closed_unless_marked",
    "sektoral.project.middleware.body_cap",  # last, and still before the form's token is looked for in the body
]
ROOT_URLCONF = "sektoral.project.urls"
WSGI_APPLICATION = "sektoral.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sektoral.ui.shell.shell",
            ],
        },
    },
]

# Database
DATABASES = {"default": connections.database(env.text("DATABASE_URL"), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # with Django's 300 a crowd of visitors would wipe out each other's limits
    }
}

# Signing in: closed sign-up, by e-mail and password or by a code sent there; second factor in allauth.mfa
if find_spec("sektoral.records.models"):
    AUTH_USER_MODEL = "records.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "phone")},
    },
    {"NAME": "sektoral.accounts.passwords.NotAboutPersonOrPlace"},
    {"NAME": "sektoral.accounts.passwords.NotBreached"},
    {"NAME": "sektoral.accounts.passwords.MixedKinds"},
]
BREACHED_PASSWORDS = env.path("SEKTORAL_BREACHED_PASSWORDS", ROOT) if env.text("SEKTORAL_BREACHED_PASSWORDS") else None
STRICT_PASSWORDS = env.flag("SEKTORAL_BSSN_STRICT_PASSWORDS")
PASSWORD_DAYS = 180 if STRICT_PASSWORDS and not DEMO else 0
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "sektoral.accounts.adapter.OfficeAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # the office enters the addresses itself
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
ACCOUNT_EMAIL_NOTIFICATIONS = True  # who changes a password or a factor gets a mail about it
MAIL_AT_ONCE = DEMO
ACCOUNT_RATE_LIMITS = {  # passwords, codes and links are counted in accounts.tries
    "login": None,
    "login_failed": "5/5m/key,50/d/key",  # of a second factor: whoever tries them has the password already
    "request_login_code": "60/m/ip",
    "reset_password": "60/m/ip",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "sektoral.accounts.factors.SealedFactors"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # a server that others reach is refused without HTTPS
SECOND_FACTOR = "nobody" if DEMO else env.one_of("SEKTORAL_SECOND_FACTOR", ("staff", "all"))
STEP_UP = SESSION_BOUNDS = not DEMO
_FORMS = "sektoral.accounts.forms"  # the same forms with our labels
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "request_login_code": f"{_FORMS}.RequestLoginCodeForm",
    "confirm_login_code": f"{_FORMS}.ConfirmLoginCodeForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateCodeForm",
    "activate_totp": f"{_FORMS}.ActivateTotpForm",
    "add_webauthn": f"{_FORMS}.AddKeyForm",
    "edit_webauthn": f"{_FORMS}.EditKeyForm",
}

# Sessions end with the working day, and when they are left alone: accounts.sessions
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sektoral" if IS_HTTPS else "sektoral"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # else a cookie of its own, unprefixed

# Headers
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [
    r"^(healthz|readyz|metrics)$",
    r"^api/v1/.+",
]  # a program is told, before it sends its key in the clear again
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.flag("SEKTORAL_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its arrows and ticks as data: images
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Uploads: the byte caps of each kind of file are checked where it is taken in
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a browser form of many tables
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Language and time: everything is stored in UTC and shown in the office's own zone
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
FORMAT_MODULE_PATH = ["sektoral.project.formats"]
USE_THOUSAND_SEPARATOR = False  # identifiers and years are numbers too; figures go through ui.formats
TIME_ZONE = "UTC"
USE_TZ = True

# Static files: our own, and Bootstrap's from its wheel under a prefix
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("bootstrap", Path(next(iter(bootstrap.__path__))))]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_ROOT)}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEMO or DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Messages
locals().update(connections.mail(env.text("EMAIL_URL"), VAR))
MESSAGE_DEADLINE = env.whole("SEKTORAL_MESSAGE_DEADLINE", least=5, most=90)
CHECKPOINTS_TO = env.words("SEKTORAL_CHECKPOINTS_TO")
APPRISE_CONFIG = env.path("SEKTORAL_APPRISE", ROOT) if env.text("SEKTORAL_APPRISE") else None
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("SEKTORAL_EMAIL_FROM")

# Logs: to standard error, with secrets and personal numbers struck out
logs.strike([*env.secrets(), SECRET_KEY, FILES_BUCKET.secret if FILES_BUCKET else ""])
LOGGING = logs.configuration(
    env.text("SEKTORAL_LOG_LEVEL"),
    env.one_of("SEKTORAL_LOG_FORM", logs.FORMS),
    security="ERROR" if DEMO else "INFO",
)
DEFAULT_EXCEPTION_REPORTER_FILTER = "sektoral.project.error_reports.NoSecretsFilter"

SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether the domain is preloaded by browsers is its owner's to decide
