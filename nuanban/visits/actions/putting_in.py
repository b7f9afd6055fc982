"""Photos of papers taken at home go to the papers of the case; nothing else is displaced."""

from datetime import datetime
from uuid import UUID

from nuanban.cases import actions as cases
from nuanban.cases import queries as case_queries
from nuanban.cases.enums import Shown
from nuanban.cases.queries import Case, CaseMaterial
from nuanban.lib.actor import Actor
from nuanban.papers import actions as papers
from nuanban.papers import queries as paper_queries
from nuanban.visits.models import Visit, VisitPhoto


def put_photos_in(visit: Visit, case: Case, *, by: Actor, at: datetime) -> None:
    """Several photos of one paper become its pages. What somebody else put there stays."""
    if case.state not in case_queries.FILLABLE:
        return
    for paper in case_queries.materials_of(case):
        photos = _photos_of(visit, case.item_id, paper.code)
        ours = {None, *(photo.shown_as for photo in photos)}
        if any(photo.shown_as is None for photo in photos) and paper.upload_id in ours:
            _put_in(case, paper, photos, by, at)


def _photos_of(visit: Visit, item: str, code: str) -> list[VisitPhoto]:
    found = VisitPhoto.objects.filter(visit=visit, item=item, material=code)
    return list(found.select_related("upload"))


def _put_in(
    case: Case, paper: CaseMaterial, photos: list[VisitPhoto], by: Actor, at: datetime
) -> None:
    shown = Shown.SEEN if paper.shown == Shown.SEEN else Shown.PHOTO
    key = _pages(case, paper, photos, by, at)
    cases.note_material(case, code=paper.code, shown=shown, upload_id=key, by=by, at=at)
    mine = [photo.pk for photo in photos]
    VisitPhoto.objects.filter(pk__in=mine).update(shown_as=key)


def _pages(
    case: Case, paper: CaseMaterial, photos: list[VisitPhoto], by: Actor, at: datetime
) -> UUID:
    if len(photos) == 1:
        return photos[0].upload_id
    contents = [paper_queries.content_of(photo.upload) for photo in photos]
    subject = case.resident_id
    joined = papers.take_in(contents, name=f"{paper.name}.pdf", subject_id=subject, by=by, at=at)
    return joined.pk
