"""Who a child is: names, birth date, identifiers, addresses, each dated.

Only those with a live relationship to the child read them. No address is shown unless it is
marked safe to show. Used by everyone; written from school rolls and by people's own actions.
"""
