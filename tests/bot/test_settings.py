"""A setting that is missing or contradicts another stops the start with one line that names it and the mend."""

import pytest

from bot import settings
from bot.settings import SettingsWrong

HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # no .env of whoever runs the tests
    for field in settings.Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)


@pytest.fixture
def having(monkeypatch):
    def load(**values: str) -> settings.Settings:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return settings.load()

    return load


def test_with_nothing_set_the_database_is_the_embedded_one_and_slack_is_slack(having):
    found = having()

    assert found.database_url is None
    assert found.slack_api_url == "https://slack.com/api/"
    assert found.port == 3000


def test_an_empty_variable_is_an_unset_one(having):
    assert having(DATABASE_URL="", SLACK_APP_TOKEN="").database_url is None


def test_a_file_beside_the_process_may_hold_them(having, tmp_path):
    (tmp_path / ".env").write_text("PORT=4000\nSLACK_BOT_TOKEN=xoxb-file\n")

    found = having(PORT="5000")

    assert (found.port, found.token) == (5000, "xoxb-file")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"PORT": "web"}, "PORT cannot be used: set it to a number"),
        ({"PORT": "0"}, "PORT cannot be used: set it to a number"),
        ({"GENJIN_COMMANDS": "some"}, "GENJIN_COMMANDS cannot be used: set it to genjin"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must start with postgresql://"),
        ({"SLACK_API_URL": "http://127.0.0.1:9000"}, "SLACK_API_URL must be a web address that ends in /api/"),
        ({"SLACK_API_URL": "slack.com/api/"}, "SLACK_API_URL must be a web address"),
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN holds an app-level token"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN must be an app-level token"),
        ({"SLACK_CLIENT_ID": "1", "SLACK_CLIENT_SECRET": "2"}, "installing into many workspaces is not built yet"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_mend(having, wrong, told):
    with pytest.raises(SettingsWrong) as stopped:
        having(**wrong)

    assert told in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_slack_needs_a_token_and_a_way_in(having):
    with pytest.raises(SettingsWrong, match="SLACK_BOT_TOKEN is not set"):
        having().needs_slack()
    with pytest.raises(SettingsWrong, match="SLACK_SIGNING_SECRET is not set"):
        having(SLACK_BOT_TOKEN="xoxb-1").needs_slack()


def test_either_way_in_is_enough(having):
    having(**HTTP).needs_slack()
    assert not having(**HTTP).socket_mode
    socket = having(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    socket.needs_slack()
    assert socket.socket_mode


def test_no_secret_is_ever_shown(having):
    shown = repr(having(SLACK_APP_TOKEN="xapp-canary", DATABASE_URL="postgresql://u:canary@h/d", **HTTP))

    assert "canary" not in shown
    assert "xoxb" not in shown


@pytest.mark.parametrize(
    "url", ["genjin.example.com", "ftp://genjin.example.com", "https://", "https://x.example/?a=1"]
)
def test_a_public_address_that_is_none_stops_the_start(having, url):
    with pytest.raises(SettingsWrong, match="PUBLIC_URL must be the web address"):
        having(PUBLIC_URL=url)


def test_web_forms_are_where_the_public_address_says_or_on_this_machine(having):
    assert having(PORT="8080").base == "http://localhost:8080"
    assert having(PUBLIC_URL="https://genjin.example.com/").base == "https://genjin.example.com"
