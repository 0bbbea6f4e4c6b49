import { fileURLToPath } from 'node:url'

/** The folder above that of a module, whatever characters are in its path. */
export function rootFolder(moduleUrl: string): string {
  return fileURLToPath(new URL('..', moduleUrl))
}
