import { cpSync, readFileSync, symlinkSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openView } from '../../../pipeline/view/open-view.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { facts, tables } from '../../reports/example-release.ts'
import { startKohort } from '../command-line.ts'
import { filesBelow } from '../released-files.ts'
import type { TinyProject } from '../tiny-project.ts'
import { ask, type Shown, show, shownSchool, stateBelow } from './viewed-school.ts'

describe('who reaches a release that is shown', { timeout: 120_000 }, () => {
  let school: TinyProject
  let june: string
  let shown: Shown
  let before: ReadonlyMap<string, string>

  let close: () => Promise<void>

  beforeAll(async () => {
    ;({ school, june, before, shown, close } = await shownSchool())
  }, 120_000)
  afterAll(() => close())

  /** A copy of the release, to be damaged. */
  function copy(name: string): string {
    const folder = join(school.folder, 'copies', name)
    cpSync(june, folder, { recursive: true })
    return folder
  }

  it('gets its files byte for byte, none to be kept or read as something else', async () => {
    for (const [path, bytes] of filesBelow(june)) {
      const { status, headers, body } = await ask(shown.port, `/${path}`)
      expect(status, path).toBe(200)
      expect(body.equals(bytes), path).toBe(true)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
    const html = await ask(shown.port, '/report/index.html', { method: 'HEAD' })
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(html.body).toHaveLength(0)
    expect((await ask(shown.port, '/')).headers['location']).toBe('/report/index.html')
  })

  it('gets no hidden figure, and no way to them, without the token', async () => {
    const row = shown.view.operators!.layer.tables[0]!.rows.find(
      ({ coordinates }) => coordinates.join() === 'D1,M',
    )!
    const canary = String(row.counted[2]!.value)
    expect(canary).toMatch(/^\d{4}$/)
    const separated = new RegExp(`${canary[0]}\\D?${canary.slice(1)}`)
    expect(await (await fetch(`${shown.operators}/tables/active`)).text()).toMatch(separated)
    const texts = [...filesBelow(june).keys()].filter((path) => !/duckdb|parquet|SHA256|manifest/.test(path))
    for (const path of ['', ...texts, 'operators', 'operators/', 'operators/x/']) {
      const text = await (await fetch(`${shown.origin}/${path}`)).text()
      expect(text, path).not.toMatch(separated)
      expect(text, path).not.toContain('token-of-the-test')
      expect(text, path).not.toContain('operators')
    }
  })

  it.each([
    '/operators',
    '/operators/',
    '/operators/x/',
    '/operators/token-of-the-tesT/',
    '/operators/token-of-the-test-/',
    '/operators//',
    '/operators/../operators/x',
    '/..',
    '/../v1/manifest.json',
    '/tables/../manifest.json',
    '/tables/%2e%2e/manifest.json',
    '/%2e%2e%2f%2e%2e%2fworkspace/tie-break.key',
    '/..%5c..%5cworkspace',
    '//manifest.json',
    '/manifest.json/',
    '/manifest.json%00.html',
    '/tables',
    '/tables/',
    '/report',
    '/etc/passwd',
    'http://127.0.0.1/etc/passwd',
  ])('finds nothing at %s', async (path) => {
    const { status, body } = await ask(shown.port, path)
    expect([status, body.toString()]).toEqual([404, 'not found\n'])
  })

  it('is refused under another name, which a page from elsewhere could give this address', async () => {
    const host = (value: string, path = '/report/index.html') =>
      ask(shown.port, path, { headers: { Host: value } }).then(({ status }) => status)
    expect(await host(`127.0.0.1:${shown.port}`)).toBe(200)
    expect(await host(`localhost:${shown.port}`)).toBe(200)
    for (const value of [
      'evil.example',
      `evil.example:${shown.port}`,
      '127.0.0.1',
      `127.0.0.1:${shown.port + 1}`,
    ])
      expect(await host(value), value).toBe(403)
    expect(await host('evil.example', '/operators/token-of-the-test/')).toBe(403)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('may not %s', async (method) => {
    for (const path of ['/report/index.html', '/operators/token-of-the-test/']) {
      const { status, headers } = await ask(shown.port, path, { method })
      expect(status).toBe(405)
      expect(headers['allow']).toBe('GET, HEAD')
    }
  })

  it('gets restricted pages that nothing from elsewhere can load, frame or be told of', async () => {
    const { headers } = await ask(shown.port, '/operators/token-of-the-test/')
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'x-robots-tag': 'noindex, nofollow',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('left everything as it was', () => {
    expect(stateBelow(school.folder)).toEqual(before)
  })

  it('without a project gets the release only', async () => {
    const public_ = await show(school, june)
    expect(public_.view).toMatchObject({ operators: null, refused: null })
    expect((await ask(public_.port, '/operators/token-of-the-test/')).status).toBe(404)
    expect((await ask(public_.port, '/report/index.html')).status).toBe(200)
    await public_.close()
  })

  it('with the project of another release gets the release only, and why', async () => {
    const text = await readFile(school.project, 'utf8')
    await school.put('school/other.yaml', text.replace('id: tiny', 'id: other'))
    const other = await show(school, june, join(school.folder, 'school', 'other.yaml'))
    expect(other.view.operators).toBeNull()
    expect(other.view.refused).toContain('the release must belong to the project')
    expect((await ask(other.port, '/operators/token-of-the-test/')).status).toBe(404)
    expect((await ask(other.port, '/report/index.html')).status).toBe(200)
    await other.close()
  })

  it('gets none of what comes into the folder later, nor a file that was changed', async () => {
    const folder = copy('later')
    const later = await show(school, folder)
    const status = async (path: string) => (await ask(later.port, path)).status
    await writeFile(join(folder, 'tables', 'extra.csv'), 'x')
    symlinkSync(school.project, join(folder, 'tables', 'link.csv'))
    expect([await status('/tables/extra.csv'), await status('/tables/link.csv')]).toEqual([404, 404])
    const active = join(folder, 'tables', 'active.csv')
    await rename(active, join(folder, 'moved.csv'))
    symlinkSync(join(folder, 'moved.csv'), active)
    expect(await status('/tables/active.csv')).toBe(500)
    await rm(active)
    await writeFile(active, readFileSync(join(folder, 'moved.csv'), 'utf8').replace(/\d/, '9'))
    const changed = await ask(later.port, '/tables/active.csv')
    expect(changed.status).toBe(500)
    expect(changed.body.toString()).toContain('kohort verify')
    await later.close()
  })

  it('is shown no release that is broken, has a link in it, or lacks its page', async () => {
    const broken = copy('broken')
    await writeFile(join(broken, 'tables', 'active.csv'), 'x')
    await expect(openView({ release: broken })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('must be as it was written. Broken in tables/active.csv'),
    })
    const linked = copy('linked')
    symlinkSync(school.project, join(linked, 'tables', 'link.csv'))
    await expect(openView({ release: linked })).rejects.toMatchObject({ exitCode: 3 })
    const plain = { ...facts, formats: [] }
    const { folder: pageless } = await writeRelease(tables, plain, join(school.folder, 'pageless'))
    await expect(openView({ release: pageless })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('name page among releases.formats'),
    })
    await expect(openView({ release: join(school.folder, 'nosuch') })).rejects.toMatchObject({ exitCode: 1 })
  })

  it('is told both addresses by the command, which ends with 0 when it is told to', async () => {
    const folders = ['--project', school.project, '--workspace', school.workspace]
    const command = startKohort(['view', june, ...folders, '--json'])
    const said: { page: string; operators: string } = await new Promise((resolve) =>
      command.onOutput((text) => resolve(JSON.parse(text))),
    )
    expect(said.operators).toMatch(new RegExp(`^${said.page}operators/[\\w-]{43}/$`))
    expect((await fetch(said.page)).status).toBe(200)
    expect((await fetch(said.operators)).status).toBe(200)
    process.kill(command.pid, 'SIGTERM')
    expect((await command.ended).exitCode).toBe(0)
  })
})
