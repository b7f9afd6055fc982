"""What somebody reads who was too fast. It stands here because `config` has no translations."""

from django.utils.translation import gettext_lazy as _

# Title and sentence of the page.
TOO_FAST = (_("请稍等一下"), _("短时间内查询次数太多。请过一分钟再试，或拨打服务电话。"))
ASKED_OFTEN = (
    _("请打电话给我们"),
    _("这里刚才已经约了好几次上门。还要再约，请打服务电话，有人替您记下来。"),
)
