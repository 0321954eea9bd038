"""What came of an assembly: recommendations, votes, minority statements, formal responses, commitments."""
