"""``{% url %}`` as Django has it, by remembered addresses: every page writes some fifty of them."""

from __future__ import annotations

from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from qingshan.apps.base.addresses import address_of


def parse_url(parser: Parser, token: Token) -> URLNode:
    """``{% url 'ticket' row.number %}``, ``{% url 'login' as login %}``."""
    node = url(parser, token)
    return LinkNode(node.view_name, node.args, node.kwargs, node.asvar)


class LinkNode(URLNode):
    """An address written, or kept under a name; nothing under that name where no room serves it."""

    def render(self, context: Context) -> str:
        """Write it."""
        name = str(self.view_name.resolve(context))
        args = [part.resolve(context) for part in self.args]
        kwargs = {key: part.resolve(context) for key, part in self.kwargs.items()}
        try:
            found = address_of(name, *args, **kwargs)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found
