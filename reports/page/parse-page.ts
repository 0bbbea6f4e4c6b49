/** An element as checks need it. */
export interface HtmlNode {
  /** Its descendants that match a selector, in the order of the page. */
  readonly all: (selector: string) => readonly HtmlNode[]
  /** Null where it has none of that name. */
  readonly attribute: (name: string) => string | null
  readonly text: () => string
}

/** What of the parser's elements is used. */
interface ParsedElement {
  readonly textContent: string | null
  querySelectorAll(selector: string): Iterable<ParsedElement>
  getAttribute(name: string): string | null
}

/** Reads a page by a parser of HTML that has no part in writing it. Nothing in it is run. */
export async function parsePage(html: string): Promise<HtmlNode> {
  const { DOMParser } = await import('linkedom')
  const parsed: ParsedElement = new DOMParser().parseFromString(html, 'text/html').documentElement
  return nodeOf(parsed)
}

function nodeOf(element: ParsedElement): HtmlNode {
  return {
    all: (selector) => Array.from(element.querySelectorAll(selector), nodeOf),
    attribute: (name) => element.getAttribute(name),
    text: () => element.textContent ?? '',
  }
}
