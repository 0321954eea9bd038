"""Addresses of planning: the grid, agenda items, clashes, automatic placement."""

from django.urls import path

from scheduling.views.clashes import ClashAcceptView, ClashesView, ClashTakeBackView
from scheduling.views.placement import (
    PlacementApplyView,
    PlacementDiscardView,
    PlacementNewView,
    PlacementProgressView,
    PlacementStopView,
    PlacementView,
)
from scheduling.views.plan import SessionCopyView, SessionLateView, SessionPlanView, UndoView
from scheduling.views.plan_items import (
    ItemDeleteView,
    ItemDuplicateView,
    ItemNewView,
    ItemPlaceView,
    ItemTrayView,
    ItemView,
)

urlpatterns = [
    path("<int:number>/plan/", SessionPlanView.as_view(), name="session_plan"),
    path("<int:number>/plan/late/", SessionLateView.as_view(), name="session_late"),
    path("<int:number>/plan/copy/", SessionCopyView.as_view(), name="session_copy"),
    path("plan/undo/", UndoView.as_view(), name="plan_undo"),
    path("items/new/", ItemNewView.as_view(), name="item_new"),
    path("items/<int:pk>/", ItemView.as_view(), name="item"),
    path("items/<int:pk>/place/", ItemPlaceView.as_view(), name="item_place"),
    path("items/<int:pk>/tray/", ItemTrayView.as_view(), name="item_tray"),
    path("items/<int:pk>/double/", ItemDuplicateView.as_view(), name="item_duplicate"),
    path("items/<int:pk>/delete/", ItemDeleteView.as_view(), name="item_delete"),
    path("clashes/", ClashesView.as_view(), name="clashes"),
    path("clashes/accept/", ClashAcceptView.as_view(), name="clash_accept"),
    path("clashes/<int:pk>/take-back/", ClashTakeBackView.as_view(), name="clash_take_back"),
    path("placements/new/", PlacementNewView.as_view(), name="placement_new"),
    path("placements/<int:number>/", PlacementView.as_view(), name="placement"),
    path("placements/<int:number>/progress/", PlacementProgressView.as_view(), name="placement_progress"),
    path("placements/<int:number>/stop/", PlacementStopView.as_view(), name="placement_stop"),
    path("placements/<int:number>/apply/", PlacementApplyView.as_view(), name="placement_apply"),
    path("placements/<int:number>/discard/", PlacementDiscardView.as_view(), name="placement_discard"),
]
