"""What this Windows computer has and lacks; shared by installer and doctor."""
