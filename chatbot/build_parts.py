"""Where the parts of a build lie in its folder."""

import dataclasses
from pathlib import Path


@dataclasses.dataclass(frozen=True)
class Parts:
    """Where the parts of a build lie in its folder."""

    folder: Path

    @property
    def catalogue(self) -> Path:
        """Movies, one JSON object a line."""
        return self.folder / "catalogue.jsonl"

    @property
    def ratings(self) -> Path:
        """The ratings trained on."""
        return self.folder / "ratings.parquet"

    @property
    def models(self) -> Path:
        """The folder of the recommenders, a file each."""
        return self.folder / "models"

    @property
    def stars(self) -> Path:
        """The predictor of stars."""
        return self.folder / "stars.npz"

    @property
    def index(self) -> Path:
        """Chroma's folder."""
        return self.folder / "chroma"

    @property
    def words(self) -> Path:
        """The word index."""
        return self.folder / "words.sqlite3"
