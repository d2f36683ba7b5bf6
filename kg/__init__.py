"""Knowledge graphs from Chinese government reports."""
