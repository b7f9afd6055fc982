"""What all forms of the policy desk have."""

from typing import Any

from django import forms


class DeskForm(forms.Form):
    """Several forms stand on one page: each has its own prefix for the ids of its boxes."""

    id_prefix = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.id_prefix}_%s", **more})
