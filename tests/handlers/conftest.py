"""The house, and the people who live in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg import Connection

from bot.database import Databases
from sandbox.person import Person
from tests.database import Shelf, wipe
from tests.house import House, opened


@pytest.fixture
async def house(database_url: str, databases: Databases, shelf: Shelf, tmp_path: Path) -> AsyncIterator[House]:
    """Two teams at work, empty books."""
    async with opened(database_url, databases, shelf, tmp_path) as opened_house:
        yield opened_house


@pytest.fixture
def xiaoli(house: House) -> Person:
    """A rep of 张军's who reads Chinese."""
    return house.person("小李")


@pytest.fixture
def alice(house: House) -> Person:
    """A rep of 张军's who reads English."""
    return house.person("Alice")


@pytest.fixture
def jia(house: House) -> Person:
    """A rep of the other team."""
    return house.person("销售甲")


@pytest.fixture
def zhangjun(house: House) -> Person:
    """小李's and Alice's manager."""
    return house.person("张军")


@pytest.fixture
def admin(house: House) -> Person:
    """The workspace's admin."""
    return house.person("陈总")


@pytest.fixture(scope="module")
async def shared_house(
    shared_url: str, wiper: Connection, _shared: Databases, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """One house for all the tests of a module: for the many small things that leave nothing behind that matters."""
    wipe(wiper)
    async with opened(shared_url, _shared, shelf, tmp_path_factory.mktemp("house")) as opened_house:
        yield opened_house
