"""Every change of state. One function is one action: lock, rule, write, event, one transaction.

Keywords only; `by` is who acts. A row that does not exist or is not for `by` raises `NotFound`.
Locks are taken in the order article, claim, citation; the event, which locks the chain, comes last.
"""
