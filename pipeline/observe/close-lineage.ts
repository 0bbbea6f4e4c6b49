import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { isMissing } from '../ledger/is-missing.ts'
import { writeWhole } from '../run-record.ts'
import { lineagePath } from './lineage.ts'

const eventSchema = z.looseObject({ eventType: z.string(), run: z.looseObject({ runId: z.string() }) })
type LineageEvent = z.output<typeof eventSchema>

/**
 * Ends what a run that was killed began: an ABORT event for each run without an end, the innermost first. A line that
 * was cut off is dropped, for nobody could read it. Where all have ended, nothing is written.
 *
 * @param folder of the killed run's record
 * @param at when it was found out
 */
export async function closeLineage(folder: string, at: Date): Promise<void> {
  const text = await readFile(lineagePath(folder), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return ''
    throw error
  })
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const open = new Map<string, LineageEvent>()
  for (const line of whole.split('\n').slice(0, -1)) {
    const event = eventSchema.parse(JSON.parse(line))
    if (event.eventType === 'START') open.set(event.run.runId, event)
    else open.delete(event.run.runId)
  }
  if (open.size === 0 && whole === text) return
  const ends = [...open.values()]
    .toReversed()
    .map((event) => `${JSON.stringify({ ...event, eventType: 'ABORT', eventTime: at.toISOString() })}\n`)
  await writeWhole(lineagePath(folder), whole + ends.join(''))
}
