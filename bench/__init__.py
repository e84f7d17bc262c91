"""`make bench`: the figures that the project promises, as ratios within one run on one machine."""
