"""An installation in a folder, encrypted, and back again into an empty one of either database (docs/backup.md).

``sealing`` encrypts streams, ``rows`` and ``files`` read and write what is kept, ``manifest`` says what there is; ``making`` and
``restoring`` are the two use cases.
"""
