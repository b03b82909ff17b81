"""What everybody may read: published releases, on pages and as files."""
