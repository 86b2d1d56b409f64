"""Files: uploaded by people, or by the bot in Slack's three steps."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

MIMES = {
    "csv": "text/csv",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass
class File:
    """A file. `shares` are the channels where it was shown; `complete` says that the upload ended."""

    id: str
    name: str
    user: str
    team: str
    created: int
    base: str
    data: bytes = b""
    title: str = ""
    secret: str = ""
    length: int | None = None
    complete: bool = True
    shares: dict[str, list[str]] = field(default_factory=dict)

    def extension(self) -> str:
        """Slack's filetype: "pdf", "xlsx", "text" when unknown."""
        return PurePosixPath(self.name).suffix.removeprefix(".").lower() or "text"

    def mimetype(self) -> str:
        """The type it is served as."""
        return MIMES.get(self.extension(), "application/octet-stream")

    def as_json(self) -> dict[str, Any]:
        """As files.info answers it."""
        private = f"{self.base}/files-pri/{self.team}-{self.id}/{self.name}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype(),
            "filetype": self.extension(),
            "pretty_type": self.extension().upper(),
            "user": self.user,
            "user_team": self.team,
            "editable": False,
            "size": len(self.data),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "public_url_shared": False,
            "url_private": private,
            "url_private_download": f"{self.base}/files-pri/{self.team}-{self.id}/download/{self.name}",
            "permalink": f"{self.base}/files/{self.user}/{self.id}/{self.name}",
            "channels": list(self.shares),
            "shares": {"public": {channel: [{"ts": ts} for ts in times] for channel, times in self.shares.items()}},
            "file_access": "visible",
        }
