"""The door for programs: JSON under ``/api/v1``, by keys that members make, described by a document of its own."""
