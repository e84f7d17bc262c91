"""What breaks on purpose: processes killed in the middle of their work. A package, because its fixtures end with it."""
