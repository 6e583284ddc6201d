import { expect, it } from 'vitest'
import { Output } from '../../../src/cli/terminal/output.js'
import { progressLine } from '../../../src/cli/terminal/progress-line.js'

function told(mode: 'live' | 'plain' | 'quiet' | 'json') {
  let text = ''
  const stderr = {
    write(part: string) {
      text += part
      return true
    },
  }
  const clock = { ms: 0 }
  const output = new Output({ isJson: false, isQuiet: false, isVerbose: false }, { stderr: stderr as never })
  return { clock, line: progressLine(output, { now: () => clock.ms, mode }), text: () => text }
}

it('writes a line every ten seconds where nobody sits at a terminal, with the time that is left', () => {
  const { clock, line, text } = told('plain')
  for (let second = 0; second <= 25; second += 1) {
    clock.ms = 1000 * second
    line.show('made images', 100 * second, 10_000)
  }
  line.clear()
  expect(text()).toBe(
    'made images: 1 000 of 10 000, about 1m 30s left\nmade images: 2 000 of 10 000, about 1m 20s left\n',
  )
})

it('says nothing there about work of a few seconds', () => {
  const { clock, line, text } = told('plain')
  for (const ms of [0, 4000, 8000]) {
    clock.ms = ms
    line.show('made images', ms, 8000)
  }
  expect(text()).toBe('')
})

it('draws one line on a terminal, and removes it', () => {
  const { clock, line, text } = told('live')
  line.show('made images', 0, 10)
  clock.ms = 4000
  line.show('made images', 4, 10)
  line.clear()
  line.clear()
  expect(text().replaceAll('\r\u001b[K', '\n')).toBe('\nmade images: 0 of 10\nmade images: 4 of 10, about 6s left\n')
})

it('begins anew with the time of another kind of work', () => {
  const { clock, line, text } = told('plain')
  line.show('real images', 0, 100)
  clock.ms = 11_000
  line.show('made images', 0, 100)
  clock.ms = 21_000
  line.show('made images', 50, 100)
  expect(text()).toBe('made images: 0 of 100\nmade images: 50 of 100, about 10s left\n')
})

it.each(['quiet', 'json'] as const)('is silent with --%s', (mode) => {
  const { clock, line, text } = told(mode)
  clock.ms = 60_000
  line.show('made images', 1, 10)
  line.clear()
  expect(text()).toBe('')
})
