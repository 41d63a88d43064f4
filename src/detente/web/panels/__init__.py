"""What a panel shows, as plain values for its template: taken from the facade's answers."""
