import { afterEach, expect, it, vi } from 'vitest'
import { tinyProject } from './tiny-project.ts'

afterEach(() => void vi.unstubAllEnvs())

it('a run that would print PDFs says at once that there is no browser', async () => {
  vi.stubEnv('KOHORT_CHROMIUM', '/nowhere/chromium')
  const school = await tinyProject()
  school.definition.releases['formats'] = ['page', 'pdf']
  await school.write()
  const failure = await school.failure()
  expect(failure).toMatchObject({ exitCode: 1, message: expect.stringContaining('/nowhere/chromium') })
  school.definition.releases['formats'] = ['page']
  await school.write()
  expect((await school.run()).outcome).toBe('done')
})

it('a project whose releases have PDFs and no page is refused', async () => {
  const school = await tinyProject()
  school.definition.releases['formats'] = ['pdf']
  await school.write()
  expect(await school.failure()).toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('formats with pdf must have page, too'),
  })
})
