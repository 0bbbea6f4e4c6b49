/** What a request gets. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/**
 * On every answer: nothing is kept by a browser, read as another type, framed, or loaded by a page from elsewhere, and
 * an address that holds a token is told to nobody (https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header,
 * https://www.w3.org/TR/referrer-policy/).
 */
const always = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const

const frameless = "frame-ancestors 'none'"

/** A file of a release; a page in it carries the policy of its own, which cannot speak of frames. */
export function fileAnswer(type: string, body: Uint8Array): Answer {
  return {
    status: 200,
    headers: { ...always, 'Content-Security-Policy': frameless, 'Content-Type': type },
    body,
  }
}

/** A page of the restricted layer: one style, links and forms to its own server, nothing else. */
export function restrictedAnswer(status: number, body: string, styleSource: string): Answer {
  const policy = [
    "default-src 'none'",
    `style-src '${styleSource}'`,
    "form-action 'self'",
    "base-uri 'none'",
    frameless,
  ]
  return {
    status,
    headers: {
      ...always,
      'Content-Security-Policy': policy.join('; '),
      'Content-Type': 'text/html; charset=utf-8',
      'X-Robots-Tag': 'noindex, nofollow',
    },
    body,
  }
}

/** One line of text, and nothing about what was asked for. */
export function plainAnswer(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: {
      ...always,
      'Content-Security-Policy': `default-src 'none'; ${frameless}`,
      'Content-Type': 'text/plain; charset=utf-8',
      ...headers,
    },
    body: `${text}\n`,
  }
}

export function redirect(to: string): Answer {
  return plainAnswer(302, 'see elsewhere', { Location: to })
}

/** The same for all that is not there, and for all that may not be seen. */
export const notFound = plainAnswer(404, 'not found')
