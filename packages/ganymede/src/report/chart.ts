/** Line charts with a legend, a description for those who cannot see them, and a table of values. */
import { type Html, html, jsonIn } from './html.js'
import { type Axis, linearAxis, logAxis, numberText, stepAxis } from './scale.js'

/** One line. */
export interface ChartLine {
  readonly label: string
  readonly steps: readonly number[]
  readonly values: readonly number[]
}

export interface ChartSpec {
  readonly title: string
  /** What the lines mean and what is normal. */
  readonly text?: string
  readonly lines: readonly ChartLine[]
  readonly scale?: 'linear' | 'log'
  /** Bounds of the axis that hold whatever the values are, such as 0 and 1 for shares. */
  readonly bounds?: readonly [number, number]
}

// Of the drawing, which is stretched to the room there is. Ticks stand beside it as text of the page: stretched too, they
// would be too small to read on a phone.
const width = 1000
const height = 400
// More points than pixels cannot be seen.
const mostPoints = 400
const tableRows = 12

/** More lines than colours that can be told apart are left out by the caller. */
export const mostLines = 6

/** A chart as a `<figure>`; null when no line has a value that can be drawn. */
export function lineChart({ title, text, lines, scale = 'linear', bounds }: ChartSpec): Html | null {
  const isLog = scale === 'log'
  const drawn = lines
    .slice(0, mostLines)
    .map((line) => thinned(finite(line, isLog)))
    .filter(({ values }) => values.length > 0)
  if (drawn.length === 0) return null
  const all = drawn.flatMap(({ values }) => values)
  const low = Math.min(...all, ...(bounds === undefined ? [] : [bounds[0]]))
  const high = Math.max(...all, ...(bounds === undefined ? [] : [bounds[1]]))
  const y = isLog ? logAxis(low, high) : linearAxis(low, high)
  const x = stepAxis(Math.max(...drawn.flatMap(({ steps }) => steps)))
  const isLong = drawn.some(({ values }) => values.length > 60)
  return html`<figure class="chart">
<figcaption><h3>${title}</h3>${text === undefined ? null : html`<p>${text}</p>`}</figcaption>
<ul class="legend">${drawn.map(
    ({ label, values }, i) =>
      html`<li><span class="key s${i}"></span>${label} <b>${numberText(values.at(-1) ?? 0)}</b></li>`,
  )}</ul>
<div class="plot" style="--tick:${longest(y)}ch;--last:${longest(x) / 2}ch">
<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${describe(title, drawn)}" data-chart>
${y.ticks.map(({ value }) => gridLine(y.position(value)))}
${drawn.map((line, i) => [
  isLong ? path(line, x, y, `line raw s${i}`) : null,
  path(isLong ? smoothed(line, isLog) : line, x, y, `line s${i}`),
  line.values.length === 1 ? dot(line, x, y, i) : null,
])}
<line class="cursor" y1="0" y2="${height}" hidden></line>
</svg>
<div aria-hidden="true">${y.ticks.map(({ value, label }) => html`<span class="tick y" style="top:${percent(1 - y.position(value))}">${label}</span>`)}${x.ticks.map(({ value, label }) => html`<span class="tick x" style="left:${percent(x.position(value))}">${label}</span>`)}</div>
</div>
<script type="application/json">${jsonIn({
    last: Math.max(...drawn.flatMap(({ steps }) => steps)),
    lines: drawn.map(({ label, steps, values }) => ({ label, steps, values: values.map(rounded) })),
  })}</script>
${valueTable(title, drawn)}
</figure>`
}

/** Horizontal bars, such as the KL of each latent dimension. */
export function barChart({
  title,
  text,
  bars,
}: {
  readonly title: string
  readonly text?: string
  readonly bars: readonly { readonly label: string; readonly value: number }[]
}): Html | null {
  if (bars.length === 0) return null
  const largest = Math.max(...bars.map(({ value }) => Math.abs(value)), 1e-12)
  return html`<figure class="chart"><figcaption><h3>${title}</h3>${text === undefined ? null : html`<p>${text}</p>`}</figcaption>
<dl class="bars">${bars.map(
    ({ label, value }) =>
      html`<div><dt>${label}</dt><dd><span class="bar" style="width:${Math.round((Math.abs(value) / largest) * 1000) / 10}%"></span><span>${numberText(value)}</span></dd></div>`,
  )}</dl></figure>`
}

function gridLine(position: number): Html {
  const at = round(height * (1 - position))
  return html`<line class="grid" x1="0" x2="${width}" y1="${at}" y2="${at}"></line>`
}

function longest({ ticks }: Axis): number {
  return Math.max(...ticks.map(({ label }) => label.length))
}

function percent(share: number): string {
  return `${round(share * 100)}%`
}

function path({ steps, values }: ChartLine, x: Axis, y: Axis, name: string): Html {
  const points = steps.map((step, i) => point(step, values[i] ?? 0, x, y).join(','))
  return html`<polyline class="${name}" points="${points.join(' ')}"></polyline>`
}

/** A path without length and with round ends: it stays round however the drawing is stretched. */
function dot({ steps, values }: ChartLine, x: Axis, y: Axis, index: number): Html {
  const [cx, cy] = point(steps[0] ?? 0, values[0] ?? 0, x, y)
  return html`<path class="dot s${index}" d="M${cx} ${cy}h0"></path>`
}

function point(step: number, value: number, x: Axis, y: Axis): [number, number] {
  return [round(width * x.position(step)), round(height * (1 - y.position(value)))]
}

function valueTable(title: string, lines: readonly ChartLine[]): Html {
  const steps = lines.reduce((a, b) => (b.steps.length > a.length ? b.steps : a), [] as readonly number[])
  const chosen = evenly(steps, tableRows)
  const at = ({ steps: own, values }: ChartLine, step: number) => {
    const index = own.indexOf(step)
    return index < 0 ? '' : numberText(values[index] ?? 0)
  }
  return html`<details><summary>Values</summary><div class="scroll" tabindex="0" role="region" aria-label="Values: ${title}"><table><caption class="hidden">${title}</caption>
<thead><tr><th scope="col">step</th>${lines.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${chosen.map((step) => html`<tr><th scope="row">${step}</th>${lines.map((line) => html`<td>${at(line, step)}</td>`)}</tr>`)}</tbody></table></div></details>`
}

function describe(title: string, lines: readonly ChartLine[]): string {
  const parts = lines.map(({ label, steps, values }) => {
    const least = Math.min(...values)
    const most = Math.max(...values)
    const ends = `from ${numberText(values[0] ?? 0)} to ${numberText(values.at(-1) ?? 0)}`
    return `${label} ${ends} at step ${steps.at(-1)}, lowest ${numberText(least)}, highest ${numberText(most)}`
  })
  return `${title}. ${parts.join('; ')}.`
}

function finite({ label, steps, values }: ChartLine, isLog: boolean): ChartLine {
  const kept = values.flatMap((value, i) => (Number.isFinite(value) && (!isLog || value > 0) ? [i] : []))
  return { label, steps: kept.map((i) => steps[i] ?? 0), values: kept.map((i) => values[i] ?? 0) }
}

/** Keeps the lowest and highest value of each bucket, so that peaks stay. */
function thinned({ label, steps, values }: ChartLine): ChartLine {
  if (values.length <= mostPoints) return { label, steps, values }
  const size = Math.ceil(values.length / (mostPoints / 2))
  const kept = new Set([0, values.length - 1])
  for (let from = 0; from < values.length; from += size) {
    let [least, most] = [from, from]
    for (let i = from; i < Math.min(values.length, from + size); i++) {
      if ((values[i] ?? 0) < (values[least] ?? 0)) least = i
      if ((values[i] ?? 0) > (values[most] ?? 0)) most = i
    }
    kept.add(least).add(most)
  }
  const order = [...kept].sort((a, b) => a - b)
  return { label, steps: order.map((i) => steps[i] ?? 0), values: order.map((i) => values[i] ?? 0) }
}

/** A moving average over a twentieth of the line; of logarithms on a logarithmic axis. */
function smoothed({ label, steps, values }: ChartLine, isLog: boolean): ChartLine {
  const reach = Math.max(1, Math.round(values.length / 40))
  const source = isLog ? values.map(Math.log) : values
  const means = source.map((_, i) => {
    const some = source.slice(Math.max(0, i - reach), i + reach + 1)
    const mean = some.reduce((sum, value) => sum + value, 0) / some.length
    return isLog ? Math.exp(mean) : mean
  })
  return { label, steps, values: means }
}

/** At most `count` of the items, with the first and the last, as evenly as whole places allow. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  const chosen = Array.from({ length: count }, (_, i) => Math.round((i * (items.length - 1)) / (count - 1)))
  return chosen.flatMap((i) => items.slice(i, i + 1))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
