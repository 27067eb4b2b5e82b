-- Messages to people have a queue of their own: however many of them wait, they never stand before what is owed for
-- money.

DROP INDEX effect_due;
CREATE INDEX effect_due ON effect (due) WHERE kind <> 'message';
CREATE INDEX message_due ON effect (due) WHERE kind = 'message';
