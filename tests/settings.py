"""The settings of a test run: as in production, with a folder of its own, a fast hash, and mails kept in memory."""

import os
import tempfile

os.environ["SEKTORAL_VAR"] = os.environ.get("SEKTORAL_TEST_VAR") or tempfile.mkdtemp(prefix="sektoral-test-")
os.environ["SEKTORAL_SECRET_KEY"] = "only-for-tests-" * 4
os.environ["SEKTORAL_BASE_URL"] = "http://testserver"
os.environ["SEKTORAL_HOSTS"] = "testserver 127.0.0.1 localhost"
os.environ["SEKTORAL_DEMO"] = "yes"

from sektoral.project.settings import *  # noqa: F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405  `sektoral serve` makes it, and warnings are errors here
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
