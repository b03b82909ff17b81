"""Pages: ReportLab documents and charts, made from plain values."""
