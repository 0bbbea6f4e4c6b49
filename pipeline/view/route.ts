import { type Answer, fileAnswer, notFound, plainAnswer, redirect } from './answer.ts'
import { contentType } from './content-type.ts'
import type { OperatorLayer } from './operators/operator-layer.ts'
import { answerOperator } from './operators/operator-routes.ts'
import { readPublicFile } from './public-files.ts'
import { isToken } from './token.ts'
import type { ViewedRelease } from './viewed-release.ts'

/** What is shown. */
export interface View {
  readonly release: ViewedRelease
  /** Null where there is no restricted layer. */
  readonly operators: { readonly token: string; readonly layer: OperatorLayer } | null
}

/** The release's own page. */
const pageAddress = '/report/index.html'

/** Answers a GET request. `target`: path and query as they came. */
export async function answerView({ release, operators }: View, target: string, now: Date): Promise<Answer> {
  const [path = '', query = ''] = target.split(/\?(.*)/s)
  if (path === '/') return redirect(pageAddress)
  const [, token, below] = /^\/operators\/([^/]+)(\/.*)?$/.exec(path) ?? []
  if (token !== undefined) {
    if (operators === null || !isToken(token, operators.token)) return notFound
    const base = `/operators/${operators.token}`
    if (below === undefined) return redirect(`${base}/`)
    return answerOperator(operators.layer, { base, path: below, query: new URLSearchParams(query), now })
  }
  const file = release.files.get(path)
  if (file === undefined) return notFound
  const bytes = await readPublicFile(release.folder, file)
  return bytes === null
    ? plainAnswer(500, 'the release was changed since it was verified: see kohort verify')
    : fileAnswer(contentType(file.path), bytes)
}
