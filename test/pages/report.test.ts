/** The report as browsers show it, on a desktop and on a phone. */
import fs from 'node:fs'
import path from 'node:path'
import type { RunFolder } from '@ganymede/runs/folder'
import { readRunRecord, writeRunRecord } from '@ganymede/runs/folder'
import { MetricsLog } from '@ganymede/runs/logs'
import { composeSheet } from '@ganymede/runs/sheets'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeReport } from '../../packages/ganymede/src/report/write-report.js'
import { addRun } from '../../packages/ganymede/test/cli/commands/example-run.js'
import { picture } from '../setup/pictures.js'
import { temporaryFolder } from '../setup/temporary-folder.js'
import { Browser, findChromium } from './browser.js'

const chromium = findChromium()
if (chromium === null) console.log('pages are not looked at: there is no chromium on the PATH')

const desktop = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }

async function runWithSheets(status: 'running' | 'done'): Promise<RunFolder> {
  const run = addRun(temporaryFolder(), { status, options: { model: { size: 64 }, train: { steps: 100 } } })
  fs.writeFileSync(run.heartbeat, '')
  const log = new MetricsLog(run.metrics, { seconds: () => 100 })
  for (let step = 60; step <= 200; step += 10) {
    const usual = { 'g/total': 195 + step / 150, 'd/total': 1 / step, 'lr/g': 2e-4, 'g/grad_norm': step }
    log.append('scalars', step, { ...usual, 'own/a_name_that_is_longer_than_the_width_of_any_telephone': step })
  }
  log.append('metric', 200, { metric: 'swd', value: 12345.6, best: true })
  log.close()
  for (const step of ['000000', '000100', '000200']) await addSheets(run, step)
  return run
}

async function addSheets(run: RunFolder, step: string, views: readonly string[] = ['', '-fresh']): Promise<void> {
  const cells = Array.from({ length: 4 }, (_, i) => picture(8, 8, 3, Number(step) + i))
  const sheet = await composeSheet(cells, { run: run.name, step: Number(step), view: 'fixed' })
  for (const view of views) fs.writeFileSync(path.join(run.samples, `step-${step}${view}.png`), sheet)
}

/** Ticks whose letters are under 11 px, or that reach out of the card of their chart or into another tick of their axis. */
const badTicks = `[...document.querySelectorAll('figure.chart')].flatMap((figure) => {
  const card = figure.getBoundingClientRect()
  return ['x', 'y'].flatMap((axis) => {
    const ticks = [...figure.querySelectorAll('.tick.' + axis)]
    const boxes = ticks.map((tick) => tick.getBoundingClientRect())
    return ticks.filter((tick, i) => {
      const box = boxes[i]
      const isOut = box.left < card.left + 1 || box.right > card.right - 1 || box.bottom > card.bottom
      const isOver = boxes.some((other, j) => j !== i && other.left < box.right && box.left < other.right && other.top < box.bottom && box.top < other.bottom)
      return parseFloat(getComputedStyle(tick).fontSize) < 11 || isOut || isOver
    }).map((tick) => figure.querySelector('h3').textContent + ': ' + tick.textContent)
  })
})`

describe.skipIf(chromium === null)('the report in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await Browser.start(chromium ?? '')
  }, 60_000)
  afterAll(() => browser?.close())

  it.each([
    ['a desktop', desktop],
    ['a phone', phone],
  ])('fits the width of %s and has ticks that can be read, none of them cut off', async (_, screen) => {
    const run = await runWithSheets('done')
    await writeReport(run)
    await browser.open(run.report, screen)
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(screen.width)
    expect(await browser.evaluate(`document.querySelectorAll('.tick').length`)).toBeGreaterThan(20)
    expect(await browser.evaluate(badTicks)).toEqual([])
  })

  it('shows the same step in all views when one slider is moved, the sheet before it where a view has none', async () => {
    const run = await runWithSheets('done')
    await addSheets(run, '000150', [''])
    await writeReport(run)
    await browser.open(run.report, desktop)
    const steps = `[...document.querySelectorAll('[data-view] output')].map((one) => one.textContent)`
    expect(await browser.evaluate(steps)).toEqual(['step 200', 'step 200'])
    const moveTo = (view: number, index: number) =>
      browser.evaluate(`(() => {
        const slider = document.querySelectorAll('[data-view] input')[${view}]
        slider.value = ${index}
        slider.dispatchEvent(new Event('input'))
        return [...document.querySelectorAll('[data-view]')].map((one) => one.querySelectorAll('.frame:not([hidden])').length)
      })()`)
    expect(await moveTo(1, 0)).toEqual([1, 1])
    expect(await browser.evaluate(steps)).toEqual(['step 0', 'step 0'])
    await moveTo(0, 2)
    expect(await browser.evaluate(steps)).toEqual(['step 150', 'step 100'])
  })

  it('loads itself again while the run trains, keeping place and step, until the run has ended', async () => {
    const run = await runWithSheets('running')
    await writeReport(run, { refreshSeconds: 1 })
    await browser.open(run.report, phone)
    await browser.evaluate(`(() => {
      const slider = document.querySelector('[data-view] input')
      slider.value = 1
      slider.dispatchEvent(new Event('input'))
      document.querySelector('figure.chart details').open = true
      scrollTo(0, 900)
    })()`)
    await addSheets(run, '000300')
    writeRunRecord(run.record, { ...readRunRecord(run.record), status: 'done' })
    const loaded = browser.loaded()
    await writeReport(run)
    await loaded
    const seen = `[scrollY, document.querySelector('output').textContent, document.querySelector('[data-view] input').max,
      document.querySelector('figure.chart details').open, document.querySelector('#live')]`
    expect(await browser.evaluate(seen)).toEqual([900, 'step 100', '3', true, null])
  })

  it('follows the newest sheets, waits while somebody reads or has said so, and tells when there is no news', async () => {
    const run = await runWithSheets('running')
    await writeReport(run, { refreshSeconds: 1 })
    await browser.open(run.report, desktop)
    await browser.evaluate(`document.querySelector('#refresh').click()`)
    await addSheets(run, '000300')
    await writeReport(run, { refreshSeconds: 1 })
    await browser.evaluate('new Promise((resolve) => setTimeout(resolve, 2500))')
    expect(await browser.evaluate(`document.querySelector('output').textContent`)).toBe('step 200')
    const loaded = browser.loaded()
    await browser.evaluate(`document.querySelector('#refresh').click()`)
    await loaded
    expect(await browser.evaluate(`document.querySelector('output').textContent`)).toBe('step 300')
    const old = fs
      .readFileSync(run.report, 'utf8')
      .replace(/data-written="[^"]+"/, 'data-written="2020-01-01T00:00:00.000Z"')
    fs.writeFileSync(run.report, old)
    await browser.open(run.report, desktop)
    expect(await browser.evaluate(`document.querySelector('#live').textContent`)).toContain('No news for')
  })
})
