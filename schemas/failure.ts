/** What ends a run: 1 bad configuration, data or I/O; 2 wrong usage; 3 withheld by a privacy check. */
export type ExitCode = 1 | 2 | 3

/** A failure with a message fit for a log: one clause, the rule first, never a learner's value. */
export class Failure extends Error {
  readonly exitCode: ExitCode
  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.exitCode = exitCode
  }
}

/** A configuration that breaks a rule. */
export class ConfigurationError extends Failure {
  constructor(rule: string, provided?: string) {
    super(provided === undefined ? rule : `${rule}. Provided value: ${provided}`, 1)
  }
}

/** A source that cannot be read as its contract says. */
export class SourceError extends Failure {
  constructor(source: string, rule: string, cause?: unknown) {
    super(`${source}: ${rule}`, 1, { cause })
  }
}

/** A privacy check said no, or could not be carried out. */
export class WithheldError extends Failure {
  /** The clause alone. */
  readonly reason: string
  constructor(reason: string) {
    super(`withheld: ${reason}`, 3)
    this.reason = reason
  }
}

/** Wrong use of the command line. */
export class UsageError extends Failure {
  constructor(rule: string) {
    super(rule, 2)
  }
}

/** A row that must be published discloses: others can be tried. */
export class RequiredRowError extends WithheldError {}
