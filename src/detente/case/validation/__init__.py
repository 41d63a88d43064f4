"""The checks behind `case.validate`, by topic: names, rules, wants, packages, history."""
