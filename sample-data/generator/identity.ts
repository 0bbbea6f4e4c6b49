import { salt } from './draws.ts'

/** Distinctive strings for the n-th account: every one can be searched for in the bytes of a release. */
interface Identity {
  learnerId(n: string): string
  email(n: string, firstSlug: string, lastSlug: string): string
  phone(n: string): string
  ip(n: string): string
}

const domains = ['pochta.example', 'maktab.example', 'xat.example', 'bilim.example']

/**
 * Each is a function of the row number that looks random, one-to-one below ten million (addresses: four million).
 *
 * Nothing points at a real person: `.example` is reserved (RFC 2606), 100.64.0.0/10 is for carriers' own
 * use (RFC 6598), and no operator's numbers begin with +998 00.
 */
export function identity(seed: number): Identity {
  const spread = (n: string, purpose: string, size: number) =>
    `(((${n}) * 2654435769 + ${salt(seed, purpose) % 1_000_000_007n}) % ${size})`
  const hex = (n: string, purpose: string) => `lpad(lower(to_hex(${spread(n, purpose, 2 ** 32)})), 8, '0')`
  return {
    learnerId: (n) => `('lrn-' || ${hex(n, 'learner id')})`,
    email: (n, firstSlug, lastSlug) =>
      `(${firstSlug} || '.' || ${lastSlug} || '.' || ${hex(n, 'e-mail')} || '@' || [${domains.map((domain) => `'${domain}'`).join(', ')}][1 + (${n}) % ${domains.length}])`,
    phone: (n) => `('+99800' || lpad((${spread(n, 'phone', 10_000_000)})::VARCHAR, 7, '0'))`,
    ip: (n) => {
      const place = spread(n, 'address', 2 ** 22)
      return `('100.' || (64 + (${place} >> 16)) || '.' || ((${place} >> 8) & 255) || '.' || (${place} & 255))`
    },
  }
}
