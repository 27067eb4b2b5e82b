-- A timer counts by the clock of whom it waits for, which may stand still. What was armed before goes on by the
-- machine's clock, as it was armed.

ALTER TABLE timer ADD COLUMN waits_for TEXT NOT NULL DEFAULT '';
DROP INDEX timer_due;
CREATE INDEX timer_due ON timer (waits_for, due);
