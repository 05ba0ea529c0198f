"""The day's anchor: ``statements`` says what is signed, ``making`` writes it, ``verifying`` looks whether it still holds,
``proving`` shows that one case was in it."""
