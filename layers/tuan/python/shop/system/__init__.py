"""What operators see of the running system: dead letters, alarms, orders that are stuck, the
version of the code."""
