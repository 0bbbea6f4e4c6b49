import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** Version of Kohort itself, from its package.json, whether run from source or built. */
export async function codeVersion(): Promise<string> {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const parsed = z
        .object({ name: z.string(), version: z.string() })
        .parse(JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8')))
      if (parsed.name === 'kohort') return parsed.version
    } catch {
      // Built code lies one folder deeper than its package.json.
    }
  }
  throw new Error('Kohort must lie in its package')
}
