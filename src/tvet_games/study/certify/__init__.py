"""Answers as statements that an independent checker verifies: it shares no code with what found them.

certify     the front door
statements  what each kind of result claims, as plain data
"""
