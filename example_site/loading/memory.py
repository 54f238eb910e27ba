"""What was loaded before. A piece whose text is the same stays as its editors left it."""

from django.db import models

from example_site.models import LoadedPiece


def is_current(name: str, digest: str) -> bool:
    """Whether a piece was loaded from exactly this text, whatever became of it since."""
    return LoadedPiece.objects.filter(name=name, digest=digest).exists()


def find(name: str, model: type[models.Model]) -> models.Model | None:
    """What a piece was loaded into; None when it never was, or was deleted since."""
    piece = LoadedPiece.objects.filter(name=name).first()
    return model._default_manager.filter(pk=piece.object_id).first() if piece else None


def remember(name: str, digest: str, made: models.Model) -> None:
    """Note that ``made`` holds a piece as it is now."""
    LoadedPiece.objects.update_or_create(
        name=name, defaults={"digest": digest, "object_id": str(made.pk)}
    )
