"""The shared look of documents: fonts, page frame, numbers."""
