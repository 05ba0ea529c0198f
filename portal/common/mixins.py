"""What a mixin stands on. Its ``super()`` and attributes are those of the class that stands beside it where it is used, often
one of a framework without types: the checker is told to take them as they come, and at run time there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any as Beside
else:
    Beside = object
