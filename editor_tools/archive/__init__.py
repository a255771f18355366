"""What is known of all issues, so that a new one can be compared with them: plain values, no handles.

An issue is known by its `Card`; a card holds the issue's items, an item the `Ref` of each thing that it links
to or names. `Archive` is what checks ask; the edge decides whether memory or an index answers.
"""
