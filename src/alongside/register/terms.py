"""The field's words for organisations, teams and ties to a child."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    SCHOOL = "school", "School"
    CHILDRENS_CENTRE = "childrens_centre", "Children's centre"
    HEALTH_PROVIDER = "health_provider", "Health provider"
    POLICE_FORCE = "police_force", "Police force"
    CHARITY = "charity", "Charity"


class TeamKind(TextChoices):
    SAFEGUARDING_TEAM = "safeguarding_team", "Safeguarding team"
    FRONT_DOOR = "front_door", "Multi-agency safeguarding hub"
    EMERGENCY_DUTY_TEAM = "emergency_duty_team", "Emergency duty team"
    ASSESSMENT_TEAM = "assessment_team", "Assessment team"
    FAMILY_HELP_TEAM = "family_help_team", "Family help team"
    LOOKED_AFTER_TEAM = "looked_after_team", "Children in care team"
    VIRTUAL_SCHOOL = "virtual_school", "Virtual school"
    SCHOOL_NURSING = "school_nursing", "School nursing"
    CAMHS = "camhs", "Child and adolescent mental health"
    POLICE_UNIT = "police_unit", "Police safeguarding unit"
    CHARITY_TEAM = "charity_team", "Charity team"
    DESIGNATED_OFFICER = "designated_officer", "Local authority designated officer"
    EDUCATION_TEAM = "education_team", "Education team"
    DATA_TEAM = "data_team", "Data and performance team"
    SYSTEM = "system", "Alongside itself"


class RelationshipKind(TextChoices):
    """How an organisation, team or named practitioner is tied to a child (ADR 0004)."""

    ON_ROLL = "on_roll", "School"
    RESPONSIBLE_AUTHORITY = "responsible_authority", "Responsible authority"
    IN_CARE = "in_care", "Looked after by this authority"
    ALLOCATED = "allocated", "Allocated worker"
    PLAN_MEMBER = "plan_member", "Member of the team around the child"
    REFERRER = "referrer", "Asked for help"
    NOTIFIED = "notified", "Received a notice"
    HEALTH_EPISODE = "health_episode", "Health"
    PLACEMENT_PROVIDER = "placement_provider", "Placement provider"
    LINK_WORKER = "link_worker", "Link worker"
    RECEIVED = "received", "Holds a request for help"
    CONSULTED = "consulted", "Asked for what they know"
    ASSIGNED = "assigned", "Knows at school"
