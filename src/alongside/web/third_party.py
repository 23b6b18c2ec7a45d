"""Routes of others' code, each classified by hand: the gate lets no other undeclared route exist."""

CLASSIFIED = {
    "account_login": "public: sign in with email and password",
    "account_inactive": "public: says that the account is closed, of nobody in particular",
    "account_reauthenticate": "own account: the password again before the account is changed",
    "mfa_authenticate": "public: the second step of signing in",
    "mfa_reauthenticate": "own account: a code again before the account is changed",
    "mfa_deactivate_totp": "own account: take away a lost or old app; no page opens until the next",
    "mfa_activate_totp": "own account: set up an authenticator app",
    "mfa_index": "own account: how you sign in",
}
