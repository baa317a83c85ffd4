"""Grading of the labs: needs Linux and bubblewrap; students never import it (see `assignments`)."""
