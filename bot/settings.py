"""Everything the environment says, read once. What is missing or contradictory stops the start with one line."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SLACK = "https://slack.com/api/"


class SettingsWrong(Exception):  # noqa: N818  # its text is an answer to whoever started the process
    """A setting is missing or contradicts another. The text names the variable and the mend, in one line."""


class Settings(BaseSettings):
    """The variables of the environment (and of an optional `.env` file), under their own names in lower case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = SLACK
    database_url: SecretStr | None = None
    public_url: str | None = None  # where web forms are reached; taken from Slack's requests when unset
    port: int = Field(default=3000, ge=1, le=65535)
    genjin_secret_key: SecretStr | None = None
    genjin_commands: Literal["all", "genjin"] = "all"
    genjin_clock: Path | None = None
    genjin_data: Path | None = None  # where the embedded server keeps its data; .data when unset

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached through Socket Mode instead of signed HTTP requests."""
        return self.slack_app_token is not None

    @property
    def base(self) -> str:
        """The address web forms are reached under as far as the settings tell: this machine's, when they do not."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def token(self) -> str:
        """The bot token; call `needs_slack` first."""
        return _reveal(self.slack_bot_token)

    @property
    def signing_secret(self) -> str:
        """What signs requests in HTTP mode; empty in Socket Mode."""
        return _reveal(self.slack_signing_secret)

    @property
    def app_token(self) -> str:
        """The app-level token of Socket Mode; empty in HTTP mode."""
        return _reveal(self.slack_app_token)

    def needs_token(self) -> None:
        """Raise `SettingsWrong` unless Slack's Web API can be called."""
        if self.slack_bot_token is None:
            raise SettingsWrong(
                "SLACK_BOT_TOKEN is not set: install the app into your workspace and copy its bot token (xoxb-…)."
            )

    def needs_slack(self) -> None:
        """Raise `SettingsWrong` unless requests from Slack can be received and answered."""
        self.needs_token()
        if self.slack_signing_secret is None and self.slack_app_token is None:
            raise SettingsWrong(
                "SLACK_SIGNING_SECRET is not set: copy it from the app's Basic Information page,"
                " or set SLACK_APP_TOKEN to use Socket Mode."
            )


def load() -> Settings:
    """The settings of this process. Raises `SettingsWrong` naming the first variable that is wrong."""
    try:
        settings = Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsWrong(f"{name} cannot be used: {_mend(name, first['msg'])}") from None
    _check_slack(settings)
    _check_public(settings)
    _check_database(settings)
    return settings


def _mend(name: str, said: str) -> str:
    known = {
        "PORT": "set it to a number from 1 to 65535, or leave it out for 3000.",
        "GENJIN_COMMANDS": "set it to genjin to leave /genjin alone in the manifest, or leave it out for all.",
    }
    return known.get(name, said)


def _check_slack(settings: Settings) -> None:
    if settings.token.startswith("xapp-"):
        raise SettingsWrong("SLACK_BOT_TOKEN holds an app-level token: put the bot token (xoxb-…) there.")
    if settings.app_token and not settings.app_token.startswith("xapp-"):
        raise SettingsWrong("SLACK_APP_TOKEN must be an app-level token (xapp-…): unset it to use HTTP.")
    if settings.slack_client_id or settings.slack_client_secret:
        raise SettingsWrong(
            "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: installing into many workspaces is not built yet;"
            " unset both and set SLACK_BOT_TOKEN."
        )
    url = urlsplit(settings.slack_api_url)
    if url.scheme not in ("http", "https") or not url.netloc or not url.path.endswith("/api/"):
        raise SettingsWrong(f"SLACK_API_URL must be a web address that ends in /api/, such as {SLACK}")


def _check_public(settings: Settings) -> None:
    url = urlsplit(settings.public_url or "https://there.is.none")
    if url.scheme not in ("http", "https") or not url.netloc or url.query or url.fragment:
        raise SettingsWrong(
            "PUBLIC_URL must be the web address under which Genjin is reached, such as https://genjin.example.com;"
            " or leave it out."
        )


def _check_database(settings: Settings) -> None:
    url = _reveal(settings.database_url)
    if url and urlsplit(url).scheme not in ("postgresql", "postgres"):
        raise SettingsWrong(
            "DATABASE_URL must start with postgresql://; unset it to use the embedded server under .data/postgres."
        )


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
