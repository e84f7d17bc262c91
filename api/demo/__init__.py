"""The demo clinic: invented people, the same ones every time, with dates relative to today."""
