"""Settings: ``base`` is shared; ``dev`` is the default, ``test`` and ``production`` say only what differs."""
