"""What leaves Intersession as a file: the printed summary, FHIR, CSV, and the outcome letter.

- a page becomes words and drawings (`printed.py`, `letter.py`), and those a PDF (`press.py`, templates/*.typ)
- drawings are SVG of our own: `svg.py` the strokes, `charts.py` what they show
- records become tables (`tables.py`) and FHIR R4 (`fhir/`)
"""
