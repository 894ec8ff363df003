"""The one table of the ground: the last number given out in each series."""

from django.db import models


class NumberSeries(models.Model):
    """A series of numbers without gaps, and the last one given out."""

    name = models.CharField(primary_key=True, max_length=60)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
