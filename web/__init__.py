"""Delivery: pages, API and command line; parses, calls the layers below, renders."""
