"""An Answer as JSON: a public contract, to which fields may be added and from which none are taken."""

import json
from typing import Any

from bot.answer import Answer, Question
from bot.edtf import Date


def as_dict(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""
    return {
        "kind": answer.kind,
        "question": _question(answer.question),
        "headline": answer.headline,
        "rows": list(answer.rows),
        "total": answer.total,
        "absence": answer.absence,
        "warnings": [{"code": warning.code, "text": warning.text} for warning in answer.warnings],
        "suggestions": [{"label": suggestion.label, "command": suggestion.command} for suggestion in answer.suggestions],
        "sources": list(answer.sources),
        "movements": list(answer.movements),
    }


def as_json(answer: Answer) -> str:
    """The answer as one line of JSON, macrons unescaped."""
    return json.dumps(as_dict(answer), ensure_ascii=False)


def _question(question: Question) -> dict[str, Any]:
    first, last = question.day
    return {
        "kind": question.kind,
        "subject": list(question.subject),
        "on": _text(question.on),
        "reported_by": _text(question.reported_by),
        "recorded_by": _text(question.recorded_by),
        "since": _text(question.since),
        "until": _text(question.until),
        "day": {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None},
        "unmatched": list(question.unmatched),
        "words": question.words,
    }


def _text(when: Date | None) -> str | None:
    return when.text if when else None
