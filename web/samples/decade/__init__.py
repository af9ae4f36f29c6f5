"""A city-decade: as many plots and facts as asked for, for bench and tests."""
