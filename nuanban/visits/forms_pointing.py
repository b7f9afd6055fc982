"""Which piece of the city somebody wants to see."""

from django import forms

from nuanban.visits.pointing import Wanted


class LookAt(forms.Form):
    """A place and how many degrees across; or a division; or nothing, for the whole city."""

    division = forms.CharField(required=False, max_length=12)
    latitude = forms.FloatField(required=False, min_value=-85, max_value=85)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180)
    across = forms.FloatField(required=False, min_value=0, max_value=360)
    chosen = forms.CharField(required=False, max_length=12)
    letters = forms.FloatField(required=False, min_value=1)

    def wanted(self) -> Wanted:
        """What cannot be read was not said."""
        self.is_valid()
        return Wanted(**self.cleaned_data)
