import fc from 'fast-check'

// A rare counterexample is found by its seed. Shrinking one runs the property again and again, without a bound and without
// letting go of the thread, so that no time limit of the runner ends it: where each run takes a second, for hours.
fc.configureGlobal({ endOnFailure: true })
