"""What could stand instead of a dead link."""

from __future__ import annotations

import pytest

from editor_tools.verdict import Verdict
from editor_tools.web.settings import ARCHIVE, Settings
from editor_tools.web.suggesting import suggestions
from tests.linkserver import serving
from tests.profiles import house_project


def test_a_dead_page_of_a_renamed_repository_leads_to_its_new_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as server:
        monkeypatch.setenv("http_proxy", server.url)
        for name in ("no_proxy", "NO_PROXY", "BRIEF_OFFLINE"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(ARCHIVE, "http://github.com/no-archive")
        table = house_project().data["url-identity"]
        settings = Settings({}, table, resolve=lambda _host, _port: ["140.82.112.3"])
        dead = Verdict("dead", "status", 404)
        found = suggestions(
            {
                "http://github.com/early-lab/kit/blob/master/lost.md": dead,
                "http://github.com/other/kit/blob/master/lost.md": dead,
                "http://github.com/early-lab/kit": Verdict("alive", "", 200),
            },
            settings,
        )
    assert found == {"http://github.com/early-lab/kit/blob/master/lost.md": "http://github.com/later-lab/kit"}
