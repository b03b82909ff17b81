"""Reports of single assessments, as their page hands them out."""
