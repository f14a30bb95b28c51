"""Where facts are changed: what is asked for becomes a form, a form becomes a proposal, and a proposal is shown to be judged.

The sibling of the desk, which answers. It knows no Slack: a form goes out as `Shown` and comes back as the values typed in it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.editing.fill import Link, fill
from bot.editing.forms import (
    Base,
    Form,
    as_typed,
    confirming_fields,
    fields,
    from_rows,
    read_confirmation,
    read_form,
    readings,
)
from bot.editing.kinds import KINDS, NEW, NOUNS, TABLES
from bot.editing.proposals import Draft, Proposal, ProposedRow, Refused, RowFaults
from bot.edtf import BadDate, parse, say
from bot.names import fold
from bot.render.forms import NEW_SOURCE, WHY, Looks, Shown
from bot.wording import cite
