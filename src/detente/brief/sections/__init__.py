"""One function a section: what was given in, a section of blocks out; None when its result was not given."""
