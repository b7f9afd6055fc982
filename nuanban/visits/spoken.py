"""The word at the door: four digits that both sides know, other ones for every visit."""

from django.utils.crypto import salted_hmac

from nuanban.visits.models import Visit


def spoken_code(visit: Visit) -> str:
    """Another crew, day or try is another code."""
    about = f"{visit.pk}:{visit.crew_id}:{visit.day}"
    digest = salted_hmac("visits.spoken", about, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10_000:04d}"
