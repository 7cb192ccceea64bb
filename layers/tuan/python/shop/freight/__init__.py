"""Freight: what it costs to send goods.

model     the template, by which goods say what their freight costs
pricing   the freight of an order, as a function of values
saving    an operator saves a template
reads     the templates
views     what operators see of them
"""
