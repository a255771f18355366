"""Asking the web what became of links: the only room that opens connections to addresses of others.

`probing` is the front; everything from `engine` on imports aiohttp and is imported when something must be
asked. `guard` decides what may be, `sites` reads what is known of sites, `judging` says what it means.
"""
