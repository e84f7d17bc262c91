"""One module for each `intersession` command: `run(options, settings)`, and `add_options(parser)` where it has any."""
