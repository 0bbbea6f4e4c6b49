import { createHash } from 'node:crypto'
import { escapeHtml } from './html.ts'

/**
 * A page that can do nothing but show itself: the one script and the one style that it has by their hashes, and no other
 * source of anything (https://www.w3.org/TR/CSP3/).
 */
export function contentSecurityPolicy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

export function headHtml(title: string, script: string, style: string): string {
  return `<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>`
}

/** A script or style as a Content-Security-Policy names it (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
export function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
