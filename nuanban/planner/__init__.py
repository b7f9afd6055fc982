"""A day of home visits: who goes to whom, when. Pure: no Django, no database, no clock."""
