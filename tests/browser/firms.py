"""Four kinds of firm with answers chosen by hand, to walk through the built-in questionnaire as their owners would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Chosen = str | list[str] | dict[str, str]
"""Option id, number as typed, ticked options, or row → option; ``na``, ``dk`` and ``none`` as on the page."""


@dataclass(frozen=True)
class OwnersAnswers:
    """What an owner says about the firm and answers; a question that is left out stays open."""

    name: str
    trade: str
    people: str
    country: str
    answers: Mapping[str, Chosen]


BAKERY = OwnersAnswers(
    "Bäckerei Sonnenschein", "Bakery", "micro", "DE",
    {
        "decisions": "ideas", "money": "repairs", "management": ["asked_customers", "stopped"], "standin": "stuck",
        "rules": ["privacy"],
        "skills": {"shared_files": "one", "fake_mail": "some", "main_program": "most", "figures": "one",
                   "ai_care": "nobody"},
        "new_tool": "colleagues", "training": "1.5", "job_change": "told",
        "flow": {"enquiry": "paper", "order": "paper", "planning": "paper", "work": "na", "invoice": "program",
                 "payment": "file"},
        "retyping": "3",
        "runs_itself": {"reminders": "na", "reorder": "by_hand", "messages": "by_hand", "incoming": "by_hand",
                        "machines": "by_hand"},
        "ai": "tried", "internet": "office_only", "devices": "nearly_all", "files_place": "one_computer",
        "reach": ["peers"], "best_customers": "day", "monthly": ["sales"], "personal_data": ["no_reuse"],
        "data_places": "unknown", "backup": "now_and_then",
        "two_step": {"mail": "unprotected", "accounts": "partly", "files": "unprotected", "remote": "na",
                     "shop": "unprotected"},
        "accounts": ["unshared"], "emergency": "whom_to_call", "alertness": "none", "largest_share": "22",
        "dropped": ["contacts", "reviews"], "online": ["facts"], "together": ["buying"],
        "access": ["person", "paper", "patience"], "software_decides": "na", "staff_say": ["told"],
        "energy": "bills", "first_wish": "paperwork", "obstacles": ["time", "money"],
        "help_wanted": ["visits", "grant"],
    },
)  # fmt: skip

PLANT = OwnersAnswers(
    "Formteile Müller & Söhne GmbH", "Plastics and rubber products", "medium", "AT",
    {
        "decisions": "dated", "money": "expected", "management": ["time_wasters", "visited", "trial"],
        "standin": "handover", "rules": ["einvoicing", "privacy", "demands", "product_facts"],
        "skills": {"shared_files": "most", "fake_mail": "some", "main_program": "most", "figures": "some",
                   "ai_care": "one"},
        "new_tool": "planned", "training": "6", "job_change": "asked", "future": ["listed", "apprentice"],
        "flow": {"enquiry": "file", "order": "program", "planning": "program", "work": "program",
                 "invoice": "passes", "payment": "passes"},
        "retyping": "2",
        "runs_itself": {"reminders": "itself", "reorder": "prompted", "messages": "by_hand", "incoming": "prompted",
                        "machines": "prompted"},
        "ai": "unruled", "job_status": "daily", "internet": "everywhere", "devices": "nearly_all",
        "files_place": "reachable", "exchange": "some_linked", "reach": ["it_help", "adviser", "finance"],
        "best_customers": "hour",
        "records": {"customers": "complete", "prices": "complete", "stock": "gaps", "hours": "complete",
                    "suppliers": "gaps"},
        "monthly": ["sales", "on_time", "complaints", "hours"],
        "personal_data": ["inventory", "contracts", "requests"], "data_places": "main_programs",
        "backup": "off_site",
        "two_step": {"mail": "everyone", "accounts": "everyone", "files": "partly", "remote": "everyone",
                     "shop": "na"},
        "accounts": ["own_account", "unshared", "closed"], "emergency": "on_paper",
        "alertness": ["real_mails", "whom_to_tell"], "largest_share": "38",
        "dropped": ["contacts", "address", "notice"], "online": ["facts", "request"], "wishes": "noted",
        "together": ["buying", "data_links"], "access": ["person", "paper"], "software_decides": "supplier",
        "staff_say": ["told", "contact"], "energy": "by_use", "circle": ["wiped", "repaired", "school"],
        "first_wish": "customer_demands", "obstacles": ["people"], "help_wanted": ["short_courses"],
    },
)  # fmt: skip

CONSULTANCY = OwnersAnswers(
    "Nord & Partner", "Management consultancy", "micro", "",
    {
        "decisions": "ordered", "money": "yearly", "management": ["trial", "stopped"], "standin": "notes",
        "rules": ["einvoicing", "privacy", "ai_use"],
        "skills": {"shared_files": "everyone", "fake_mail": "everyone", "main_program": "everyone",
                   "figures": "most", "ai_care": "most"},
        "new_tool": "alone", "training": "20", "job_change": "na",
        "flow": {"enquiry": "file", "order": "file", "planning": "file", "work": "program", "invoice": "passes",
                 "payment": "passes"},
        "retyping": "1",
        "runs_itself": {"reminders": "prompted", "reorder": "na", "messages": "by_hand", "incoming": "itself",
                        "machines": "na"},
        "ai": "agreed", "internet": "fallback", "devices": "listed", "files_place": "reachable",
        "reach": ["it_help", "adviser", "course", "peers"], "best_customers": "minutes",
        "monthly": ["sales", "hours"], "personal_data": ["inventory", "contracts", "no_reuse"],
        "data_places": "main_programs", "backup": "dk",
        "two_step": {"mail": "everyone", "accounts": "everyone", "files": "partly", "remote": "na", "shop": "dk"},
        "accounts": ["own_account", "unshared", "manager"], "emergency": "no_idea", "alertness": ["call_back"],
        "largest_share": "65", "dropped": ["contacts", "address"], "online": ["facts", "request", "pay"],
        "together": ["offers"], "access": ["person", "readable"], "software_decides": "na", "energy": "na",
        "staff_say": "na", "first_wish": "orders", "obstacles": ["time"], "help_wanted": "none",
    },
)  # fmt: skip

HAULIER = OwnersAnswers(
    "Transportes Río S.L.", "Road haulage", "small", "ES",
    {
        "decisions": "breakdown", "money": "repairs", "management": ["asked_customers"], "standin": "supplier",
        "rules": ["privacy"],
        "skills": {"shared_files": "some", "fake_mail": "one", "main_program": "some", "figures": "one",
                   "ai_care": "nobody"},
        "new_tool": "demonstration", "training": "dk", "job_change": "told", "future": "none",
        "flow": {"enquiry": "file", "order": "file", "planning": "file", "work": "paper", "invoice": "program",
                 "payment": "program"},
        "retyping": "4",
        "runs_itself": {"reminders": "by_hand", "reorder": "na", "messages": "by_hand", "incoming": "by_hand",
                        "machines": "itself"},
        "ai": "unused", "job_status": "ask_around", "internet": "weekly_trouble", "devices": "dk",
        "files_place": "office_drive", "exchange": "by_hand", "reach": ["it_help"], "best_customers": "impossible",
        "records": {"customers": "gaps", "prices": "conflicting", "stock": "na", "hours": "gaps",
                    "suppliers": "gaps"},
        "monthly": ["sales", "on_time"], "personal_data": "dk", "data_places": "unknown", "backup": "automatic",
        "two_step": {"mail": "unprotected", "accounts": "everyone", "files": "unprotected", "remote": "dk",
                     "shop": "na"},
        "accounts": ["closed"], "emergency": "no_idea", "alertness": ["whom_to_tell"], "largest_share": "82",
        "dropped": ["contacts"], "online": ["facts"], "wishes": "complaints", "together": "none",
        "access": ["person", "paper"], "staff_say": ["told", "contact"], "energy": "by_use", "circle": ["repaired"],
        "first_wish": "costs", "obstacles": ["trust", "time"], "help_wanted": ["neutral_adviser"],
    },
)  # fmt: skip

FIRMS = {
    "bakery, 2 to 9": BAKERY,
    "plastics plant, 50 to 249": PLANT,
    "consultancy of two": CONSULTANCY,
    "haulier, 10 to 49": HAULIER,
}
