"""What agencies do in step 3: send, explain, hand over by letter; and what the office does about deadlines."""
