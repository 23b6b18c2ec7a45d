"""The functions that start, end and read ties, as they are since the whole loop: they replace those of `sql`."""

PINNED = "SET search_path = pg_catalog, public, pg_temp"
START_ARGUMENTS = "uuid, uuid, uuid, uuid, uuid, varchar, uuid, timestamptz, varchar, boolean"

# A tie opens a record, so no web connection may write one by itself: only for a child it may
# already do this to, and only of a kind the matrix lets its role start.
START = f"""
DROP FUNCTION access_start_relationship(uuid, uuid, uuid, uuid, varchar, uuid, timestamptz, varchar);
CREATE FUNCTION access_start_relationship(
    new_id uuid, child uuid, organisation uuid, team uuid, person uuid, tie varchar, subject uuid,
    starts timestamptz, shown_by varchar, is_discreet boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
BEGIN
    IF NOT access_may(child, 'relationship', 'start_' || tie, subject) THEN
        RAISE EXCEPTION 'this posting may not start % for this child', tie USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie IN ('referrer', 'assigned') AND organisation <> access_organisation() THEN
        RAISE EXCEPTION 'this tie is of the organisation that starts it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie = 'assigned' AND (team IS DISTINCT FROM access_team() OR NOT EXISTS (
        SELECT 1 FROM register_posting p WHERE p.team_id = team AND p.user_id = person)) THEN
        RAISE EXCEPTION 'this tie is of a person of the team'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, team_id, user_id,
        kind, subject_id, starts_at, ends_at, evidence, discreet)
    SELECT new_id, c.authority_id, c.id, organisation, team, person, tie, subject, starts, NULL,
        shown_by, is_discreet
    FROM register_child c WHERE c.id = child
    ON CONFLICT (child_id, organisation_id, kind, team_id, user_id, subject_id) WHERE ends_at IS NULL DO NOTHING;
END $$;
"""

# Ends the open ties of one kind; a team or person left NULL is any. Returns how many ended.
END = f"""
CREATE FUNCTION access_end_relationship(
    child uuid, tie varchar, team uuid, person uuid, subject uuid, ends timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
DECLARE ended integer;
BEGIN
    IF NOT access_may(child, 'relationship', 'end_' || tie, subject) THEN
        RAISE EXCEPTION 'this posting may not end % for this child', tie USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie = 'assigned' AND team IS DISTINCT FROM access_team() THEN
        RAISE EXCEPTION 'this tie is of the team that ends it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE register_relationship r SET ends_at = greatest(ends, r.starts_at)
    WHERE r.child_id = child AND r.kind = tie AND r.ends_at IS NULL
        AND (team IS NULL OR r.team_id = team) AND (person IS NULL OR r.user_id = person)
        AND (subject IS NULL OR r.subject_id = subject);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
"""

# What a web connection may record of a child, in whichever part: whom it may cause to be told.
TIES_OF = f"""
CREATE OR REPLACE FUNCTION access_ties(children uuid[]) RETURNS TABLE (
    child_id uuid, kind varchar, organisation_id uuid, team_id uuid, subject_id uuid,
    starts_at timestamptz, ends_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
    SELECT r.child_id, r.kind, r.organisation_id,
        coalesce(r.team_id, (SELECT t.id FROM register_team t WHERE t.organisation_id = r.organisation_id
            ORDER BY t.kind = 'safeguarding_team' DESC, t.id LIMIT 1)),
        r.subject_id, r.starts_at, r.ends_at
    FROM register_relationship r
    WHERE r.child_id = ANY (children)
        AND (session_user <> 'alongside_web' OR EXISTS (
            SELECT 1 FROM unnest(ARRAY['request', 'plan', 'feedback', 'enquiry', 'challenge', 'pointer']) p (part)
            WHERE access_may(r.child_id, p.part::varchar, 'record', r.subject_id)))
    ORDER BY r.starts_at, r.id
$$;
"""

INVOLVED = f"""
CREATE OR REPLACE FUNCTION access_involved(asked_child uuid) RETURNS TABLE (
    relationship varchar, organisation_id uuid, organisation varchar, organisation_kind varchar,
    team varchar, person varchar, telephone varchar, email varchar, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
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
        -- Who has left is not named: the team that they worked in is.
        AND (r.user_id IS NULL OR (u.is_active AND EXISTS (
            SELECT 1 FROM register_posting p JOIN register_team pt ON pt.id = p.team_id
            WHERE p.user_id = r.user_id AND pt.organisation_id = r.organisation_id
                AND p.starts_at <= now() AND (p.ends_at IS NULL OR p.ends_at > now()))))
        -- Another organisation's request is not a pointer: that it was made is part of it.
        AND (r.kind <> 'received' OR access_may(asked_child, 'request', 'read', r.subject_id))
        -- Nor is help by agreement that the family has not agreed to be told of.
        AND (NOT r.discreet OR access_may(asked_child, 'plan', 'read', r.subject_id))
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
$$;
"""

# For rows that are about no one child: whether the acting role does this as its own work.
OWN_WORK = f"""
CREATE FUNCTION access_does(asked_part varchar, asked_act varchar) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER {PINNED} AS $$
    SELECT EXISTS (
        SELECT 1 FROM access_viewer() v
            JOIN access_matrix m ON m.authority_id = v.authority_id AND m.relationship = 'own_work'
                AND m.role = v.role AND m.part = asked_part AND m.act = asked_act)
$$;
"""

EXECUTE = f"""
REVOKE ALL ON FUNCTION access_start_relationship({START_ARGUMENTS}),
    access_end_relationship(uuid, varchar, uuid, uuid, uuid, timestamptz),
    access_does(varchar, varchar) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_start_relationship({START_ARGUMENTS}),
    access_end_relationship(uuid, varchar, uuid, uuid, uuid, timestamptz), access_does(varchar, varchar)
    TO alongside_web;
"""

FUNCTIONS = START + END + TIES_OF + INVOLVED + OWN_WORK + EXECUTE

# Since 0005: whether ties are known to others, as a family agrees.
# Only the ties of the acting team, for one subject: of the team itself, or of its people.
SET_DISCREET = f"""
CREATE FUNCTION access_set_discreet(child uuid, subject uuid, of_people boolean, hidden boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
BEGIN
    IF NOT access_may(child, 'relationship', 'end_allocated', subject) THEN
        RAISE EXCEPTION 'this posting may not change ties of this child' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE register_relationship r SET discreet = hidden
    WHERE r.child_id = child AND r.kind = 'allocated' AND r.ends_at IS NULL AND r.team_id = access_team()
        AND r.subject_id = subject AND (r.user_id IS NOT NULL) = of_people AND r.discreet <> hidden;
END $$;
REVOKE ALL ON FUNCTION access_set_discreet(uuid, uuid, boolean, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_set_discreet(uuid, uuid, boolean, boolean) TO alongside_web;
"""

# Since 0006: of somebody who has left, or a team in which nobody is left. The worker acts as nobody who
# could be asked whether they may, so it ends what stands still and never what a school or the hub holds.
END_LEFT = f"""
CREATE FUNCTION access_end_ties_left(
    child uuid, tie varchar, team uuid, person uuid, subject uuid, ends timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
DECLARE ended integer;
BEGIN
    IF tie NOT IN ('allocated', 'plan_member', 'consulted') OR subject IS NULL THEN
        RAISE EXCEPTION 'such ties do not end by themselves' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE register_relationship r SET ends_at = greatest(ends, r.starts_at)
    WHERE r.child_id = child AND r.kind = tie AND r.ends_at IS NULL AND r.subject_id = subject
        AND (team IS NULL OR r.team_id = team) AND (person IS NULL OR r.user_id = person);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
REVOKE ALL ON FUNCTION access_end_ties_left(uuid, varchar, uuid, uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_end_ties_left(uuid, varchar, uuid, uuid, uuid, timestamptz) TO alongside_worker;
"""
