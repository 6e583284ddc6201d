/** The page of a report, put together from what is known of a run. */
import { counted, duration, grouped, itemsText, stepsText } from '@ganymede/core/text'
import type { LiveStatus, RunRecord } from '@ganymede/runs/folder'
import { isOwnLoop, statusText } from '@ganymede/runs/folder'
import type { Finding } from '../doctor/finding.js'
import type { TypedCommand } from '../terminal/typed-command.js'
import { pageDocument } from './document.js'
import { Html, html } from './html.js'
import type { InlinePicture, ViewFrames } from './inline-pictures.js'
import type { ShownCard } from './metric-cards.js'
import { numberText } from './scale.js'
import { reportScript } from './script.js'
import { reportStyle } from './style.js'

/** Everything that a report shows. */
export interface ReportContent {
  readonly name: string
  readonly record: RunRecord
  readonly status: LiveStatus
  readonly step: number
  readonly seconds: number
  readonly findings: readonly Finding[]
  /** The step from which the doctor can tell, where it is too early; else null. */
  readonly judgedFrom: number | null
  /** What the doctor looked at, and could not look at. */
  readonly doctorNotes: readonly string[]
  readonly views: readonly ViewFrames[]
  readonly reals: (InlinePicture & Pick<ViewFrames, 'columnTitles'>) | null
  /** `data:` URI of the progress animation. */
  readonly animation: string | null
  readonly cards: readonly ShownCard[]
  readonly metricCharts: readonly Html[]
  readonly charts: readonly Html[]
  readonly next: readonly TypedCommand[]
  /** Where the run trains and writes this page again and again: seconds after which to look. Null: the page stays as it is. */
  readonly refreshSeconds: number | null
}

/** The whole document. It asks for nothing from outside: pictures, style and script are inside. */
export function reportPage(content: ReportContent): string {
  const { name, views, charts, metricCharts, cards } = content
  const body = html`${header(content)}
<main>
${views.length === 0 ? null : html`<section aria-labelledby="pictures"><h2 id="pictures">Pictures</h2>${picturesSection(content)}</section>`}
${doctorSection(content)}
${cards.length + metricCharts.length === 0 ? null : html`<section aria-labelledby="metrics"><h2 id="metrics">Metrics</h2><div class="cards">${cards.map(card)}</div><div class="charts">${metricCharts}</div></section>`}
${charts.length === 0 ? null : html`<section aria-labelledby="curves"><h2 id="curves">Curves</h2><div class="charts">${charts}</div></section>`}
${optionsSection(content.record)}
${nextSection(content.next)}
</main>
<footer><p>Made by Ganymede ${content.record.versions.ganymede}. This page is one file and asks for nothing from the network.</p></footer>`
  return pageDocument({
    title: `${name}: training report`,
    pictures: 'data:',
    style: reportStyle,
    script: reportScript,
    body,
  })
}

function header(content: ReportContent): Html {
  const { name, record, status, step, seconds } = content
  const { definition, data, device, precision, failure } = record
  const facts: readonly (readonly [string, string])[] = [
    ['system', isOwnLoop(record) ? 'a loop of its own' : definition.name],
    ['status', statusText({ status, id: record.id, system: definition.name })],
    ['steps', stepsText(step, record.steps)],
    ['time', duration(seconds)],
    ['data', `${data.name}${data.images === undefined ? '' : `, ${itemsText(data.images, data.domains)}`}`],
    ['device', `${device}, ${precision}`],
    ['started', record.created.slice(0, 16).replace('T', ' ')],
  ]
  return html`<header><h1>${name}</h1><ul class="facts">${facts.map(([title, value]) => html`<li><span class="soft">${title}</span> <b>${value}</b></li>`)}<li><span class="soft">doctor</span> <b><a href="#doctor">${verdictWord(content)}</a></b></li></ul>
${liveLine(content)}
${failure === undefined ? null : html`<div class="finding problem" role="note"><h3><span class="kind">failed</span>${failure.code}</h3><p>${failure.message}</p></div>`}
</header>`
}

/** The verdict in few words: pictures come before the findings themselves. */
function verdictWord({ findings, judgedFrom }: ReportContent): string {
  if (findings.length === 0) return judgedFrom === null ? 'nothing wrong' : 'too early to tell'
  const problems = findings.filter(({ severity }) => severity === 'problem').length
  return problems === 0 ? counted(findings.length, 'warning') : counted(problems, 'problem')
}

/** What a page says that its run writes again while it trains; the script fills in how long ago that was. */
function liveLine({ status, refreshSeconds }: ReportContent): Html | null {
  if (refreshSeconds === null) return null
  const written = new Date().toISOString()
  return html`<p class="live" id="live" data-written="${written}" data-every="${refreshSeconds}"><span>${status === 'paused' ? 'Paused' : 'Training'}.</span> <span id="age">Written ${written.slice(11, 16)} UTC.</span> <button type="button" id="refresh" aria-pressed="true" hidden>Refresh by itself</button></p>`
}

function nextSection(commands: readonly TypedCommand[]): Html | null {
  if (commands.length === 0) return null
  return html`<section aria-labelledby="next"><h2 id="next">What next</h2>
<p class="soft">In the folder that the training was started in:</p>
<dl class="next">${commands.map(({ command, text }) => html`<div><dt><pre tabindex="0">${command}</pre></dt><dd class="soft">${text}</dd></div>`)}</dl></section>`
}

function doctorSection({ findings, judgedFrom, doctorNotes }: ReportContent): Html {
  const body =
    findings.length === 0
      ? judgedFrom === null
        ? html`<p class="verdict fine">Nothing wrong was found.</p>`
        : html`<p class="verdict early">Too early to tell: from step ${grouped(judgedFrom)} on it shows whether it learns.</p>`
      : findings.map(
          ({ code, severity, title, evidence, cause, remedy }) =>
            html`<article class="finding ${severity}"><h3><span class="kind">${severity}</span>${title}</h3>
<ul>${evidence.map((line) => html`<li>${line}</li>`)}</ul>
<p>Likely: ${cause}.</p><p class="remedy">${remedy}</p><code>${code}</code></article>`,
        )
  return html`<section aria-labelledby="doctor"><h2 id="doctor">What the doctor says</h2>${body}${doctorNotes.map((note) => html`<p class="soft">${note}</p>`)}</section>`
}

// Smaller sheets are shown larger, pixel by pixel, so that there is something to see.
const comfortableWidth = 486

function pictureTag({ uri, width, height }: InlinePicture, attributes: Html, alt: string): Html {
  const scale = shownScale({ uri, width, height })
  return html`<img class="frame${scale > 1 ? ' pixels' : ''}" src="${uri}" width="${width * scale}" height="${height * scale}" alt="${alt}"${attributes}>`
}

function shownScale({ width }: InlinePicture): number {
  return Math.max(1, Math.min(8, Math.floor(comfortableWidth / width)))
}

// More do not find room above their columns.
const mostTitles = 6

/** What the columns of a sheet show: above them, or where there are many, in a sentence. */
function titlesTag(titles: readonly string[], picture: InlinePicture | undefined): Html | null {
  if (titles.length === 0 || picture === undefined) return null
  if (titles.length > mostTitles) return html`<p class="soft">Columns: ${[...new Set(titles)].join(', ')}</p>`
  const width = picture.width * shownScale(picture)
  return html`<div class="titles soft" style="max-width:${width}px">${titles.map((title) => html`<span>${title}</span>`)}</div>`
}

function picturesSection({ views, reals, animation }: ReportContent): Html {
  const blocks = views.map(({ view, frames, total, columnTitles }) => {
    const last = frames.length - 1
    const id = `slider-${view.replace(/[^\w-]/g, '-')}`
    return html`<div class="views" data-view><h3>${viewTitle(view)}</h3>
${titlesTag(columnTitles, frames[last])}${frames.map((frame, i) =>
  pictureTag(
    frame,
    html` data-step="${frame.step}"${i === last ? null : new Html(' hidden')}`,
    `${viewTitle(view)} at step ${frame.step}`,
  ),
)}
<div class="steer" hidden><label class="hidden" for="${id}">Step of ${viewTitle(view)}</label><input id="${id}" type="range" min="0" max="${last}" step="1" value="${last}"><output for="${id}">step ${frames[last]?.step ?? 0}</output><button type="button">Play</button></div>
${total > frames.length ? html`<p class="soft">${frames.length} of ${counted(total, 'sheet')}; all are in the run's folder.</p>` : null}</div>`
  })
  const real =
    reals === null
      ? null
      : html`<div class="views"><h3>Real images, as the networks see them</h3>${titlesTag(reals.columnTitles, reals)}${pictureTag(reals, html``, 'Real images of the data set')}</div>`
  const film =
    animation === null
      ? null
      : html`<details class="views"><summary>Watch the training as an animation</summary><img class="frame" src="${animation}" alt="Animation of the samples from the first step to the last"></details>`
  return html`<div class="columns">${blocks}${real}${film}</div>`
}

function viewTitle(view: string): string {
  return (
    {
      fixed: 'The same seeds or inputs at every step',
      fresh: 'New seeds or inputs at every step',
      classes: 'Samples by class',
      identity: 'Each kind through the generator that makes it: it should stay as it is',
    }[view] ?? view.slice(0, 1).toUpperCase() + view.slice(1)
  )
}

function card({ metric, value, better, interval, facts, remarks }: ShownCard): Html {
  const shown = value === null ? '∞' : numberText(value)
  return html`<div class="card"><h3>${metric}</h3><div class="value">${shown}</div>
<div class="soft">${interval === null ? null : `${numberText(interval.low)} to ${numberText(interval.high)}; `}${better} is better</div>
<ul>${[...facts, ...remarks].map((line) => html`<li>${line}</li>`)}</ul></div>`
}

function optionsSection(record: RunRecord): Html {
  const { options, sources, command } = record
  const rows = leaves(options).map(([name, value]) => ({ name, value, source: sources[name] ?? 'default' }))
  // A loop of one's own has settings that its program chose, and no defaults.
  const isOwn = isOwnLoop(record)
  const own = rows.filter(({ source }) => isOwn || source !== 'default')
  const rest = rows.filter((row) => !own.includes(row))
  const table = (some: typeof rows) =>
    html`<div class="scroll" tabindex="0" role="region" aria-label="Options"><table class="options"><thead><tr><th scope="col">option</th><th scope="col">value</th>${isOwn ? null : html`<th scope="col">from</th>`}</tr></thead><tbody>${some.map(
      ({ name, value, source }) =>
        html`<tr><th scope="row">${name}</th><td>${value}</td>${isOwn ? null : html`<td>${source}</td>`}</tr>`,
    )}</tbody></table></div>`
  const none = isOwn ? 'The program gave none.' : 'All options have their defaults.'
  return html`<section aria-labelledby="options"><h2 id="options">Options</h2>
${command.length === 0 ? null : html`<pre tabindex="0">${command.join(' ')}</pre>`}
${own.length === 0 ? html`<p class="soft">${none}</p>` : table(own)}
${rest.length === 0 ? null : html`<details><summary>${counted(rest.length, 'option')} with ${rest.length === 1 ? 'its default' : 'their defaults'}</summary>${table(rest)}</details>`}</section>`
}

function leaves(value: object, prefix = ''): [name: string, value: string][] {
  return Object.entries(value).flatMap(([key, inner]): [string, string][] =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? leaves(inner, `${prefix}${key}.`)
      : [[prefix + key, typeof inner === 'string' ? inner : JSON.stringify(inner)]],
  )
}
