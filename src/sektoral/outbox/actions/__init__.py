"""What queues messages, hands them over, and lets a person decide about them."""
