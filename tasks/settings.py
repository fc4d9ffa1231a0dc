"""Settings, read once at the entry point and passed down. 设置.

Names carry units.  Everything has a default that works on one machine; `.env.example` says what is for whom.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings of one installation; each is `HUTONG_…` in the environment or in `.env`. 设置."""

    model_config = SettingsConfigDict(env_prefix="HUTONG_", env_file=".env", extra="ignore", frozen=True)

    # for whoever installs it
    home: Path = Path("var")
    database_url: str = ""  # empty: a SQLite file under `home`
    master_key: SecretStr = SecretStr("")  # empty: a file under `home`, made on the first run
    master_key_file: Path | None = None
    pack: str = "national"

    # for whoever runs the board
    board_host: str = "127.0.0.1"  # another address only behind a proxy that speaks TLS, or with a certificate
    board_port: int = 4780
    board_https: bool = False  # True once it is reached over TLS: cookies then travel no other way

    # for whoever runs the engine
    prefect_port: int = 4715
    prefect_api_url: str = ""  # empty: the embedded server on loopback
    prefect_answers_within_seconds: float = 2.0
    prefect_runs_within_seconds: float = 5.0  # one procedure; a slower run is given up and done without Prefect
    batch_from: int = 6  # from how many waiting procedures on one batch run replaces a run each
    look_every_seconds: float = 0.25

    # for whoever answers for the web pages
    session_idle_minutes: int = Field(default=30, ge=1)  # without a request so long, a session is over
    session_hours: int = Field(default=10, ge=1)  # so long after signing in it is over in any case
    oidc_issuer: str = ""  # the county's own identity service; empty: none
    oidc_client_id: str = "hutong"
    oidc_client_secret: SecretStr = SecretStr("")

    # for whoever sends messages
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_sender: str = ""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = True  # False only for a server on this machine
    smtp_implicit_tls: bool = False  # True for port 465, which many mail services in China want
    webhook_secret: SecretStr = SecretStr("")
    channel_timeout_seconds: float = 10.0

    @field_validator("home", mode="before")
    @classmethod
    def _an_empty_home_is_none(cls, given: object) -> object:
        """`HUTONG_HOME=` means not said, not the folder that one happens to stand in."""
        return "var" if given == "" else given

    @property
    def url(self) -> str:
        """Where the case database is."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'hutong.db'}"

    @property
    def key_file(self) -> Path:
        """Where the master key is kept, unless the environment gives it."""
        return self.master_key_file or self.home / "keys" / "master.key"

    @property
    def outbox_file(self) -> Path:
        """Where the `file` channel appends."""
        return self.home / "outbox.jsonl"

    @property
    def anchors_folder(self) -> Path:
        """Where the anchor of each day is written, from where it is passed on to another body."""
        return self.home / "anchors"

    @property
    def api_url(self) -> str:
        """Where the Prefect API answers."""
        return self.prefect_api_url or f"http://127.0.0.1:{self.prefect_port}/api"
