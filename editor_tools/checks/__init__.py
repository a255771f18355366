"""The verbs of rules: each module says where an issue objects to one kind of rule, and with which facts."""
