"""Access tokens and the read API: registers its tab, acts, declarations and words at start-up."""
