"""What people and reactions do in step 1: rounds with their letters, and the instruments that go with them."""
