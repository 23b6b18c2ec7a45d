-- A made-up council of any size, row for row as the product itself writes it. Nobody in it is real.
-- Settings: bench.children, bench.authority, bench.organisation, bench.hub.
-- A quarter of the children were ever asked about: a third of the children's number in requests that
-- are decided, spread over three years, and a twelfth in requests that are open, of the last ten days.

CREATE SCHEMA bench;
CREATE FUNCTION bench.word(words text, n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT (string_to_array(words, ' '))[1 + n % array_length(string_to_array(words, ' '), 1)] $$;
-- An id that sorts by its moment, as the product's own do.
CREATE FUNCTION bench.id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS
$$ SELECT uuidv7(at - clock_timestamp()) $$;

-- Schools of 300 pupils, the teams of the council, and who works there. -------------------------------

CREATE UNLOGGED TABLE bench.place AS
SELECT 'school' AS what, n, uuidv7() AS organisation, uuidv7() AS team
FROM generate_series(1, greatest(1, current_setting('bench.children')::int / 300)) n
UNION ALL
SELECT 'help', n, current_setting('bench.organisation')::uuid, uuidv7()
FROM generate_series(1, greatest(3, current_setting('bench.children')::int / 6000)) n
UNION ALL
SELECT 'hub', 1, current_setting('bench.organisation')::uuid, current_setting('bench.hub')::uuid;
ANALYZE bench.place;

INSERT INTO register_organisation (id, authority_id, kind, name, telephone, email)
SELECT organisation, current_setting('bench.authority')::uuid, 'school',
    bench.word('Alder Birch Cedar Elm Hazel Holly Larch Maple Oak Rowan Willow Yew', n) || ' Primary School '
        || n, '01632 960' || lpad((n % 1000)::text, 3, '0'), ''
FROM bench.place WHERE what = 'school';
INSERT INTO schools_establishment (organisation_id, urn, dfe_number, local_authority_code, kind, phase,
    status, address, postcode, uprn, website)
SELECT organisation, (200000 + n)::text, '', '999', 'Community school', 'Primary', 'open', '', '', '', ''
FROM bench.place WHERE what = 'school';
INSERT INTO register_team (id, organisation_id, kind, name, telephone, email)
SELECT team, organisation, CASE what WHEN 'school' THEN 'safeguarding_team' ELSE 'family_help_team' END,
    CASE what WHEN 'school' THEN 'Safeguarding team' ELSE 'Family help team' END || ' ' || n, '', ''
FROM bench.place WHERE what <> 'hub';

CREATE UNLOGGED TABLE bench.worker AS
SELECT p.what, p.n AS place, m AS n, p.team, p.organisation, uuidv7() AS person, uuidv7() AS posting,
    CASE WHEN p.what = 'school' THEN 'designated_safeguarding_lead'
        WHEN p.what = 'help' THEN 'lead_practitioner'
        WHEN m % 10 = 0 THEN 'hub_manager' WHEN m % 2 = 0 THEN 'hub_social_worker'
        ELSE 'hub_screener' END AS role
FROM bench.place p
    CROSS JOIN LATERAL generate_series(1, CASE p.what WHEN 'hub' THEN 40 WHEN 'help' THEN 8 ELSE 2 END) m;
ANALYZE bench.worker;
INSERT INTO register_user (id, email, full_name, is_active)
SELECT person, what || '.' || place || '.' || n || '@thornmere.example',
    bench.word('Ada Bea Cy Dee Eli Fay Gus Hal Ida Jo', n) || ' ' || initcap(what) || ' ' || place, true
FROM bench.worker;
INSERT INTO register_posting (id, user_id, team_id, role, starts_at)
SELECT posting, person, team, role, now() - interval '3 years' FROM bench.worker;

-- The children, school by school as rolls are loaded. ------------------------------------------------

CREATE UNLOGGED TABLE bench.child AS
SELECT c.n, bench.id(now() - interval '3 years' + c.n * interval '1 millisecond') AS id, uuidv7() AS tie,
    p.organisation AS school, p.team, current_date - 1900 - (c.n * 7) % 4000 AS born
FROM generate_series(1, current_setting('bench.children')::int) c (n)
    JOIN bench.place p ON p.what = 'school'
        AND p.n = 1 + (c.n - 1) * (SELECT count(*) FROM bench.place WHERE what = 'school')
            / current_setting('bench.children')::int
ORDER BY c.n;
ANALYZE bench.child;

INSERT INTO register_child (id, authority_id)
SELECT id, current_setting('bench.authority')::uuid FROM bench.child;
INSERT INTO people_identity (child_id, authority_id, date_of_birth, sex)
SELECT id, current_setting('bench.authority')::uuid, born,
    CASE n % 2 WHEN 0 THEN 'female' ELSE 'male' END FROM bench.child;
INSERT INTO people_name (id, child_id, kind, forename, middle_names, surname, searched, starts_on)
SELECT uuidv7(), id, kind, forename, '', surname, lower(forename || ' ' || surname), current_date - 900
FROM (
    SELECT id, kind, bench.word('Amelia Ben Chloe Dev Ewa Finn Grace Hugo Isla Jack Kit Lily Max Nia Omar Poppy'
        || ' Quinn Rosa Sam Tess Uma Vic Will Xena Yan Zara', n + (kind = 'preferred')::int) AS forename,
        bench.word('Ahmed Amin Baker Carter Dixon Evans Foster Green Hall Iqbal Jones Khan Lewis Moore Nowak'
        || ' Owen Patel Quinn Reid Shah Taylor Unwin Vaughan Walsh Young', n / 26) AS surname
    FROM bench.child, unnest(ARRAY['legal', 'preferred']) kind
    WHERE kind = 'legal' OR n % 10 = 0
) named;
INSERT INTO people_identifier (id, child_id, scheme, value)
SELECT uuidv7(), id, 'upn', 'Z999' || lpad(n::text, 9, '0') FROM bench.child;
INSERT INTO people_address (id, child_id, lines, postcode, uprn, safe_to_show, starts_on)
SELECT uuidv7(), id, n % 200 || ' Mill Lane, Thornmere', 'ZZ' || n % 90 || ' 1AA', '', false,
    current_date - 900 FROM bench.child;
INSERT INTO people_familymember (id, child_id, kind, name, parental_responsibility, telephone, lives_with,
    source_id, starts_on)
SELECT uuidv7(), id, kind, initcap(kind) || ' of ' || n, 'yes', '01632 960111', true, school,
    current_date - 900
FROM bench.child, unnest(ARRAY['mother', 'father']) kind;
INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, kind, starts_at, evidence)
SELECT tie, current_setting('bench.authority')::uuid, id, school, 'on_roll', now() - interval '900 days',
    'roll:made' FROM bench.child;
INSERT INTO schools_registration (relationship_id, child_id, school_id, admitted_on, year_group)
SELECT tie, id, school, current_date - 900, (1 + n % 6)::text FROM bench.child;

-- What was asked for them, and what became of it. -----------------------------------------------------

CREATE UNLOGGED TABLE bench.request AS
WITH sizes AS (
    SELECT current_setting('bench.children')::int AS children,
        current_setting('bench.children')::int / 3 AS decided,
        current_setting('bench.children')::int / 12 AS open
), spread AS (
    SELECT k, k <= s.decided AS decided, k > s.decided - 20 AND k <= s.decided AS fresh,
        1 + 4 * (k * 7919::bigint % (s.children / 4)) AS child,
        CASE WHEN k <= s.decided
            THEN now() - interval '3 years' + (k::float8 / s.decided) * interval '1082 days'
            ELSE now() - interval '10 days' + ((k - s.decided)::float8 / s.open) * interval '9.9 days'
        END AS sent_at
    FROM sizes s, generate_series(1, s.decided + s.open) k
)
SELECT s.*, bench.id(s.sent_at) AS id, bench.id(s.sent_at) AS draft, c.id AS child_id, c.school, c.team,
    CASE WHEN s.decided THEN 'decided' WHEN k % 20 < 10 THEN 'waiting' WHEN k % 20 < 17 THEN 'acknowledged'
        ELSE 'proposed' END AS state,
    lead.posting AS asked_by, hub.posting AS held_by,
    CASE k % 10 WHEN 0 THEN 'family_help' WHEN 1 THEN 'family_help' WHEN 2 THEN 'assessment'
        WHEN 3 THEN 'family_help' WHEN 4 THEN 'family_help' WHEN 5 THEN 'assessment'
        WHEN 6 THEN 'no_further_action' ELSE 'advice' END AS outcome,
    helping.n AS helping, helping.team AS help_team
FROM spread s JOIN bench.child c ON c.n = s.child
    JOIN bench.worker lead ON lead.team = c.team AND lead.n = 1
    JOIN bench.worker hub ON hub.what = 'hub' AND hub.n = 1 + s.k % 40
    JOIN bench.place helping ON helping.what = 'help'
        AND helping.n = 1 + s.k % (SELECT count(*) FROM bench.place WHERE what = 'help')
ORDER BY s.k;
ANALYZE bench.request;
CREATE INDEX ON bench.request (k);

INSERT INTO front_door_request (id, draft_id, urgent, state, sent_at, acknowledged_at, decided_at, told_at,
    told_how, read_at, claimed_by_id, claimed_at, version, authority_id, child_id, receiving_team_id,
    referred_by_id, referring_team_id, telephone_first)
SELECT id, draft, k % 25 = 0, state, sent_at,
    CASE WHEN state <> 'waiting' THEN sent_at + interval '20 minutes' END,
    CASE WHEN decided THEN sent_at + interval '20 hours' END,
    CASE WHEN decided AND NOT fresh THEN sent_at + interval '21 hours' END,
    CASE WHEN decided AND NOT fresh THEN 'inbox' ELSE '' END,
    CASE WHEN decided AND NOT fresh AND (k % 50 > 0 OR sent_at < now() - interval '60 days')
        THEN sent_at + interval '40 hours' END,
    CASE WHEN state IN ('acknowledged', 'proposed') THEN held_by END,
    CASE WHEN state IN ('acknowledged', 'proposed') THEN sent_at + interval '20 minutes' END,
    3, current_setting('bench.authority')::uuid, child_id, current_setting('bench.hub')::uuid, asked_by,
    team, false
FROM bench.request;
INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, team_id, kind, subject_id,
    starts_at, evidence)
SELECT uuidv7(), current_setting('bench.authority')::uuid, r.child_id, t.organisation, t.team, t.kind, r.id,
    r.sent_at, 'request:' || r.id
FROM bench.request r CROSS JOIN LATERAL (VALUES ('referrer', r.school, r.team), ('received',
    current_setting('bench.organisation')::uuid, current_setting('bench.hub')::uuid))
    t (kind, organisation, team);

CREATE UNLOGGED TABLE bench.words AS
SELECT r.k, w.what, uuidv7() AS id
FROM bench.request r
    CROSS JOIN unnest(ARRAY['what_happened', 'harm', 'worries', 'child_voice', 'reasons', 'next_steps']) w (what)
WHERE r.decided OR w.what NOT IN ('reasons', 'next_steps');
ANALYZE bench.words;
INSERT INTO chronology_textblock (id, authority_id, child_id, subject_id, part, source_id, also_about, seal,
    withheld_from, body, written_at)
SELECT w.id, current_setting('bench.authority')::uuid, r.child_id, r.id, 'request',
    CASE WHEN w.what IN ('reasons', 'next_steps') THEN current_setting('bench.organisation')::uuid
        ELSE r.school END,
    '{}', 'normal', '{}', repeat('What was seen and said, in words that somebody typed. ', 4), r.sent_at
FROM bench.words w JOIN bench.request r USING (k);
INSERT INTO front_door_answer (id, request_id, child_id, question, text_id)
SELECT uuidv7(), r.id, r.child_id, w.what, w.id
FROM bench.words w JOIN bench.request r USING (k) WHERE w.what NOT IN ('reasons', 'next_steps');
INSERT INTO front_door_decision (id, request_id, child_id, outcome, level_of_need, reasons_id, next_steps_id,
    family_told, proposed_by_id, decided_by_id, decided_at, help_team_id, local_offer, need)
SELECT uuidv7(), r.id, r.child_id, r.outcome, 2 + r.k % 2, reasons.id, steps.id, true, r.held_by, r.held_by,
    r.sent_at + interval '20 hours', CASE WHEN r.outcome = 'family_help' THEN r.help_team END, '', ''
FROM bench.request r
    JOIN bench.words reasons ON reasons.k = r.k AND reasons.what = 'reasons'
    JOIN bench.words steps ON steps.k = r.k AND steps.what = 'next_steps'
WHERE r.decided;

-- The help that followed: what is older than half a year has ended, some came back to the hub. ----------

CREATE UNLOGGED TABLE bench.help AS
SELECT r.*, bench.id(r.sent_at + interval '1 day') AS help_id, lead.posting AS lead, lead.person AS lead_person,
    CASE WHEN r.sent_at < now() - interval '180 days' THEN 'ended'
        WHEN r.k % 100 = 3 THEN 'declined' WHEN r.k % 40 = 0 THEN 'offered' ELSE 'active' END AS stands
FROM bench.request r JOIN bench.worker lead ON lead.team = r.help_team AND lead.n = 1 + r.k % 8
WHERE r.decided AND NOT r.fresh AND r.outcome IN ('family_help', 'assessment');
ANALYZE bench.help;
INSERT INTO plans_help (id, authority_id, child_id, request_id, outcome, team_id, state, basis, agreed_by,
    agreed, lead_id, lead_since, offered_by_id, offered_at, accepted_at, declined_at, passed_on_at, ended_at,
    end_reason, last_recorded_at, source, source_key, version)
SELECT help_id, current_setting('bench.authority')::uuid, child_id, id, outcome, help_team, stands,
    CASE WHEN stands IN ('ended', 'active') THEN 'agreement' ELSE '' END,
    CASE WHEN stands IN ('ended', 'active') THEN 'family' ELSE '' END,
    CASE WHEN stands IN ('ended', 'active') THEN ARRAY['accepted', 'lead_named', 'meeting', 'update', 'ended']
        ELSE '{}' END,
    CASE WHEN stands IN ('ended', 'active') THEN lead END,
    CASE WHEN stands IN ('ended', 'active') THEN sent_at + interval '3 days' END, held_by,
    sent_at + interval '1 day', CASE WHEN stands IN ('ended', 'active') THEN sent_at + interval '2 days' END,
    CASE WHEN stands = 'declined' THEN sent_at + interval '2 days' END, NULL,
    CASE WHEN stands = 'ended' THEN sent_at + interval '170 days' END,
    CASE WHEN stands = 'ended' THEN 'needs_met' ELSE '' END,
    CASE WHEN stands = 'ended' THEN sent_at + interval '170 days' ELSE now() - interval '3 days' END,
    'pages', '', 3
FROM bench.help;
INSERT INTO register_relationship (id, authority_id, child_id, organisation_id, team_id, user_id, kind,
    subject_id, starts_at, ends_at, evidence)
SELECT uuidv7(), current_setting('bench.authority')::uuid, h.child_id, current_setting('bench.organisation')::uuid,
    h.help_team, t.person, 'allocated', h.id, h.sent_at + interval '1 day',
    CASE h.stands WHEN 'ended' THEN h.sent_at + interval '170 days'
        WHEN 'declined' THEN h.sent_at + interval '2 days' END, 'help:' || h.help_id
FROM bench.help h CROSS JOIN LATERAL (VALUES (NULL::uuid), (h.lead_person)) t (person)
WHERE t.person IS NULL OR h.stands IN ('ended', 'active');
INSERT INTO plans_feedback (id, authority_id, child_id, request_id, help_id, about, outcome, team_id, lead_name,
    meeting_on, end_reason, given_by_id, given_at, read_at, read_by_id)
SELECT bench.id(h.sent_at + t.after), current_setting('bench.authority')::uuid, h.child_id, h.id, h.help_id,
    t.about, '', h.help_team, CASE t.about WHEN 'lead_named' THEN 'Ada Help 1' ELSE '' END,
    CASE t.about WHEN 'meeting' THEN (h.sent_at + interval '60 days')::date END,
    CASE t.about WHEN 'ended' THEN 'needs_met' ELSE '' END, h.lead, h.sent_at + t.after,
    h.sent_at + t.after + interval '1 day', h.asked_by
FROM bench.help h CROSS JOIN LATERAL (VALUES ('accepted', interval '2 days'), ('lead_named', interval '3 days'),
    ('meeting', interval '5 days'), ('ended', interval '170 days')) t (about, after)
WHERE h.stands IN ('ended', 'active') AND h.sent_at + t.after < now() - interval '2 days'
    AND (t.about <> 'ended' OR h.stands = 'ended');
INSERT INTO plans_contact (id, help_id, child_id, kind, happened_at, child_seen, recorded_by_id, recorded_at,
    source_key)
SELECT bench.id(h.sent_at + m * interval '14 days'), h.help_id, h.child_id, 'visit', h.sent_at + m * interval '14 days',
    'seen', h.lead, h.sent_at + m * interval '14 days' + interval '2 hours', ''
FROM bench.help h, generate_series(1, 12) m
WHERE h.stands IN ('ended', 'active') AND h.sent_at + m * interval '14 days' < now() - interval '1 day';
INSERT INTO plans_meeting (id, help_id, child_id, kind, state, starts_at, place, recorded_by_id, recorded_at,
    source_key, version)
SELECT bench.id(h.sent_at + interval '5 days'), h.help_id, h.child_id, 'team_around_the_child',
    CASE WHEN h.sent_at + interval '60 days' < now() THEN 'held' ELSE 'planned' END,
    h.sent_at + interval '60 days', 'At school', h.lead, h.sent_at + interval '5 days', '', 1
FROM bench.help h WHERE h.stands IN ('ended', 'active') AND h.sent_at < now() - interval '6 days';

-- Clocks, and the inboxes of schools and hub. ---------------------------------------------------------

INSERT INTO clocks_clock (id, authority_id, child_id, subject_id, part, timescale, state, started_at, started_by,
    due_at, stopped_at, stopped_by, warn_at, warned_at, overdue_at)
SELECT bench.id(sent_at), current_setting('bench.authority')::uuid, child_id, id, 'request', timescale,
    CASE WHEN runs THEN 'running' ELSE 'stopped' END, sent_at, id, sent_at + interval '1 day',
    CASE WHEN NOT runs THEN sent_at + interval '21 hours' END, CASE WHEN NOT runs THEN id END,
    sent_at + interval '20 hours', CASE WHEN runs AND sent_at < now() - interval '21 hours' THEN now() END,
    CASE WHEN runs AND sent_at < now() - interval '1 day' THEN now() END
FROM (
    SELECT r.*, t.timescale, CASE t.timescale WHEN 'request_acknowledged' THEN state = 'waiting'
        WHEN 'request_decided' THEN NOT decided ELSE NOT decided OR fresh END AS runs
    FROM bench.request r,
        unnest(ARRAY['request_acknowledged', 'request_decided', 'referrer_told']) t (timescale)
) c;
INSERT INTO clocks_clock (id, authority_id, child_id, subject_id, part, timescale, state, started_at, started_by,
    due_at)
SELECT uuidv7(), current_setting('bench.authority')::uuid, child_id, help_id, 'plan', 'help_accepted', 'running',
    sent_at + interval '1 day', help_id, sent_at + interval '3 days'
FROM bench.help WHERE stands = 'offered';
INSERT INTO messages_delivery (id, authority_id, event_id, event_kind, part, child_id, subject_id, team_id,
    channel, state, email_too, caused_by_id, happened_at, next_try_at, tries, failure, delivered_at, read_at,
    read_by_id)
SELECT bench.id(r.sent_at + t.after), current_setting('bench.authority')::uuid, uuidv7(), t.kind, 'request',
    r.child_id, r.id, t.team, 'inbox', 'delivered', false, t.cause, r.sent_at + t.after, r.sent_at + t.after, 1,
    '', r.sent_at + t.after, CASE WHEN t.seen THEN r.sent_at + t.after + interval '20 minutes' END,
    CASE WHEN t.seen THEN t.reader END
FROM bench.request r CROSS JOIN LATERAL (VALUES
    ('request_sent', interval '0', current_setting('bench.hub')::uuid, r.asked_by, r.held_by, r.state <> 'waiting',
        true),
    ('request_acknowledged', interval '20 minutes', r.team, r.held_by, r.asked_by, r.decided, r.state <> 'waiting'),
    ('request_decided', interval '21 hours', r.team, r.held_by, r.asked_by,
        r.k % 50 > 0 OR r.sent_at < now() - interval '60 days', r.decided AND NOT r.fresh)
) t (kind, after, team, cause, reader, seen, happened)
WHERE t.happened;

-- The chronology, in the order in which things are written: a child's entries lie far apart. ------------

INSERT INTO chronology_event (id, authority_id, child_id, subject_id, kind, version, part, occurred_at,
    recorded_at, by_posting_id, payload)
SELECT bench.id(at), current_setting('bench.authority')::uuid, c.id, NULL,
    CASE g WHEN 0 THEN 'child_first_recorded' WHEN 1 THEN 'joined_roll' ELSE 'child_details_changed' END, 1,
    'identity', at, at, lead.posting,
    CASE g WHEN 1 THEN jsonb_build_object('school', c.school, 'load', c.school, 'on', at::date)
        WHEN 0 THEN jsonb_build_object('source', 'roll', 'load', c.school)
        ELSE jsonb_build_object('source', 'roll', 'load', c.school, 'changed', 'address') END
FROM generate_series(0, 10) g
    CROSS JOIN LATERAL (SELECT now() - interval '900 days' + g * interval '80 days' AS at) t
    CROSS JOIN bench.child c JOIN bench.worker lead ON lead.team = c.team AND lead.n = 1;
INSERT INTO chronology_event (id, authority_id, child_id, subject_id, kind, version, part, occurred_at,
    recorded_at, by_posting_id, payload)
SELECT bench.id(r.sent_at + t.after), current_setting('bench.authority')::uuid, r.child_id, r.id, t.kind, 1,
    'request', r.sent_at + t.after, r.sent_at + t.after, t.by, t.payload
FROM bench.request r CROSS JOIN LATERAL (VALUES
    ('request_sent', interval '0', r.asked_by, '{"urgent": false}'::jsonb, true),
    ('request_acknowledged', interval '20 minutes', r.held_by, '{}', r.state <> 'waiting'),
    ('request_claimed', interval '20 minutes', r.held_by, '{}', r.state <> 'waiting'),
    ('decision_proposed', interval '90 minutes', r.held_by, jsonb_build_object('outcome', r.outcome),
        r.decided OR r.state = 'proposed'),
    ('request_decided', interval '20 hours', r.held_by,
        jsonb_build_object('outcome', r.outcome, 'level_of_need', 2, 'decision', r.id), r.decided),
    ('referrer_told', interval '21 hours', NULL, '{"how": "inbox"}', r.decided AND NOT r.fresh),
    ('decision_read', interval '40 hours', r.asked_by, '{}',
        r.decided AND NOT r.fresh AND (r.k % 50 > 0 OR r.sent_at < now() - interval '60 days'))
) t (kind, after, by, payload, happened)
WHERE t.happened AND r.sent_at + t.after < now();
INSERT INTO chronology_event (id, authority_id, child_id, subject_id, kind, version, part, occurred_at,
    recorded_at, by_posting_id, payload)
SELECT bench.id(h.sent_at + t.after), current_setting('bench.authority')::uuid, h.child_id,
    CASE t.part WHEN 'feedback' THEN h.id ELSE h.help_id END, t.kind, 1, t.part, h.sent_at + t.after,
    h.sent_at + t.after, h.lead, t.payload
FROM bench.help h CROSS JOIN LATERAL (
    SELECT * FROM (VALUES
        ('help_offered', 'plan', interval '1 day', jsonb_build_object('outcome', h.outcome)),
        ('help_accepted', 'plan', interval '2 days', '{"basis": "agreement"}'),
        ('feedback_accepted', 'feedback', interval '2 days', jsonb_build_object('feedback', h.id, 'override', false)),
        ('lead_named', 'plan', interval '3 days', '{}'),
        ('feedback_lead_named', 'feedback', interval '3 days', jsonb_build_object('feedback', h.id, 'override', false)),
        ('meeting_planned', 'plan', interval '5 days', '{"kind": "team_around_the_child", "on": "2026-01-05"}'),
        ('feedback_meeting', 'feedback', interval '5 days', jsonb_build_object('feedback', h.id, 'override', false)),
        ('meeting_held', 'plan', interval '60 days', '{"kind": "team_around_the_child", "on": "2026-01-05"}'),
        ('help_ended', 'plan', interval '170 days', '{"reason": "needs_met"}'),
        ('feedback_ended', 'feedback', interval '170 days', jsonb_build_object('feedback', h.id, 'override', false))
    ) fixed (kind, part, after, payload)
    UNION ALL
    SELECT 'contact_recorded', 'assessment', m * interval '14 days',
        jsonb_build_object('kind', 'visit', 'child_seen', 'seen', 'contact', h.id)
    FROM generate_series(1, 12) m
) t
WHERE h.stands IN ('ended', 'active') AND h.sent_at + t.after < now()
    AND (h.stands = 'ended' OR t.kind NOT IN ('help_ended', 'feedback_ended'));

DROP SCHEMA bench CASCADE;
