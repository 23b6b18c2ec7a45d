"""Every team's inbox: one page for all who are told of something."""
