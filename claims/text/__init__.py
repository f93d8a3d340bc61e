"""The library beneath the desk: pure functions over text, with no word of Django.

Offsets are Unicode code points, the end excluded, as Python and PostgreSQL count them.
"""
