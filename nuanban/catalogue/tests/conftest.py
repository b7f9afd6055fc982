"""English words come from the compiled catalogue."""

import pytest

from nuanban.ui import texts


@pytest.fixture(scope="session", autouse=True)
def _compiled_texts() -> None:
    texts.compile_all()
