"""The pages beside the conversation: each a file of routes and a template, rendered on the server."""
