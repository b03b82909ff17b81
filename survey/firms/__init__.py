"""The firms' front door: from the first page to the roadmap, without an account."""
