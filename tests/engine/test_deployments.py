"""Can a work pool run the procedures on any machine, and what does Prefect keep about them? 部署到工作池.

A server as a technician starts it (with its scheduler), a worker as the documentation says, run once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.deployable import EVERY_SECONDS, ON_DEMAND
from tasks import advance, cases
from tasks.intake import take_report
from tasks.premises import open_office, wall_clock
from tasks.settings import Settings
from tests.engine.conftest import COMES_UP_WITHIN_SECONDS, answers
from tests.running import ROOT, becomes, environment, free_port, furnish, hutong, report_on, settings_at

pytestmark = pytest.mark.engine

POOL = "qinghe"
SECRET = "correct-horse-battery"


@dataclass(frozen=True)
class PlainServer:
    """A Prefect server with everything switched on."""

    url: str
    home: Path

    def ask(self, method: str, path: str, **asked: Any) -> Any:
        answer = httpx.request(method, f"{self.url}/{path}", trust_env=False, timeout=30, **asked)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def deployments(self) -> dict[str, dict[str, Any]]:
        """By the name of their flow's function."""
        found = self.ask("POST", "deployments/filter", json={"limit": 200})
        return {one["entrypoint"].rpartition(":")[2]: one for one in found}

    def environment(self) -> dict[str, str]:
        return environment(
            PREFECT_HOME=str(self.home),
            PREFECT_API_URL=self.url,
            PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="0",
            PREFECT_SERVER_ANALYTICS_ENABLED="false",
            HUTONG_TEST_TRACE=str(self.home / "left-the-machine"),
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlainServer]:
    home = tmp_path_factory.mktemp("plain-prefect")
    port = free_port()
    made = PlainServer(f"http://127.0.0.1:{port}/api", home)
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("wb") as log:
        child = subprocess.Popen(command, env=made.environment(), cwd=home, stdout=log, stderr=log)
    try:
        up = becomes(lambda: answers(made.url), within_seconds=COMES_UP_WITHIN_SECONDS, every_seconds=0.2)
        assert up, (home / "server.log").read_text(errors="replace")
        yield made
    finally:
        child.terminate()
        child.wait(30)


@pytest.fixture(scope="module")
def office_home(server: PlainServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of Hutong on this machine, deployed twice to the pool, by the command."""
    home = tmp_path_factory.mktemp("office") / "var"
    with open_office(settings_at(home)) as office:
        furnish(office)
    for _ in range(2):
        with hutong(home, "worker", "--deploy", POOL, **surroundings(server, home)) as command:
            assert becomes(lambda: command.child.poll() is not None, within_seconds=120), command.said
            assert command.child.returncode == 0, command.said
            assert POOL in command.printed
    return home


def surroundings(server: PlainServer, home: Path) -> dict[str, str]:
    """What the technician sets on this machine; the master key is in the environment."""
    return {
        "HUTONG_PREFECT_API_URL": server.url,
        "HUTONG_HOME": str(home),
        "HUTONG_SMTP_PASSWORD": SECRET,
    }


def test_deploying_twice_leaves_one_deployment_of_each_flow(server: PlainServer, office_home: Path) -> None:
    found = server.ask("POST", "deployments/filter", json={"limit": 200})

    assert len(found) == len(EVERY_SECONDS) + len(ON_DEMAND)
    assert set(server.deployments()) == {*EVERY_SECONDS, *ON_DEMAND}
    assert {one["work_pool_name"] for one in found} == {POOL}


def test_only_the_flows_that_turn_by_themselves_have_a_schedule(server: PlainServer, office_home: Path) -> None:
    scheduled = {
        name: [one["schedule"]["interval"] for one in deployment["schedules"]]
        for name, deployment in server.deployments().items()
    }

    assert scheduled == {name: [EVERY_SECONDS[name]] if name in EVERY_SECONDS else [] for name in scheduled}


def test_prefect_is_given_no_key_and_no_address_of_a_database(server: PlainServer, office_home: Path) -> None:
    kept = json.dumps([server.deployments(), server.ask("GET", f"work_pools/{POOL}")])
    key = settings_at(office_home).key_file.read_text(encoding="ascii").strip()

    assert "entrypoint" in kept
    for secret in (SECRET, key, "sqlite://", "postgresql", "hutong.db", "HUTONG_", str(office_home)):
        assert secret not in kept
    raw = b"\0".join(path.read_bytes() for path in server.home.glob("prefect.db*"))
    for secret in (SECRET, key, str(office_home)):
        assert secret.encode() not in raw


def test_a_run_of_a_deployment_executed_by_a_worker_moves_the_case(server: PlainServer, office_home: Path) -> None:
    settings = settings_at(office_home)
    with open_office(settings) as office:
        concerned = take_report(office, report_on("禾苗七", reported_at=wall_clock())).concerned[0]
        with office.reading() as desk:
            assert concerned.procedure_no in {one[0] for one in advance.waiting(desk.session, desk.at, 100)}
    deployment = server.deployments()["mandatory_reporting"]
    asked = {"parameters": {"procedure_no": concerned.procedure_no}, "state": {"type": "SCHEDULED"}}
    run = server.ask("POST", f"deployments/{deployment['id']}/create_flow_run", json=asked)

    worked = subprocess.run(
        [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--run-once"],
        env=server.environment() | surroundings(server, office_home),
        cwd=office_home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=180,
        check=False,
    )

    said = worked.stdout.decode(errors="replace")
    ended = becomes(lambda: state_of(server, run)["type"] in ENDS, within_seconds=60, every_seconds=0.5)
    assert ended, said
    assert state_of(server, run)["name"] == "Awaiting triage, police_acceptance", said
    assert is_under_way(settings, concerned.case_no)
    assert not (server.home / "left-the-machine").exists()


ENDS = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def state_of(server: PlainServer, run: dict[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = server.ask("GET", f"flow_runs/{run['id']}")["state"]
    return state


def is_under_way(settings: Settings, case_no: str) -> bool:
    with open_office(settings) as office, office.reading() as desk:
        return bool(cases.duties_of(desk, case_no))


def test_the_folder_that_a_deployment_names_is_the_program(server: PlainServer, office_home: Path) -> None:
    steps = server.deployments()["deadline_sweep"]["pull_steps"] or [{}]

    assert str(ROOT) in json.dumps(steps) + str(server.deployments()["deadline_sweep"].get("path"))
