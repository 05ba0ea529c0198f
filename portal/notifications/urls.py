"""``/workbench/messages/``."""

from django.urls import path

from portal.notifications.views.duty_phone import own_duty_phone
from portal.notifications.views.messages import messages

urlpatterns = [
    path("", messages, name="workbench_messages"),
    path("settings/", own_duty_phone, name="workbench_duty_phone"),
]
