"""The archive of a folder of issues: read directly while small, by an index beyond; kept in the user's cache.

What is kept is never needed, and never taken from a repository: it lies in the user's cache folder alone.
The small one is sealed like all results there. The index is not, for hashing it would cost more than asking
it; it holds nothing but plain values (JSON, numbers, texts), so that the worst a damaged one can do is to be
built anew, and the worst a forged one could do is a wrong finding. Who may write into the user's cache could
as well change the rules compiled there.
"""
