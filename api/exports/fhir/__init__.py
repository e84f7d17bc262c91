"""FHIR R4 (4.0.1): one Bundle of type collection. `bundle.py` puts it together; `codes.py` is the table of every code in it."""
