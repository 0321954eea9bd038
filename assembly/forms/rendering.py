"""How forms are drawn: label, hint, error and control in one field, linked for screen readers."""

from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Draw every field with the house's template."""

    field_template_name = "assembly/forms/field.html"
