import pytest
from made_machine import Machine


@pytest.fixture
def machine(tmp_path) -> Machine:
    made = Machine(tmp_path / "home-of-somebody")
    made.workspace.mkdir(parents=True)
    return made
