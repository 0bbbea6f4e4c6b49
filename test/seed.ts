import { configureGlobal, readConfigureGlobal } from 'fast-check'

// A run that must judge a change, and not chance, draws the same cases each time.
const { FAST_CHECK_SEED: seed } = process.env
if (seed !== undefined) configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) })
