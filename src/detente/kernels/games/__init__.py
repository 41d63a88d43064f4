"""Games on graphs, arrays only: who can force what, at what credit, at what value, with what chance.

`graph` rows, predecessors, components; `order` backward order; `attractor` forcing and avoiding; `energy` the
smallest credit; `decision` one decider and chains; `lone` one decider without chance, many sets of numbers;
`stochastic` two sides and chance; `equilibrium` many parties. Each is imported by its module.
"""
