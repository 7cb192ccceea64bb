"""shop: the domain. One module per aggregate: its model, its rules, its writes."""
