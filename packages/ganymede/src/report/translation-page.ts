/** The page of a translation: a row of input, output and truth for every picture, with their numbers. */
import { counted } from '@ganymede/core/text'
import { pageDocument } from './document.js'
import { type Html, type HtmlValue, html } from './html.js'
import { numberText } from './scale.js'
import { reportStyle } from './style.js'
import { translationScript, translationStyle } from './translation-script.js'

/** A picture that the page shows, in a file beside it. */
export interface PagePicture {
  /** Path from the page, with forward slashes. */
  readonly file: string
  /** Of the picture itself, which the file may show reduced. */
  readonly width: number
  readonly height: number
}

/** One row. */
export interface PageRow {
  readonly name: string
  /** What the input was made of; null where it is the picture itself. */
  readonly photograph: PagePicture | null
  readonly input: PagePicture
  readonly output: PagePicture
  readonly truth: PagePicture | null
  /** Path from the page of the output itself. */
  readonly href: string
  /** By the names of columns. */
  readonly scores: Readonly<Record<string, number>>
}

/** A number that pictures are measured by. */
export interface PageColumn {
  readonly name: string
  readonly title: string
  readonly text: string
  readonly better: 'lower' | 'higher'
}

/** Everything that the page shows. */
export interface TranslationPageContent {
  readonly title: string
  /** What the model is and how it was used, one fact each. */
  readonly facts: readonly (readonly [title: string, value: string])[]
  readonly rows: readonly PageRow[]
  readonly columns: readonly PageColumn[]
  /** Means by the names of columns, and what belongs to the set as a whole. */
  readonly means: Readonly<Record<string, number>>
  readonly overall: readonly { readonly title: string; readonly value: string; readonly text: string }[]
  readonly failures: readonly { readonly name: string; readonly reason: string }[]
  readonly version: string
}

/** The whole document. Pictures are loaded from files beside it as they come into view; nothing else is asked for. */
export function translationPage(content: TranslationPageContent): string {
  const { title, facts, rows, columns, overall, failures, version } = content
  const hasTruth = rows.some(({ truth }) => truth !== null)
  const hasPhotographs = rows.some(({ photograph }) => photograph !== null)
  const body = html`<header><h1>${title}</h1><ul class="facts">${facts.map(([name, value]) => html`<li><span class="soft">${name}</span> <b>${withFlags(value)}</b></li>`)}${numbersFact(overall)}</ul></header>
<main>
${failures.length === 0 ? null : failuresSection(failures)}
<section aria-labelledby="pictures"><h2 id="pictures">Pictures</h2>
${toolbar(columns)}
<div id="rows">${rows.map((row, index) => rowOf(row, index, columns, hasTruth))}</div></section>
${overall.length === 0 ? null : html`<section aria-labelledby="numbers"><h2 id="numbers">All together</h2><div class="cards">${overall.map(({ title: name, value, text }) => html`<div class="card"><h3>${name}</h3><div class="value">${value}</div><div class="soft">${text}</div></div>`)}</div></section>`}
${columns.length === 0 ? null : table(content)}
</main>
${viewer([...(hasPhotographs ? ['photograph'] : []), 'input', 'output', ...(hasTruth ? ['truth'] : [])])}
<footer><p>Made by Ganymede ${version}. The page asks for nothing from the network; move it together with the folders beside it.</p></footer>`
  return pageDocument({
    title: `${title}: translations`,
    pictures: "'self' file: data:",
    style: reportStyle + translationStyle,
    script: translationScript,
    body,
  })
}

/** The first number, and the way to the others: there may be a thousand pictures before them. */
function numbersFact([first]: TranslationPageContent['overall']): Html | null {
  if (first === undefined) return null
  return html`<li><span class="soft">all together</span> <b><a href="#numbers">${first.title} ${first.value}</a></b></li>`
}

// `(--mode batch)`: a flag that breaks at its hyphens can neither be read nor copied.
const flags = /(\(--[\w -]{1,40}\))/

/** Words in which flags stay whole. */
function withFlags(text: string): HtmlValue {
  return text.split(flags).map((part) => (flags.test(part) ? html`<span class="flag">${part}</span>` : part))
}

function failuresSection(failures: TranslationPageContent['failures']): Html {
  const count = counted(failures.length, 'picture')
  return html`<div class="finding problem" role="note"><h3><span class="kind">left out</span>${count} could not be translated</h3><ul>${failures.map(({ name, reason }) => html`<li>${name}: ${reason}</li>`)}</ul></div>`
}

function toolbar(columns: readonly PageColumn[]): Html {
  const orders = columns.flatMap(({ name, title, better }) => [
    { value: `${name} ${better === 'lower' ? 'down' : 'up'}`, title: `worst ${title} first` },
    { value: `${name} ${better === 'lower' ? 'up' : 'down'}`, title: `best ${title} first` },
  ])
  return html`<div class="steer" id="tools" hidden>
${orders.length === 0 ? null : html`<label>Order <select id="order"><option value="">as they came</option>${orders.map(({ value, title }) => html`<option value="${value}">${title}</option>`)}</select></label>`}
<label>Side <input id="side" type="range" min="96" max="640" step="16" value="256" aria-describedby="side-text"></label><output id="side-text" for="side">256 px</output>
<span class="soft keys">j and k: next and previous row; Enter: look closely</span></div>`
}

function rowOf(
  { name, photograph, input, output, truth, href, scores }: PageRow,
  index: number,
  columns: readonly PageColumn[],
  hasTruth: boolean,
): Html {
  const numbers = columns.flatMap((column) => {
    const value = scores[column.name]
    return value === undefined ? [] : [html`<li>${column.title} <b>${scoreText(value)}</b></li>`]
  })
  const data = columns.map(
    (column) => html` data-${column.name}="${Number.isFinite(scores[column.name]) ? scores[column.name] : '1e9'}"`,
  )
  return html`<article class="row" tabindex="0" id="row-${index}" aria-label="${name}" data-index="${index}"${data}>
<h3><a href="${address(href)}">${name}</a></h3><ul class="legend">${numbers}</ul>
<div class="trio">${photograph === null ? null : cell(photograph, 'photograph', name)}${cell(input, 'input', name)}${cell(output, 'output', name)}${truth === null ? (hasTruth ? html`<div class="none soft">no truth</div>` : null) : cell(truth, 'truth', name)}</div></article>
`
}

function cell({ file, width, height }: PagePicture, kind: string, name: string): Html {
  return html`<figure><button type="button" class="look" data-kind="${kind}"><img src="${address(file)}" width="${width}" height="${height}" loading="lazy" decoding="async" alt="${kind} of ${name}"></button><figcaption>${kind} <span class="soft">${width} × ${height}</span></figcaption></figure>`
}

function viewer(kinds: readonly string[]): Html {
  return html`<dialog id="viewer" aria-labelledby="viewer-name"><form method="dialog"><h2 id="viewer-name"></h2><div class="steer">
${kinds.map((kind, i) => html`<button type="button" data-show="${kind}" aria-pressed="false">${kind} <kbd>${i + 1}</kbd></button>`)}
<button type="button" data-step="-1">previous <kbd>←</kbd></button><button type="button" data-step="1">next <kbd>→</kbd></button><button type="submit">close <kbd>Esc</kbd></button></div>
<img id="viewer-picture" alt=""></form></dialog>`
}

function table({ rows, columns, means }: TranslationPageContent): Html {
  const measured = rows.filter(({ scores }) => Object.keys(scores).length > 0)
  const cells = (scores: Readonly<Record<string, number>>): HtmlValue =>
    columns.map(({ name }) => html`<td>${scores[name] === undefined ? '' : scoreText(scores[name])}</td>`)
  return html`<section aria-labelledby="table"><h2 id="table">Numbers</h2>
<ul class="soft">${columns.map(({ title, text, better }) => html`<li>${title}: ${text}; ${better} is better</li>`)}</ul>
<div class="scroll" tabindex="0" role="region" aria-labelledby="table"><table><caption class="hidden">Numbers of each picture</caption><thead><tr><th scope="col">picture</th>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody><tr class="mean"><th scope="row">mean of ${measured.length}</th>${cells(means)}</tr>
${measured.map(({ name, scores }) => html`<tr><th scope="row">${name}</th>${cells(scores)}</tr>`)}</tbody></table></div></section>`
}

/** A score for people; equal pictures have an infinite PSNR. */
export function scoreText(value: number): string {
  return Number.isFinite(value) ? numberText(value) : '∞'
}

/** A path as an address: names may hold spaces, percent signs and more. */
function address(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/')
}
