/** Σ coefficient · quantity; no quantity occurs twice. */
export interface LinearForm {
  readonly quantities: readonly number[]
  readonly coefficients: readonly number[]
}

export interface NamedForm {
  /** The same for the same form, whatever the order of its terms. */
  readonly name: string
  readonly form: LinearForm
}

export function namedForm(quantities: readonly number[], coefficients: readonly number[]): NamedForm {
  const order = quantities.map((_, i) => i).sort((a, b) => quantities[a]! - quantities[b]!)
  return {
    name: order.map((i) => coefficients[i]! * (quantities[i]! + 1)).join(' '),
    form: { quantities: order.map((i) => quantities[i]!), coefficients: order.map((i) => coefficients[i]!) },
  }
}
