"""Proof that the record of a case is what it was: ``verifying`` reads rows and says where they do not hold together."""
