"""Experiments: two or more versions of something, and which of them works better.

hashing      buckets of users, as all GrowthBook SDKs make them
model        the experiment, its parts and its item
rules        what an experiment must be like
assignment   which version a user gets, as a function of values
reads        experiments, at most 30 seconds old
saving       an operator saves an experiment; exclusive layers
serving      a user gets a version
exposures    the first time that a user got one that day, as a message
noting       the message becomes an event
views        what clients and operators see of experiments
trial        the question what an experiment has shown
queries      its SQL
arms         its rows, added up
judging      what the sums mean, as functions of values
words        what to do now, in plain words
answers      what clients see of it
drawing      its picture
statistics   the formulas
"""
