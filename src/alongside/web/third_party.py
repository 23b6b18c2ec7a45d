"""Routes of others' code, each classified by hand: the gate lets no other undeclared route exist."""

CLASSIFIED: dict[str, str] = {}
