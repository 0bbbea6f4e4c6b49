import { type Command, InvalidArgumentError } from 'commander'

/** Options that every verb has. */
export interface Common {
  readonly json?: true
}

export const progress = (message: string) => void process.stderr.write(`${message}\n`)

/** One JSON document, or text for people, on standard output; the exit code says which kind of end it was. */
export function finish(common: Common, result: unknown, text: string, exitCode: number): void {
  process.stdout.write(common.json === true ? `${JSON.stringify(result)}\n` : `${text}\n`)
  process.exitCode = exitCode
}

/** @param parent the program, or a verb that has verbs of its own */
export function addVerb(
  parent: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'print one JSON document on standard output')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  kohort ${example}`).join('\n')}`)
}

export function wholeNumber(minimum: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < minimum)
      throw new InvalidArgumentError(`must be a whole number from ${minimum}`)
    return value
  }
}
