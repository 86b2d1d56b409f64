"""Reports 报表: figures over a period, in tables and charts."""
