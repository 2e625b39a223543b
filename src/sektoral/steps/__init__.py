"""The SOP: five steps, five slices of the same shape, none of which knows another."""
