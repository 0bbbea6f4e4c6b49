import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256Of } from '../reports/checksums.ts'
import { manifestText } from '../reports/manifest.ts'
import type { Manifest } from '../schemas/release.ts'
import { writeWhole } from './run-record.ts'

const noteSchema = z.object({ manifestSha256: z.string() })

const notePath = (run: string, period: string) => join(run, `announced-${period}.json`)

/**
 * Notes in a run's folder which release of a period it is about to make: a run that is killed right after does not
 * come to say so in its record, and a longer period needs what was counted for each release.
 */
export async function noteAnnounced(run: string, period: string, manifest: Manifest): Promise<void> {
  const note = { manifestSha256: sha256Of(manifestText(manifest)) }
  await writeWhole(notePath(run, period), `${JSON.stringify(note)}\n`)
}

/** Hash of the manifest of the release of a period that a run was about to make; null where it was not. */
export async function announcedBy(run: string, period: string): Promise<string | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(notePath(run, period), 'utf8'))).manifestSha256
  } catch {
    return null
  }
}
