"""What the pages of step 4 show: the queue, one submission, one table beside last year's."""
