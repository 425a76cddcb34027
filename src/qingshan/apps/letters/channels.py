"""The ways by which a notification leaves the house: mail, and short messages by an adapter."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string

from qingshan.apps.base.frame import HOUSE, say
from qingshan.apps.letters.models import Delivery, DeliveryWish, Notification
from qingshan.apps.letters.reads import address_of
from qingshan.apps.letters.texts import words_of
from qingshan.apps.notices.contacts import contact_of
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import unseal


class Channel(Protocol):
    """A way to a person: the address that is used now, and the sending itself."""

    def address(self, told: Notification) -> str:
        """Where to, or nothing when the person cannot be reached this way."""
        ...

    def send(self, delivery: Delivery) -> None:
        """Send it in the language of the reader; whatever is raised is a fault to try again."""
        ...


class ShortMessages(Protocol):
    """What an adapter to a provider of short messages has to do."""

    def send(self, number: str, text: str) -> None:
        """Hand one text over; raise ``OSError`` where that fails."""
        ...


class MailChannel:
    """Mail to the confirmed address, or to the one that a sender left; its subject has no name."""

    def address(self, told: Notification) -> str:
        """The confirmed address; a sender's is used for what the sender wrote alone."""
        if told.contact:
            contact = contact_of(told.contact)
            return unseal(contact.mail_sealed) if contact else ""
        return told.user.mail_address if told.user else ""

    def send(self, delivery: Delivery) -> None:
        """One message, which bears the same identity however often it is tried."""
        told = delivery.notification
        with translation.override(language_of(told.user)):
            words = words_of(told.template, told.facts)
            context = {
                "text": words.text,
                "link": settings.SITE_URL + address_of(told),
                "wishes": settings.SITE_URL + address_of(None) if told.user else "",
            }
            subject = f"{say(HOUSE)} · {say(words.heading)}"
            body = render_to_string("letters/mail.html", context)
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        headers = {
            "Message-ID": f"<delivery-{delivery.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
        }
        to = [self.address(told)]
        EmailMessage(" ".join(subject.split()), body, None, to, headers=headers).send()


class SmsChannel:
    """A short message with the heading alone, by the adapter that the settings name."""

    def address(self, told: Notification) -> str:
        """The mobile number, where an adapter is set."""
        found = contact_of(told.contact) if told.contact else told.user
        return unseal(found.mobile_sealed) if settings.SMS_ADAPTER and found else ""

    def send(self, delivery: Delivery) -> None:
        """The heading and the site."""
        told = delivery.notification
        with translation.override(language_of(told.user)):
            heading = say(words_of(told.template, told.facts).heading)
            text = f"【{say(HOUSE)}】{heading} {settings.SITE_URL}"
        adapter: ShortMessages = import_string(settings.SMS_ADAPTER)()
        adapter.send(self.address(told), text)


CHANNELS: dict[str, Channel] = {"mail": MailChannel(), "sms": SmsChannel()}


def language_of(user: User | None) -> str:
    """The language in which a person wants to be told; Chinese where nobody said."""
    wish = DeliveryWish.objects.filter(user=user).first() if user else None
    return wish.language if wish else "zh-hans"
