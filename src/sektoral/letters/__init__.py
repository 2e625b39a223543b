"""Letters, for the steps that write them: number, render, initial, sign, send."""
