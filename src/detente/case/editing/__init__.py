"""A case folder that several people edit at once: value by value, all else in the files stays as it is."""
