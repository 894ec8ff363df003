"""Takes the text out of files, for the search. Runs in a process of its own, with little time and memory.

Nothing here imports Django or the portal's settings: the process starts quickly, and knows no secret.
"""
