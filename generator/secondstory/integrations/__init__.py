"""What other programs speak with us: one module for each way of speaking."""
