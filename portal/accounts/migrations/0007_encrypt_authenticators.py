"""Authenticators that django-otp kept in clear move to our own table, where their secret lies encrypted."""

from django.db import migrations

COPIED = ("user_id", "name", "confirmed", "key", "last_t", "last_used_at", "throttling_failure_timestamp", "throttling_failure_count")


def move(old, new):
    for device in old._base_manager.order_by("pk").iterator():
        new._base_manager.create(**{name: getattr(device, name) for name in COPIED})
    old._base_manager.all().delete()


def encrypt(apps, schema_editor):
    move(apps.get_model("otp_totp", "TOTPDevice"), apps.get_model("accounts", "Authenticator"))


def decrypt(apps, schema_editor):
    move(apps.get_model("accounts", "Authenticator"), apps.get_model("otp_totp", "TOTPDevice"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_authenticator"),
        ("otp_totp", "0003_add_timestamps"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
