"""A model of one number: what the registry stores is not its business."""

from dataclasses import dataclass


@dataclass
class PlainModel:
    number: int
