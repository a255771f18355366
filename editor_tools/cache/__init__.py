"""What is kept between runs: where it lies, how it is sealed, whether it still holds, how it is bounded.

Nothing here is needed: whatever fails (damaged, locked, full, not writable), the work is done anew. The
modules import next to nothing, for a run that is answered from here must not cost more than the answer.

One file of a cache holds the results of many issues, written beside and renamed into place; no lock is taken
and two processes can at worst lose each other's additions. Measured with results of 4,000 issues, read and
unpacked: 64 files 26 ms, SQLite 41 ms and 6 ms to import it, a file for each result 155 ms; of one result
among them 0.4 ms, 0.5 ms and 0.1 ms. SQLite would add what it needs a lock and a journal for.
"""
