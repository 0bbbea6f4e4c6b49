/** An element that every page has: its server wrote it. */
export function elementIn<T extends Element>(parent: ParentNode, kind: new () => T, selector: string): T {
  const found = parent.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has ${selector}`)
  return found
}

export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  text?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  if (text !== undefined) element.textContent = text
  return element
}

/** The text of a block of JSON. */
export function jsonText(id: string): string {
  return elementIn(document, HTMLScriptElement, `#${CSS.escape(id)}`).textContent ?? ''
}
