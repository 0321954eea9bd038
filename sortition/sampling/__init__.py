"""Draw addresses for an invitation wave: strata, weights, exact sizes and exact chances. Pure Python."""

from sortition.sampling.allocation import allocate
from sortition.sampling.draw import Address, Sample, draw_sample, inclusion_chances
from sortition.sampling.errors import SampleImpossible

__all__ = ["Address", "Sample", "SampleImpossible", "allocate", "draw_sample", "inclusion_chances"]
