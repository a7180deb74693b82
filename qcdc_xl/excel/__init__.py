"""The open workbook: its host, its desk, what Excel shows people meanwhile."""
