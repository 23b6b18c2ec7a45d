"""The functions that start and end ties, within bounds: they replace those of `tie_functions`."""

from alongside.access.tie_functions import PINNED

# Teams whose work it is to receive requests, and to give them to others.
RECEIVES = "('front_door', 'emergency_duty_team')"

# Whoever may start a tie chooses whom it opens the record to: never somebody of another authority, and
# each kind only for those whom that kind is of.
START = f"""
CREATE OR REPLACE FUNCTION access_start_relationship(
    new_id uuid, child uuid, organisation uuid, team uuid, person uuid, tie varchar, subject uuid,
    starts timestamptz, shown_by varchar, is_discreet boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
DECLARE team_kind varchar; until timestamptz;
BEGIN
    IF NOT access_may(child, 'relationship', 'start_' || tie, subject) THEN
        RAISE EXCEPTION 'this posting may not start % for this child', tie USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT t.kind INTO team_kind FROM register_team t JOIN register_organisation o ON o.id = t.organisation_id
        JOIN register_child c ON c.authority_id = o.authority_id
        WHERE t.id = team AND o.id = organisation AND c.id = child;
    IF team_kind IS NULL AND tie IN ('received', 'allocated', 'consulted', 'plan_member') THEN
        RAISE EXCEPTION 'this tie is of a team of the child''s authority' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie = 'received' AND team_kind NOT IN {RECEIVES} THEN
        RAISE EXCEPTION 'this tie is of a team that receives requests' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie IN ('referrer', 'assigned') AND organisation <> access_organisation() THEN
        RAISE EXCEPTION 'this tie is of the organisation that starts it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- A whole team is asked by those who pass requests on; a team that helps names only its own people.
    IF tie = 'allocated' AND person IS NULL AND NOT EXISTS (
        SELECT 1 FROM access_viewer() v WHERE v.team_kind IN {RECEIVES}) THEN
        RAISE EXCEPTION 'a team is asked by one that receives requests' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie = 'assigned' OR person IS NOT NULL THEN
        IF team IS DISTINCT FROM access_team() OR NOT EXISTS (
            SELECT 1 FROM register_posting p WHERE p.team_id = team AND p.user_id = person
                AND (p.ends_at IS NULL OR p.ends_at > starts)) THEN
            RAISE EXCEPTION 'this tie is of a person of the team' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    IF tie = 'assigned' THEN
        -- It lasts no longer than what the person is posted here for.
        SELECT CASE WHEN bool_or(p.ends_at IS NULL) THEN NULL ELSE max(p.ends_at) END INTO until
        FROM register_posting p WHERE p.team_id = team AND p.user_id = person
            AND (p.ends_at IS NULL OR p.ends_at > starts);
    END IF;
    INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, team_id, user_id,
        kind, subject_id, starts_at, ends_at, evidence, discreet)
    SELECT new_id, c.authority_id, c.id, organisation, team, person, tie, subject, starts, until,
        shown_by, is_discreet
    FROM register_child c WHERE c.id = child
    ON CONFLICT (child_id, organisation_id, kind, team_id, user_id, subject_id) WHERE ends_at IS NULL DO NOTHING;
END $$;
"""

END = f"""
CREATE OR REPLACE FUNCTION access_end_relationship(
    child uuid, tie varchar, team uuid, person uuid, subject uuid, ends timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
DECLARE ended integer;
BEGIN
    IF NOT access_may(child, 'relationship', 'end_' || tie, subject) THEN
        RAISE EXCEPTION 'this posting may not end % for this child', tie USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF tie IN ('assigned', 'allocated') AND team IS DISTINCT FROM access_team() THEN
        RAISE EXCEPTION 'this tie is of the team that ends it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE register_relationship r SET ends_at = greatest(ends, r.starts_at)
    WHERE r.child_id = child AND r.kind = tie
        AND (r.ends_at IS NULL OR (tie = 'assigned' AND r.ends_at > greatest(ends, r.starts_at)))
        AND (team IS NULL OR r.team_id = team) AND (person IS NULL OR r.user_id = person)
        AND (subject IS NULL OR r.subject_id = subject);
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
"""

# What a colleague was shown ends with the posting for which it was shown: whoever is posted to the same
# team again is shown it again, or not. A trigger, so that no way of ending a posting can forget it.
POSTING_ENDS = f"""
CREATE FUNCTION access_end_with_posting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER {PINNED} AS $$
BEGIN
    UPDATE register_relationship r SET ends_at = greatest(NEW.ends_at, r.starts_at)
    FROM register_team t
    WHERE t.id = NEW.team_id AND r.organisation_id = t.organisation_id AND r.kind = 'assigned'
        AND r.team_id = NEW.team_id AND r.user_id = NEW.user_id
        AND (r.ends_at IS NULL OR r.ends_at > greatest(NEW.ends_at, r.starts_at))
        AND NOT EXISTS (
            SELECT 1 FROM register_posting p WHERE p.id <> NEW.id AND p.team_id = NEW.team_id
                AND p.user_id = NEW.user_id AND p.starts_at <= NEW.ends_at
                AND (p.ends_at IS NULL OR p.ends_at > NEW.ends_at));
    RETURN NULL;
END $$;
CREATE TRIGGER what_was_shown_ends_with_the_posting
    AFTER UPDATE OF ends_at ON register_posting FOR EACH ROW
    WHEN (NEW.ends_at IS NOT NULL AND NEW.ends_at IS DISTINCT FROM OLD.ends_at)
    EXECUTE FUNCTION access_end_with_posting();
REVOKE ALL ON FUNCTION access_end_with_posting() FROM PUBLIC;
"""

FUNCTIONS = START + END + POSTING_ENDS
