"""The command line: exit statuses, formats, one line of JSON for one line of text, and no trace whatever happens."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import SHOWCASE, main
from tests.conftest import ROOT

ON = ("--today", "2026-11-21")


@pytest.fixture
def db(shipped_store: Path) -> str:
    """The path of the shipped store."""
    return str(shipped_store)


def run(*arguments: str, given: bytes = b"", settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m bot` as a process, with these settings in its environment."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command, cwd=ROOT, input=given, capture_output=True, env=os.environ | (settings or {}), timeout=60, check=False
    )


def ask_lines(db: str, given: bytes, settings: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Put lines to `ask -`: each line of its output as the object that it must be."""
    done = run("ask", "-", "--db", db, *ON, given=given, settings=settings)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"\n") or not given
    return [json.loads(line) for line in done.stdout.decode("utf-8").split("\n")[:-1]]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("status iraq on 2020-01-10", 0),
        ("status iraq", 0),
        ("help", 0),
        ("status narnia", 1),
        ("status iran", 1),
        ("search xyzzy", 1),
        ("status noumea", 1),
        ("", 2),
        ("frobnicate iraq", 2),
        ("status iraq on 31 february 2020", 2),
        ("status irak", 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "blocks"])
def test_the_exit_status_tells_answered_from_not_held_from_not_understood(
    db: str, capsys: pytest.CaptureFixture[str], question: str, status: int, form: str
) -> None:
    """0 answered, 1 understood but nothing held, 2 not understood; in every format something is written."""
    assert main(["ask", question, "--format", form, "--db", db, *ON]) == status
    out, err = capsys.readouterr()
    assert out.strip()
    assert err == ""
    if form == "json":
        assert out.count("\n") == 1
        assert {"unclear": 2, "unknown": 1}.get(json.loads(out)["kind"], 0) == status
    if form == "blocks":
        assert json.loads(out)["blocks"]


def test_words_need_no_quotes(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The words of a question may be given one by one."""
    main(["ask", "status", "iraq", "on", "2020-01-10", "--db", db])
    assert capsys.readouterr().out.startswith("50 NZDF personnel were in Iraq on 10 January 2020.")


def test_today_decides_the_day(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--today` fixes the clock for every rule: the day asked about, and what “a year ago” means."""
    main(["ask", "status iraq", "--today", "2020-01-10", "--db", db])
    assert capsys.readouterr().out.startswith("50 NZDF personnel are in Iraq on 10 January 2020.")
    main(["ask", "status iraq a year ago", "--today", "2021-01-10", "--db", db, "--format", "json"])
    assert json.loads(capsys.readouterr().out)["question"]["on"] == "2020-01-10"


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9999-12-31"])
@pytest.mark.parametrize("question", ["status", "mandate", "timeline taji", "status in january", "incidents a year ago"])
def test_any_day_can_be_today(db: str, day: str, question: str) -> None:
    """A clock that is far off changes answers, and breaks none."""
    assert main(["ask", question, "--today", day, "--db", db]) in (0, 1, 2)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["frobnicate"],
        ["ask"],
        ["ask", "status", "--today", "2020-02-31"],
        ["ask", "status", "--today", "yesterday"],
        ["ask", "status", "--format", "xml"],
        ["export"],
        ["backup"],
        ["restore"],
        ["serve", "--port", "many"],
    ],
)
def test_a_wrong_call_ends_with_2_and_says_how_to_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Missing and unknown subcommands, missing words and a bad `--today` are usage errors, not traces."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` names every command."""
    with pytest.raises(SystemExit):
        main(["--help"])
    out = capsys.readouterr().out
    for name in ("ask", "chat", "check", "load", "export", "backup", "restore", "run", "serve", "start"):
        assert f"    {name} " in out


def test_one_line_in_is_one_object_out(db: str) -> None:
    """Also for an empty line, a line of blanks, CRLF, NUL, 40,000 characters, and a last line without its end."""
    lines = [
        b"status iraq",
        b"",
        b"   ",
        b"status taji on 2020-01-10\r",
        b"\x00\x01",
        b"x" * 40_000,
        "search kōkako".encode(),
        b"help",
    ]
    answers = ask_lines(db, b"\n".join(lines))
    kinds = [answer["kind"] for answer in answers]
    assert kinds == ["status", "unclear", "unclear", "status", "unclear", "unclear", "search", "help"]


@pytest.mark.parametrize(("given", "count"), [(b"", 0), (b"\n", 1), (b"\n\n\n", 3), (b"\r\n\r\n", 2), (b"status", 1)])
def test_empty_lines_are_counted_too(db: str, given: bytes, count: int) -> None:
    """As many objects as lines, so that a reader can pair them."""
    assert len(ask_lines(db, given)) == count


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8:surrogateescape", "latin-1"])
def test_bytes_that_are_not_utf_8_spoil_one_line_only(db: str, encoding: str) -> None:
    """A line with a stray byte is answered as well as it can be, and the next one as ever, whatever the terminal's encoding."""
    answers = ask_lines(db, b"status \xff\xfe iraq\n\xc3\nstatus iraq on 2020-01-10\n", {"PYTHONIOENCODING": encoding})
    assert len(answers) == 3
    assert answers[2]["headline"] == "50 NZDF personnel were in Iraq on 10 January 2020."


def test_answers_go_out_as_utf_8_in_any_locale(db: str) -> None:
    """The contract is UTF-8: a machine whose locale knows only ASCII gets the macrons all the same, and no trace."""
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("ask", "search kokako", "--db", db, *ON, "--format", "json", settings=settings)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Kōkako" in json.loads(done.stdout.decode("utf-8"))["rows"][0]["text"]


def test_each_line_is_answered_before_the_next_is_read(db: str) -> None:
    """A program may talk with `ask -` line by line."""
    command = [sys.executable, "-m", "bot", "ask", "-", "--db", db]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for _turn in range(3):
            print("help", file=process.stdin, flush=True)
            assert json.loads(process.stdout.readline())["kind"] == "help"
        process.stdin.close()
    assert process.returncode == 0


def test_a_reader_that_goes_away_is_no_trouble(db: str) -> None:
    """`| head -1` ends the conversation without a word on standard error."""
    command = [sys.executable, "-m", "bot", "ask", "-", "--db", db]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"status\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"status\n" * 2000)
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [("ask", "status"), ("ask", "-"), ("check",)])
def test_output_that_cannot_be_written_is_one_sentence(db: str, arguments: tuple[str, ...]) -> None:
    """Where standard output is on a full disk: exit status 3 and a sentence, no trace."""
    command = [sys.executable, "-m", "bot", *arguments, "--db", db]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, input=b"status\n", stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


def test_the_package_is_checked_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped package has no fault; a directory without one is a fault that is named, with exit status 3."""
    assert main(["check", *ON]) == 0
    assert " 0 faults, " in capsys.readouterr().out
    assert main(["check", "--data", str(tmp_path / "nowhere")]) == 3
    assert "there is no such directory" in capsys.readouterr().out


def test_a_conversation_without_a_terminal_says_what_to_use(db: str) -> None:
    """`chat` needs a terminal; without one it names `ask` and ends with 2."""
    done = run("chat", "--db", db)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"python -m bot ask" in done.stderr


def test_start_without_tokens_and_without_a_terminal_shows_a_few_answers(tmp_path: Path) -> None:
    """What `make run` does on a machine that nobody sits at: load, answer the showcase, end with 0."""
    done = run("start", "--db", str(tmp_path / "facts.db"), *ON, settings={"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""})
    out = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    for question in SHOWCASE:
        assert f"\n> {question}\n" in out
    assert "50 NZDF personnel were in Iraq" in out


def test_a_malformed_setting_is_one_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that cannot be used end with 3."""
    monkeypatch.setenv("NZDF_COMMAND", "no slash")
    assert main(["ask", "status"]) == 3
    assert "NZDF_COMMAND" in capsys.readouterr().err
