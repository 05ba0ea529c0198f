"""Side effects as rows: written in the transaction that causes them, drained after it.

Guarantee: a row whose transaction committed is handed to its sink at least once, however often the process dies;
handlers reread the database, so that delivery twice, late or out of order does no harm.

``write.enqueue`` writes, ``drain.drain`` delivers, ``registry.register_sink`` says who handles what.
"""
