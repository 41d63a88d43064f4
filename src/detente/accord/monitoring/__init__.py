"""A signed accord as of a day: dated events -> what may be the case, what is due, who can do what now."""
