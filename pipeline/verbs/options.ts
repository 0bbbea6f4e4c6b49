import { type Command, Option } from 'commander'
import type { NightResult } from '../night.ts'
import { addVerb, type Common, wholeNumber } from './verb.ts'

/** Results do not depend on it. */
export function threadsOption(): Option {
  return new Option(
    '--threads <n>',
    'for linear programs, where there is enough to do; 1 is none besides the main one; the number of cores, at most 4, where absent',
  ).argParser(wholeNumber(1))
}

/** What it accepts counts for one run. */
export function acceptDriftOption(): Option {
  return new Option('--accept-drift', 'checks of severity error only warn, this once')
}

/** Options of verbs about a project. */
export interface RunOptions extends Common {
  project: string
  data?: string
  releases?: string
  workspace?: string
  asOf?: string
  period?: string
  revise?: string
  threads?: number
  dryRun?: true
  acceptDrift?: true
}

export function projectVerb(
  program: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  return addVerb(program, name, description, examples)
    .requiredOption('--project <file>', 'kohort.yaml')
    .option('--data <dir>', "folder that sources start from; the project's own where absent")
    .option('--workspace <dir>', 'restricted folder; workspace/ beside the project file where absent')
}

export const exitOf = (result: NightResult): number =>
  result.outcome === 'withheld' || result.periods.some(({ outcome }) => outcome === 'withheld') ? 3 : 0

/** A verb about a project that releases, or would: what all of these are told alike. */
export function releasingVerb(
  program: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  return projectVerb(program, name, description, examples)
    .option('--releases <dir>', 'releases/ beside the project file where absent')
    .option('--as-of <date>', "last day that counts as ended; today in the project's time zone where absent")
    .option(
      '--dry-run',
      'everything but publishing: says what would be hidden, in which table and by which rule',
    )
    .addOption(acceptDriftOption())
    .addOption(threadsOption())
}
