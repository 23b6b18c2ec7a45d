"""Who acts, each asked for by itself: every policy asks several times a query, so each joins no more than it needs.

They replace those of `sql`, and answer the same. Their bodies are bound to their tables when they are
made, so that no search path can lead them elsewhere.
"""

_POSTING = """FROM access_context c
        JOIN register_posting p ON p.id = c.posting_id
        JOIN register_user u ON u.id = p.user_id AND u.is_active{more}
    WHERE c.digest = sha256(convert_to(current_setting('alongside.token', true), 'UTF8'))
        AND c.expires_at > now()
        AND p.starts_at <= now() AND (p.ends_at IS NULL OR p.ends_at > now())"""
_TEAM = "\n        JOIN register_team t ON t.id = p.team_id"
_ORGANISATION = f"{_TEAM}\n        JOIN register_organisation o ON o.id = t.organisation_id"

FUNCTIONS = "".join(
    f"""
CREATE OR REPLACE FUNCTION access_{name}() RETURNS {kind} LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
    SELECT {column} {_POSTING.format(more=more)};
END;
"""
    for name, kind, column, more in (
        ("user", "uuid", "p.user_id", ""),
        ("posting", "uuid", "p.id", ""),
        ("team", "uuid", "p.team_id", ""),
        ("role", "varchar", "p.role", ""),
        ("organisation", "uuid", "t.organisation_id", _TEAM),
        ("authority", "uuid", "o.authority_id", _ORGANISATION),
    )
)
