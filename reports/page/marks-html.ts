import type { Say } from '../messages/message.ts'
import { markOf } from './browser/page-table.ts'
import { escapeHtml } from './html.ts'

const meanings = [
  ['c', 'valueWithheld'],
  ['z', 'valueNotApplicable'],
  ['x', 'valueNotAvailable'],
] as const

/** What marks mean that stand where there is no figure; nothing where none is asked for. */
export function marksHtml(say: Say, isAsked: (status: string) => boolean): string {
  const explained = meanings
    .filter(([status]) => isAsked(status))
    .map(
      ([status, key]) =>
        `<dt><span class="mark ${status}">${markOf(status)}</span></dt><dd>${escapeHtml(say(key))}</dd>`,
    )
  return explained.length === 0 ? '' : `<dl class="marks">${explained.join('')}</dl>`
}
