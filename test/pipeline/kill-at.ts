import { promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Kills the process that loads this first, as a power cut would: just before or just after a file or folder gets its
 * name. `KILL_AT` is `before` or `after`, and the end of the path.
 */
const [when, ending] = (process.env['KILL_AT'] ?? '').split(' ')
const { rename } = promises

promises.rename = async (from, to) => {
  const here = ending !== undefined && String(to).endsWith(ending)
  if (here && when === 'before') process.kill(process.pid, 'SIGKILL')
  await rename(from, to)
  if (here && when === 'after') process.kill(process.pid, 'SIGKILL')
}
syncBuiltinESMExports()
