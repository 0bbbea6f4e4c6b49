import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { type OpenedView, openView } from '../../../pipeline/view/open-view.ts'
import { answerView } from '../../../pipeline/view/route.ts'
import { type Served, serve } from '../../../pipeline/view/serve.ts'
import { type TinyProject, tinyProject } from '../tiny-project.ts'

/** A name that would do something if it were not escaped. */
export const wildName = `<script>alert("x")</script> & 'more'`

/**
 * A school with wild names and pages in its releases, May and June of which are out. Only three of D1's learners are men,
 * who learn for many minutes in June; fewer of D3's learners are active in June than in May.
 */
async function viewedSchool(): Promise<TinyProject> {
  const school = await tinyProject('core', false)
  school.definition.releases['formats'] = ['page']
  school.definition.attributes['region']!['level'] = 'district'
  school.tables['active']!['title'] = { en: wildName }
  school.rows.courses[0]!['title'] = wildName
  const men = new Set<unknown>()
  const away = new Set<unknown>()
  for (const learner of school.rows.learners) {
    const { district, gender, learner_id } = learner
    if (district === 'D3' && gender === 'M' && away.size < 15) away.add(learner_id)
    if (district !== 'D1' || gender !== 'M') continue
    if (men.size < 3) men.add(learner_id)
    else learner['gender'] = 'F'
  }
  const inJune = (row: { readonly [name: string]: unknown }) =>
    String(row['started_at']).startsWith('2026-06')
  school.rows.lesson_views = school.rows.lesson_views.filter(
    (view) => !inJune(view) || !away.has(view['learner_id']),
  )
  for (const view of school.rows.lesson_views)
    if (inJune(view) && men.has(view['learner_id'])) view['seconds'] = 74_713
  await school.write()
  await school.run({ period: undefined, last: 2 })
  return school
}

export interface Shown extends Served {
  readonly view: OpenedView
  readonly origin: string
  /** Address of the restricted layer, without a slash at its end. */
  readonly operators: string
}

/** Serves a release of the school, with a token that tests know. */
export async function show(school: TinyProject, release: string, project?: string): Promise<Shown> {
  const options = { release, project, workspace: school.workspace }
  const view = await openView(options, () => 'token-of-the-test')
  const now = new Date('2026-07-02T00:00:00Z')
  const unexpected: unknown[] = []
  const served = await serve(
    0,
    (target) => answerView(view, target, now),
    (error) => unexpected.push(error),
  )
  const origin = `http://127.0.0.1:${served.port}`
  const close = async () => {
    await served.close()
    if (unexpected.length > 0) throw unexpected[0]
  }
  return { ...served, close, view, origin, operators: `${origin}/operators/token-of-the-test` }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}

/** Asks with the very path and headers that are given, which `fetch` would tidy. */
export function ask(
  port: number,
  path: string,
  {
    method = 'GET',
    headers = {},
    host = '127.0.0.1',
  }: { method?: string; headers?: Record<string, string>; host?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Bytes, mode and time of the last change of everything below a folder, folders too. */
export function stateBelow(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true }).map(String).toSorted()
  return new Map(
    paths.map((path) => {
      const entry = statSync(join(folder, path))
      const bytes = entry.isFile() ? readFileSync(join(folder, path)) : ''
      const hash = createHash('sha256').update(bytes).digest('hex')
      return [path, [hash, entry.mode, entry.mtimeMs, entry.ctimeMs].join(' ')]
    }),
  )
}

/** What the tests of one file look at: a school's second release, shown with its restricted pages, and all files as they were before. */
export interface ShownSchool {
  readonly school: TinyProject
  readonly june: string
  readonly before: ReadonlyMap<string, string>
  readonly shown: Shown
  readonly close: () => Promise<void>
}

export async function shownSchool(): Promise<ShownSchool> {
  const school = await viewedSchool()
  const june = join(school.releases, '2026-06', 'v1')
  const before = stateBelow(school.folder)
  const shown = await show(school, june, school.project)
  const close = async () => {
    await shown.close()
    await school.remove()
  }
  return { school, june, before, shown, close }
}
