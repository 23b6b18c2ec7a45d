"""The functions PostgreSQL decides access with. Each pins its search path and its owner's rights."""

LOCAL_DEFINER = "STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

VIEWER = f"""
CREATE FUNCTION access_viewer() RETURNS TABLE (
    user_id uuid, posting_id uuid, team_id uuid, organisation_id uuid, authority_id uuid,
    role varchar, pack varchar, full_name varchar, team_name varchar, team_kind varchar,
    organisation_name varchar, organisation_kind varchar)
LANGUAGE sql {LOCAL_DEFINER} ROWS 1 AS $$
    SELECT u.id, p.id, t.id, o.id, a.id, p.role, a.pack, u.full_name, t.name, t.kind, o.name, o.kind
    FROM access_context c
        JOIN register_posting p ON p.id = c.posting_id
        JOIN register_user u ON u.id = p.user_id AND u.is_active
        JOIN register_team t ON t.id = p.team_id
        JOIN register_organisation o ON o.id = t.organisation_id
        JOIN register_authority a ON a.id = o.authority_id
    WHERE c.digest = sha256(convert_to(current_setting('alongside.token', true), 'UTF8'))
        AND c.expires_at > now()
        AND p.starts_at <= now() AND (p.ends_at IS NULL OR p.ends_at > now())
$$;
"""

ONE_OF_VIEWER = "".join(
    f"""
CREATE FUNCTION access_{name}() RETURNS {kind} LANGUAGE sql {LOCAL_DEFINER}
AS $$ SELECT {column} FROM access_viewer() $$;
"""
    for name, column, kind in (
        ("user", "user_id", "uuid"),
        ("posting", "posting_id", "uuid"),
        ("team", "team_id", "uuid"),
        ("organisation", "organisation_id", "uuid"),
        ("authority", "authority_id", "uuid"),
        ("role", "role", "varchar"),
    )
)

CONTEXTS = """
CREATE FUNCTION access_open_context(digest bytea, posting uuid, expires timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM access_context WHERE expires_at < now();
    INSERT INTO access_context (digest, posting_id, opened_at, expires_at)
    VALUES (digest, posting, now(), expires)
    ON CONFLICT ON CONSTRAINT access_context_pkey DO UPDATE
        SET posting_id = EXCLUDED.posting_id, opened_at = now(), expires_at = EXCLUDED.expires_at;
$$;
CREATE FUNCTION access_close_context(gone bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM access_context c WHERE c.digest = gone;
$$;
"""

MAY = """
CREATE FUNCTION access_may(asked_child uuid, asked_part varchar, asked_act varchar, asked_subject uuid)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM access_viewer() v
            JOIN register_relationship r ON r.child_id = asked_child AND r.organisation_id = v.organisation_id
            JOIN access_matrix m ON m.authority_id = r.authority_id AND m.relationship = r.kind
                AND m.role = v.role AND m.part = asked_part AND m.act = asked_act
        WHERE (r.team_id IS NULL OR r.team_id = v.team_id) AND (r.user_id IS NULL OR r.user_id = v.user_id)
            AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())
            AND (NOT m.own_subject_only OR r.subject_id = asked_subject))
    AND NOT EXISTS (
        SELECT 1 FROM register_conflict c JOIN access_viewer() v ON v.user_id = c.user_id
        WHERE c.child_id = asked_child
            AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()))
$$;
"""

# A tie opens a record, so no web connection may write one by itself: only for a child it may
# already do this to, and only of a kind the matrix lets its role start.
TIES = """
CREATE FUNCTION access_start_relationship(
    new_id uuid, child uuid, organisation uuid, team uuid, tie varchar, subject uuid,
    starts timestamptz, shown_by varchar) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT access_may(child, 'relationship', 'start_' || tie, subject) THEN
        RAISE EXCEPTION 'this posting may not start % for this child', tie USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie = 'referrer' AND organisation <> access_organisation() THEN
        RAISE EXCEPTION 'a referrer is the organisation that asks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, team_id, user_id,
        kind, subject_id, starts_at, ends_at, evidence)
    SELECT new_id, c.authority_id, c.id, organisation, team, NULL, tie, subject, starts, NULL, shown_by
    FROM register_child c WHERE c.id = child;
END $$;
"""

# Whom to address: a school may cause a message to a team whose ties it cannot see. A web connection
# learns them only of children whose record it may write.
TIES_OF = """
CREATE FUNCTION access_ties(children uuid[]) RETURNS TABLE (
    child_id uuid, kind varchar, organisation_id uuid, team_id uuid, subject_id uuid,
    starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.child_id, r.kind, r.organisation_id,
        coalesce(r.team_id, (SELECT t.id FROM register_team t WHERE t.organisation_id = r.organisation_id
            ORDER BY t.kind = 'safeguarding_team' DESC, t.id LIMIT 1)),
        r.subject_id, r.starts_at, r.ends_at
    FROM register_relationship r
    WHERE r.child_id = ANY (children)
        AND (session_user <> 'alongside_web' OR access_may(r.child_id, 'request', 'record', r.subject_id))
    ORDER BY r.starts_at, r.id
$$;
REVOKE ALL ON FUNCTION access_ties(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_ties(uuid[]) TO alongside_web, alongside_worker, alongside_loader;
"""

INVOLVED = """
CREATE FUNCTION access_involved(asked_child uuid) RETURNS TABLE (
    relationship varchar, organisation_id uuid, organisation varchar, organisation_kind varchar,
    team varchar, person varchar, telephone varchar, email varchar, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.kind, o.id, o.name, o.kind, coalesce(t.name, ''), coalesce(u.full_name, ''),
        coalesce(nullif(t.telephone, ''), o.telephone), coalesce(nullif(t.email, ''), o.email),
        min(r.starts_at)
    FROM register_relationship r
        JOIN register_organisation o ON o.id = r.organisation_id
        LEFT JOIN register_team t ON t.id = r.team_id
        LEFT JOIN register_user u ON u.id = r.user_id
    WHERE r.child_id = asked_child
        AND r.kind IN ('on_roll', 'allocated', 'plan_member', 'health_episode', 'link_worker', 'received')
        AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())
        AND access_may(asked_child, 'pointer', 'read', NULL)
        -- Another organisation's request is not a pointer: that it was made is part of it.
        AND (r.kind <> 'received' OR access_may(asked_child, 'request', 'read', r.subject_id))
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;
"""

EXECUTE = """
REVOKE ALL ON FUNCTION access_open_context(bytea, uuid, timestamptz), access_close_context(bytea),
    access_may(uuid, varchar, varchar, uuid), access_involved(uuid), access_viewer(),
    access_user(), access_posting(), access_team(), access_organisation(), access_authority(), access_role(),
    access_start_relationship(uuid, uuid, uuid, uuid, varchar, uuid, timestamptz, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_open_context(bytea, uuid, timestamptz), access_close_context(bytea)
    TO alongside_sign_in;
GRANT EXECUTE ON FUNCTION access_may(uuid, varchar, varchar, uuid), access_involved(uuid), access_viewer(),
    access_user(), access_posting(), access_team(), access_organisation(), access_authority(), access_role(),
    access_start_relationship(uuid, uuid, uuid, uuid, varchar, uuid, timestamptz, varchar) TO alongside_web;
REVOKE ALL ON access_context FROM PUBLIC;
"""

FUNCTIONS = VIEWER + ONE_OF_VIEWER + CONTEXTS + MAY + TIES + TIES_OF + INVOLVED + EXECUTE
