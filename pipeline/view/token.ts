import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What opens the restricted layer while one command runs: 256 random bits, fit for an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Compares in a time that tells nothing of how much is right; hashes are of one length. */
export function isToken(given: string, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(token))
}
