"""Projects, monitoring periods, measurement runs, reports and their verification."""
