"""Small groups in published figures."""
