"""What of an assembly's sessions needs somebody: each part of scheduling registers its own, the stage gathers them."""

from assembly.attention import Parts

sessions_parts = Parts()
