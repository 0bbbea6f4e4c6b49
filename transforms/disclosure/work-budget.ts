/**
 * What the solver may do, counted in steps, so that the outcome does not depend on the machine. A step of a
 * model with many rows takes longer, and counts for more.
 */
export class WorkBudget {
  readonly #limit: number
  #spent = 0
  linearPrograms = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get isSpent(): boolean {
    return this.#spent >= this.#limit
  }

  get spent(): number {
    return this.#spent
  }

  get left(): number {
    return this.#limit - this.#spent
  }

  /** Notes work that was counted elsewhere. */
  add(linearPrograms: number, work: number): void {
    this.linearPrograms += linearPrograms
    this.#spent += work
  }

  /** Notes the work of a model with so many rows. */
  charge(linearPrograms: number, iterations: number, rows: number): void {
    this.linearPrograms += linearPrograms
    this.#spent += (iterations + linearPrograms) * (1 + rows / 1000)
  }
}
