// IAM policy documents: parsed once into a compiled form, then asked who may do what.
//
// Purpose: decide a request against identity policies, a resource policy, a permissions boundary,
// session policies, SCPs and RCPs as AWS documents it, and name the statement that decided; say
// whether a policy is public by S3's definition.
// Neighbours: the emulator asks it for its decisions, the remediation engine for exposure. It
// knows neither, and no service.
// Invariants: pure; a decision takes time bounded by the product of pattern and subject length;
// nothing depends on the order of a dictionary.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
