"""What the API is, for people who write programs: its page and its description for programs."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assembly.connections.api.document import PROBLEMS, openapi_document
from assembly.connections.reference_words import PARAMETERS, TAGS
from assembly.enums import Role
from assembly.views.public_base import PublicSiteView

EXAMPLE = "riverbend"
"""Stands for the name of an assembly in examples."""


def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the description for programs, with this installation as its server."""
    document = openapi_document()
    document["servers"] = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


class ApiReferenceView(PublicSiteView):
    """What there is to read, how to get a token, and each address with an example."""

    parameters: ClassVar = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        document, site = openapi_document(), request.build_absolute_uri("/").rstrip("/")
        groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
        for path, methods in document["paths"].items():
            operation = methods["get"]
            groups[operation["tags"][0]].append(_told(site, path, operation))
        context = {
            "groups": [(name, TAGS[name], operations) for name, operations in groups.items()],
            "problems": [(kind, _(kind.title), _(kind.detail)) for kind in PROBLEMS],
            "address": site + reverse("api_reference"),
            "document_address": site + reverse("api_openapi"),
        }
        return self.render("connections/api_reference.html", context)


def _told(site: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    permission = operation.get("x-permission", "")
    example = site + path.replace("{slug}", EXAMPLE).replace("{number}", "1")
    header = '-H "Authorization: Bearer $TOKEN" ' if permission else ""
    return {
        "id": operation["operationId"],
        "path": path,
        "summary": _(operation["summary"]),
        "permission": permission,
        "roles": [Role(role).label for role in operation.get("x-roles", ())],
        "parameters": [
            {
                "name": each["name"],
                "where": gettext_lazy("address") if each["in"] == "path" else gettext_lazy("parameter"),
                "words": PARAMETERS[each["name"]],
            }
            for each in operation.get("parameters", [])
        ],
        "curl": f"curl {header}{example}",
    }
