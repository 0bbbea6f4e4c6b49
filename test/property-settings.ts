import fc from 'fast-check'

const { FAST_CHECK_SEED: seed } = process.env

fc.configureGlobal({
  // A rare counterexample is found by its seed. Shrinking one runs the property again and again, without a bound and without
  // letting go of the thread, so that no time limit of the runner ends it: where each run takes a second, for hours.
  endOnFailure: true,
  // A run that must judge a change, and not chance, draws the same cases each time.
  ...(seed === undefined ? {} : { seed: Number(seed) }),
})
