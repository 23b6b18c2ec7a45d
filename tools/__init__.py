"""What builds, renders and checks this repository; not part of the product."""
