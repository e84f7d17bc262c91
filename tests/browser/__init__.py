"""The two apps in Chromium against a real API, a real worker and a real database. A package: its fixtures end with it."""
