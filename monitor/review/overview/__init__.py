"""Tổng quan: kept figures as leaders read them, by division, over weeks, and what is at stake."""
