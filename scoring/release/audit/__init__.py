"""The audit of releases: what somebody who reads all of them could work out about a single firm.

``auditing`` puts it together; ``findings`` says what was found and holds back what did not pass. Below: ``disclosed``
turns releases into knowledge (``statements``), ``classes`` and ``algebra`` find what sums determine, ``witnesses`` and
``programs`` show how far a score could be another, ``dispersion`` how far it cannot, ``viewers`` who knows what
already, and ``attack`` brings these together for one viewer and one measure.
"""

from scoring.release.audit.auditing import audit
from scoring.release.audit.findings import WEIGHTED, Audit, Finding, held

__all__ = ["WEIGHTED", "Audit", "Finding", "audit", "held"]
