"""What the migration service keeps and decides: connections, jobs, schedules, maps, people. No HTTP.

The REST face (migration/api) speaks for it; the engine moves what its jobs say.
"""
