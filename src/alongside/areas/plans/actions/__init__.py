"""What is done about help: each function one act, in one transaction, ending in recorded events."""

from alongside.areas.plans.actions.offering import Offer, offer_help, offered_rows, ties_of_offer

__all__ = ["Offer", "offer_help", "offered_rows", "ties_of_offer"]
