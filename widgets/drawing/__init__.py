"""What several wings draw: colours, surfaces, level lines."""
