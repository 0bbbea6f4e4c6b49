import { setFlagsFromString } from 'node:v8'

/**
 * Has functions run longer before they are optimized. Most verbs end within a second or two, of which optimizing
 * functions that run a few times would take half.
 */
export function optimizeLater(): void {
  setFlagsFromString('--interrupt-budget=1500000')
}
