"""``/sign-in/``, ``/sign-out/``, ``/account/`` and ``/personal-data/``."""

from django.urls import path

from portal.accounts.citizens.views import account, rules, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="citizen_sign_in"),
    path("sign-in/code/", signing_in.code, name="citizen_code"),
    path("sign-out/", signing_in.sign_out, name="citizen_sign_out"),
    path("account/", account.account, name="citizen_account"),
    path("account/confirm/", account.confirm, name="citizen_confirm"),
    path("account/phone/", account.new_phone, name="citizen_new_phone"),
    path("account/phone/code/", account.new_phone_code, name="citizen_new_phone_code"),
    path("account/identity/", account.real_name, name="citizen_identity"),
    path("account/data/", account.data, name="citizen_data"),
    path("account/close/", account.close, name="citizen_close"),
    path("account/hearing/", account.hearing, name="citizen_hearing"),
    path("personal-data/", rules.personal_data, name="personal_data"),
]
