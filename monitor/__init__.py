"""The service: pulls the dossiers, keeps every change, judges, drafts the letters, reports."""
