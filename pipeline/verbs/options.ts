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
  result.periods.some(({ outcome }) => outcome === 'withheld') ? 3 : 0
