"""What only a server has: aliases, a strict mapping, being gone."""

from __future__ import annotations

import pytest

from search.engines.base import EngineError, EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.query import make_plan
from tests.search.builders import TODAY, fill, provision


@pytest.mark.integration
@pytest.mark.usefixtures("library")
class TestServer:
    def test_a_rebuild_moves_both_aliases_and_deletes_the_old_index(self, elastic):
        fill(elastic, provision("1", "工伤。"))
        before = elastic._aliased()
        with elastic.rebuild() as builder:
            builder.add([provision("2", "工伤。")])
        assert len(elastic._aliased()) == 1
        assert not before & elastic._aliased()
        assert set(elastic._writer.indices.get(index=f"{elastic.prefix}-*")) == elastic._aliased()

    def test_a_half_built_index_is_deleted(self, elastic):
        fill(elastic, provision("1", "工伤。"))
        with pytest.raises(RuntimeError, match="broken"), elastic.rebuild():
            raise RuntimeError("broken")
        assert set(elastic._writer.indices.get(index=f"{elastic.prefix}-*")) == elastic._aliased()

    def test_the_mapping_is_strict(self, elastic):
        fill(elastic, provision("1", "工伤。"))
        with pytest.raises(EngineError, match="not indexed"):
            elastic._bulk([{"_id": "x", "_source": {"surprise": 1}}], elastic.write_alias)

    def test_a_built_index_refreshes_again(self, elastic):
        with elastic.rebuild() as builder:
            builder.add([provision("1", "工伤。")])
        settings = elastic._writer.indices.get_settings(index=elastic.read_alias)
        assert next(iter(settings.values()))["settings"]["index"]["refresh_interval"] == "1s"


def test_a_server_that_is_gone_is_named_as_unavailable(library):
    gone = ElasticEngine("http://127.0.0.1:9", "nobody")
    with pytest.raises(EngineUnavailable):
        gone.search(make_plan("工伤", today=TODAY))
    with pytest.raises(EngineUnavailable):
        gone.replace(["law:shifan"], [provision("1", "工伤。")])
    with pytest.raises(EngineUnavailable):
        gone.count()
