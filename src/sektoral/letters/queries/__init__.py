"""What the pages of letters show: the queues before paraf and signature, the register, one letter."""
