/** HTML from templates in which everything put in is escaped, unless it is HTML itself. */
import { printable } from '../terminal/terminal-text.js'

/** A piece of HTML that is safe to put into a page. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What can stand in a template; `null`, `undefined` and `false` become nothing. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[]

/**
 * HTML from a template.
 *
 * @example
 * html`<p title="${name}">${lines.map((line) => html`<b>${line}</b>`)}</p>`
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = strings.map((text, i) => text + (i < values.length ? rendered(values[i]) : ''))
  return new Html(parts.join(''))
}

/** Text with the letters that mean something in HTML and attributes replaced, and what could turn its direction written out. */
function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (letter) => entities[letter] ?? letter)
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element. */
export function jsonIn(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c'))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function rendered(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'string') return escapeHtml(value)
  if (typeof value === 'number') return escapeHtml(String(value))
  return value.map(rendered).join('')
}
