"""Webhooks: registers its tab, acts, declarations and words at start-up."""
