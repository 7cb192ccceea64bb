"""The statistics of experiments, as functions of values.

distributions    normal, Student's t, chi-square
moments          sums of users, and the means and variances that follow
effects          the difference of two arms, absolute and relative, with its standard error
fixed            interval and p value for one look
sequential       interval and p value that stay valid however often one looks
corrections      p values of several comparisons
sample_ratio     whether the arms have as many users as their weights say
power            the chance to find an effect, and how many more users that needs
"""
