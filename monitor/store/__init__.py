"""What is kept: dossiers and every change of them, runs, findings, letters, postings."""
