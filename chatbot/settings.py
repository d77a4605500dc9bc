"""Keys, paths and model names: the only place that reads the environment (and a `.env` file in the working folder)."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from chatbot.usage import Prices
from data.errors import BadInput
from recommender.spark import LOCAL
from retrieval.chroma_server import ChromaServer

OPENAI = "https://api.openai.com/v1"


class Settings(BaseSettings):
    """What a person may set; each name in capitals is the variable.

    Attributes:
        openai_api_key: key of the model endpoint; many local servers need none.
        openai_base_url: any OpenAI-compatible endpoint, up to and with `/v1`.
        usher_model: the model's name at the endpoint.
        usher_model_timeout: seconds of silence after which an answer is composed without the model.
        usher_model_price_in, usher_model_price_out: dollars for a million tokens read and written; the cost of answers
            is shown where both are set.
        usher_home: where builds and accounts live.
        usher_database: SQLAlchemy URL of the accounts; empty for a SQLite file in the home folder.
        usher_chroma: URL of a Chroma server for the vectors of builds; empty keeps them in the builds' folders.
        usher_chroma_token: sent to it as `Authorization: Bearer`.
        usher_spark_memory_gb: memory of Spark's driver while it trains.
        usher_spark_master: where Spark works, as in `spark.master`.
        usher_spark_checkpoints: a folder that all machines of a cluster see, or a URL of Hadoop; none is needed.
        tmdb_api_key: the user's own key of TMDB, for `download tmdb`.
    """

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    usher_model: str = "gpt-4o-mini"
    usher_model_timeout: float = Field(default=30.0, gt=0)
    usher_model_price_in: float | None = Field(default=None, ge=0)
    usher_model_price_out: float | None = Field(default=None, ge=0)
    usher_home: Path = Path("var")
    usher_database: SecretStr | None = None
    usher_chroma: str | None = None
    usher_chroma_token: SecretStr | None = None
    usher_spark_memory_gb: int = Field(default=4, ge=1)
    usher_spark_master: str = LOCAL
    usher_spark_checkpoints: str | None = None
    tmdb_api_key: SecretStr | None = None

    @property
    def has_model(self) -> bool:
        """A language model is configured: a key, or an endpoint that may need none."""
        return bool(self.openai_base_url) or bool(self.openai_api_key and self.openai_api_key.get_secret_value())

    @property
    def database_url(self) -> str | None:
        """URL of the accounts; None for the file in the home folder."""
        return self.usher_database.get_secret_value() if self.usher_database else None

    @property
    def chroma(self) -> ChromaServer | None:
        """The server of vectors, None where builds keep their own; BadInput if its URL is none."""
        url = (self.usher_chroma or "").strip()
        token = self.usher_chroma_token.get_secret_value().strip() if self.usher_chroma_token else ""
        return ChromaServer(url, token or None) if url else None

    def spark(self, master: str | None = None) -> tuple[str, str | None]:
        """Where Spark works, at `master` if one is given, and the folder of its checkpoints."""
        return master or self.usher_spark_master, self.usher_spark_checkpoints

    @property
    def tmdb_key(self) -> str | None:
        """The key of TMDB; None where there is none."""
        return self.tmdb_api_key.get_secret_value().strip() or None if self.tmdb_api_key else None

    @property
    def prices(self) -> Prices | None:
        """What tokens cost; None unless both prices are set."""
        if self.usher_model_price_in is None or self.usher_model_price_out is None:
            return None
        return Prices(self.usher_model_price_in, self.usher_model_price_out)


def read_settings() -> Settings:
    """Read the environment.

    Raises:
        BadInput: a variable has a value that it cannot have.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise BadInput(
            f"{name} is {first['input']!r}: {first['msg']}; correct it in the environment or in .env"
        ) from error
