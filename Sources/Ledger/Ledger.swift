// The live engine's memory: its ledger entries in one SQLite file, kept in order and never changed.
//
// The engine decides what is written and what it means after a crash; here it is only made durable
// and read back. `append` returns once the entries are on the disk (synchronous FULL), so that the
// call that follows an entry can't outlive it. One process writes at a time, others may read.
