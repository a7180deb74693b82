"""One module a verb: what people ask for, composed of steps; alone touches files and the master."""
