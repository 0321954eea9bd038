"""Say something beside an indicator, for everybody to read."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from assembly.evaluation.models import IndicatorRemark
from assembly.models import Assembly, User
from assembly.services.record import record_event


@transaction.atomic
def remark_on_indicator(
    *, assembly: Assembly, indicator: str, text: str, actor: User, now: datetime
) -> IndicatorRemark | None:
    """Write the next version of a remark; an empty one takes back what stands. None where nothing is different."""
    locked = Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    rows = IndicatorRemark.objects.filter(assembly=locked, indicator=indicator)
    last = rows.order_by("-number").first()
    if text == (last.text if last else ""):
        return None
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    remark = IndicatorRemark.objects.create(
        assembly=locked, indicator=indicator, number=number, text=text, made_at=now, made_by=actor
    )
    event = "indicator_remark.write" if text else "indicator_remark.take_back"
    record_event(
        event,
        obj=remark,
        assembly=locked,
        actor=actor,
        now=now,
        details={"indicator": indicator, "number": number},
    )
    return remark
