// The harness: the one place where emulator, delivery, faults and engine meet, on virtual time. A
// scenario file becomes a run; a run becomes a journal. Neighbours below it know nothing of it.
// Invariants: ground truth comes from labels and from checkers that ask the emulator, never from
// the engine's rules; the same scenario and seed give the same journal to the byte.
