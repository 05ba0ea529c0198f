"""How the portal is run: files for servers, and the local services that development and tests use."""
