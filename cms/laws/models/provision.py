"""Rows derived from a published text: the tree of provisions, and its HTML by part."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.laws.models.version import InstrumentVersion


class Provision(models.Model):
    """One provision of a published version. Rows come and go with ``publish()``: point at them with a ``Citation``,
    never with a key. One query ordered by ``position`` reads the whole tree."""

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="provisions")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    locator = models.CharField(max_length=120)
    label = models.CharField(max_length=80, blank=True)
    heading = models.TextField(blank=True)
    number = models.PositiveIntegerField(null=True)
    inserted_number = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    digest = models.CharField(max_length=70, blank=True)  # of articles and annexes: what a citation compares

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="provision_position"),
            models.UniqueConstraint(fields=["version", "locator"], name="provision_locator"),
        ]
        indexes = [models.Index(fields=["version", "number", "inserted_number"], name="provision_number")]

    def __str__(self) -> str:
        return self.label or self.locator


class RenderedPart(models.Model):
    """The HTML of one part of a version, stored by ``publish()``; a part is what one page of a split law shows.

    The part with the empty slug comes first and always exists: it is the whole of a law that is not split, and the
    opening page of one that is (what stands before its first division). It alone carries the ``contents`` of all parts.
    ``article_locators`` are those shown in this part. Locators, not anchors (``cms.laws.locators``).
    """

    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, related_name="rendered_parts")
    position = models.PositiveSmallIntegerField()
    slug = models.CharField(max_length=120, blank=True)  # "" for the only part, else the division's locator
    title = models.CharField(max_length=300, blank=True)
    first_locator = models.CharField(max_length=120, blank=True)
    contents = models.JSONField(default=list)  # {locator, kind, label, heading, depth, part, first, last} a division
    article_locators = models.JSONField(default=list)
    html = models.TextField()
    renderer_version = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("条文页面")
        verbose_name_plural = _("条文页面")
        ordering = ["version_id", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="rendered_part_slug")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.slug or '-'}"
