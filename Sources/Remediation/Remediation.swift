// The engine, pure: from records and scans to findings, plans and verified fixes.
//
// Four parts. Rules/ reads Cloud Custodian policies, judges resources by them and plans what their
// actions want. Resources/ knows each kind of resource: how it is listed, read, completed and
// recognised in CloudTrail records, and its filters and actions. Questions/ has filters and actions
// of our own, for what that dialect has no words for. Engine/ is the state machine around all of
// it: feeds, the list of what is to be read, findings, the steps of a fix, its verification, undo,
// and what is taken up again after a crash. It begins at RemediationEngine.handle: an input in,
// effects out.
//
// Neighbours: it speaks AWS's vocabulary, reads the user's files through Documents, and asks
// JMESPath. The dialect's filters judge policies by that dialect's own reading; Questions/ asks
// PolicyLanguage and Exposure, which evaluate them. Who makes its calls (EngineRuntime with
// AWSClient), keeps its ledger (Ledger) and breaks its world (Harness) is unknown to it; that it
// can't even import the emulator is the proof that the same engine runs on real AWS.
//
// Invariants: nothing is changed by what a record says, only by what a reading shows; the ledger
// tells of every change before it is made; the same inputs give the same effects.
