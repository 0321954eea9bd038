"""Sortition's lines of the rail: each module registers its stage when it is imported."""

from sortition import stage_lottery, stage_pool, stage_targets, targets_record

__all__ = ["stage_lottery", "stage_pool", "stage_targets", "targets_record"]
