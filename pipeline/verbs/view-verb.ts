import type { Command } from 'commander'
import { openView } from '../view/open-view.ts'
import { answerView } from '../view/route.ts'
import { loopback, serve } from '../view/serve.ts'
import { failureText } from './failure-text.ts'
import { addVerb, type Common, progress, wholeNumber } from './verb.ts'

interface ViewVerbOptions extends Common {
  project?: string
  workspace?: string
  port: number
}

/** Adds `kohort view`, which ends when it is told to. */
export function addViewVerb(program: Command): void {
  addVerb(
    program,
    'view',
    'serve the page of a release on this machine only; with --project also why its cells are hidden, restricted',
    [
      'view releases/2026-06/v1',
      'view releases/2026-06/v1 --project school/kohort.yaml',
      'view releases/2026-06/v1 --port 8080',
    ],
  )
    .argument('<release>', 'release folder')
    .option('--project <file>', 'kohort.yaml, whose workspace has the record of the run: for operators')
    .option('--workspace <dir>', 'restricted folder; workspace/ beside the project file where absent')
    .option('--port <n>', 'of 127.0.0.1; 0 takes one that is free', wholeNumber(0), 0)
    .action(async (release: string, options: ViewVerbOptions) => {
      progress('checking the release')
      const view = await openView({ ...options, release })
      const stopped = new Promise<void>((resolve) => {
        for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
      })
      const served = await serve(
        options.port,
        (target) => answerView(view, target, new Date()),
        (error) => progress(failureText(error).message ?? 'an unexpected error'),
      )
      const origin = `http://${loopback}:${served.port}`
      const operators = view.operators === null ? null : `${origin}/operators/${view.operators.token}/`
      const { manifest, withdrawn } = view.release
      const said = { release: manifest.id, page: `${origin}/`, operators, refused: view.refused, withdrawn }
      process.stdout.write(options.json === true ? `${JSON.stringify(said)}\n` : `${viewText(said)}\n`)
      await stopped
      await served.close()
    })
}

function viewText({
  release,
  page,
  operators,
  refused,
  withdrawn,
}: {
  readonly release: string
  readonly page: string
  readonly operators: string | null
  readonly refused: string | null
  readonly withdrawn: { readonly withdrawn_on: string; readonly reason: string } | null
}): string {
  return [
    ...(withdrawn === null ? [] : [`WITHDRAWN on ${withdrawn.withdrawn_on}: ${withdrawn.reason}`]),
    `${release}: ${page}`,
    ...(operators === null ? [] : [`RESTRICTED, for operators: ${operators}`]),
    ...(refused === null ? [] : [`no restricted pages: ${refused}`]),
    'until stopped (Ctrl+C)',
  ].join('\n')
}
