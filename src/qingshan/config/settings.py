"""Django settings of the house; what differs between places comes from the environment."""

from __future__ import annotations

import secrets
from pathlib import Path

from qingshan.apps.base.basemap import base_map_of
from qingshan.config import environment
from qingshan.config.databases import database
from qingshan.core.proof.signer import ALGORITHMS

PACKAGE = Path(__file__).resolve().parents[1]
DATA_FOLDER = environment.folder("QINGSHAN_DATA", ".data")
VENDOR_FOLDER = PACKAGE / "vendor"

DEMO = environment.flag("QINGSHAN_DEMO", default=True)
DEMO_PASSWORD = "qingshan-demo"  # noqa: S105  printed by `make demo`; opens made-up data only
DEBUG = environment.flag("QINGSHAN_DEBUG")
SIGNING_ALGORITHM = environment.choice("QINGSHAN_SIGNING", *ALGORITHMS)
"""By which algorithm new keys sign: Ed25519, or SM2 where the regulation asks for it."""
SITE_URL = environment.text("QINGSHAN_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
PROVINCE = environment.text("QINGSHAN_PROVINCE", "52")
"""The province of this house, by GB/T 2260: its own offices reach all of it."""

ALLOWED_HOSTS = environment.text("QINGSHAN_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(
    ","
)


def _secret_key(path: Path) -> str:
    """The secret key of this data folder, made once and readable by its owner alone."""
    given = environment.text("QINGSHAN_SECRET_KEY")
    if given:
        return given
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


BASE_MAP = base_map_of(
    environment.text("QINGSHAN_BASE_MAP"),
    note=environment.text("QINGSHAN_BASE_MAP_NOTE"),
    key=environment.text("QINGSHAN_BASE_MAP_KEY"),
    datum=environment.text("QINGSHAN_BASE_MAP_DATUM"),
)

SITE_BODIES: dict[str, str] = {}
"""Sponsor, operator, contact and records shown in the footer; empty in a demonstration."""

SECRET_KEY = _secret_key(DATA_FOLDER / "secret_key")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "pgtrigger",
    "qingshan.apps.base",
    "qingshan.apps.parties",
    "qingshan.apps.books",
    "qingshan.apps.log",
    "qingshan.apps.casework",
    "qingshan.apps.land",
    "qingshan.apps.projects",
    "qingshan.apps.applications",
    "qingshan.apps.notices",
    "qingshan.apps.review",
    "qingshan.apps.registry",
    "qingshan.apps.custody",
    "qingshan.apps.exchange",
    "qingshan.apps.remedies",
    "qingshan.apps.pledges",
    "qingshan.apps.retirements",
    "qingshan.apps.auctions",
    "qingshan.apps.agreement",
    "qingshan.apps.diligence",
    "qingshan.apps.rulebook",
    "qingshan.apps.gazette",
    "qingshan.apps.surveillance",
    "qingshan.apps.statements",
    "qingshan.apps.letters",
    "qingshan.apps.portal",
    "qingshan.apps.features",
    "qingshan.apps.interface",
    "qingshan.apps.webhooks",
    "qingshan.apps.walks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "qingshan.apps.base.uploads.BodySizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "qingshan.apps.parties.middleware.SessionMiddleware",
    "qingshan.apps.base.middleware.ContentPolicyMiddleware",
    "qingshan.apps.base.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "qingshan.config.urls"
WSGI_APPLICATION = "qingshan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qingshan.apps.base.frame.frame",
                "qingshan.apps.letters.bell.bell",
            ],
            "builtins": ["qingshan.apps.base.templatetags.look"],
        },
    }
]

DATABASES = {"default": database(DATA_FOLDER)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [("vendor", VENDOR_FOLDER)] if VENDOR_FOLDER.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "qingshan.apps.base.assets.Assets"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SITE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECOND_FACTOR = environment.flag("QINGSHAN_SECOND_FACTOR", default=not DEMO)
"""Whether roles that sign, register, settle or administer must show a second factor."""

CUSTODY_ACCOUNT = environment.text(
    "QINGSHAN_CUSTODY_ACCOUNT",
    "示例生态产品交易中心客户资金专户|示例银行南明支行|0000 1111 2222 3333（虚构）" if DEMO else "",
)
"""Where clients pay in: name, bank and number, with strokes between them."""
TRADING_HOURS = environment.flag("QINGSHAN_TRADING_HOURS", default=not DEMO)
"""Whether orders are taken in the hours of the table only; a demonstration is open at any hour."""

OIDC = {
    "name": environment.text("QINGSHAN_OIDC_NAME", "OpenID Connect"),
    "issuer": environment.text("QINGSHAN_OIDC_ISSUER"),
    "client": environment.text("QINGSHAN_OIDC_CLIENT"),
    "secret": environment.text("QINGSHAN_OIDC_SECRET"),
}
"""A provider of identities beside passwords, named by its issuer; none where that is empty."""

PASSWORD_LENGTH = 10
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["qingshan.apps.base.uploads.StreamedUpload"]
PASSWORD_RESET_TIMEOUT = 3600
EMAIL_BACKEND = environment.text(
    "QINGSHAN_MAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_FOLDER / "mail"
"""Without a server mail is kept as files here: nothing leaves the house unasked."""
EMAIL_HOST = environment.text("QINGSHAN_MAIL_HOST", "localhost")
EMAIL_PORT = int(environment.text("QINGSHAN_MAIL_PORT", "25"))
EMAIL_HOST_USER = environment.text("QINGSHAN_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("QINGSHAN_MAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("QINGSHAN_MAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("QINGSHAN_MAIL_FROM", "qingshan@localhost")
SMS_ADAPTER = environment.text("QINGSHAN_SMS", "qingshan.apps.letters.sms.FileMessages")
"""The class that hands short messages to a provider; empty where there are none."""
WEBHOOK_LOOPBACK = environment.flag("QINGSHAN_WEBHOOK_LOOPBACK")
"""Whether programs of this machine may be called, without TLS: for development alone."""
CSRF_FAILURE_VIEW = "qingshan.apps.base.uploads.csrf_failed"
PROXIES = int(environment.text("QINGSHAN_PROXIES", "0"))
"""How many proxies of ours stand before the site: whose word on a client's address is believed."""
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"qingshan": {"level": "INFO"}},
}
