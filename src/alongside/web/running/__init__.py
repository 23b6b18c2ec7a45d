"""For those who run the deployment: is it up, is it ready, and how is it doing, without a word of anyone."""
