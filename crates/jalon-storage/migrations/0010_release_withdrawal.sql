ALTER TABLE release ADD COLUMN withdrawn_reason TEXT NOT NULL DEFAULT '';
