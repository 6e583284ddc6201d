/** What moves in the report: sliders over sheets, and values under the pointer. Without scripts the page still tells all. */
export const reportScript = `
'use strict'
// Sheets of one step belong together: what one slider is moved to, the others show too, or the sheet before it.
const views = [...document.querySelectorAll('[data-view]')].flatMap((view) => {
  const frames = [...view.querySelectorAll('.frame')]
  const slider = view.querySelector('input')
  const output = view.querySelector('output')
  const button = view.querySelector('button')
  if (!slider || frames.length < 2) return []
  view.querySelector('.steer').hidden = false
  const steps = frames.map((frame) => Number(frame.dataset.step))
  const show = (index) => {
    slider.value = index
    frames.forEach((frame, i) => { frame.hidden = i !== index })
    const text = 'step ' + steps[index]
    output.textContent = text
    slider.setAttribute('aria-valuetext', text)
  }
  return [{ slider, button, steps, show, last: frames.length - 1 }]
})
// The step that all show; null for the newest of each.
let shownStep = null
const showStep = (step) => {
  shownStep = step
  for (const { steps, show, last } of views) show(step === null ? last : Math.max(0, steps.findLastIndex((one) => one <= step)))
}
let timer
let player
const stop = () => { clearInterval(timer); timer = undefined; if (player) player.button.textContent = 'Play'; player = undefined }
for (const view of views) {
  const { slider, button, steps, last } = view
  const go = (index) => showStep(index === last && views.every((one) => one.steps[one.last] <= steps[last]) ? null : steps[index])
  button.addEventListener('click', () => {
    const isOwn = player === view
    stop()
    if (isOwn) return
    player = view
    button.textContent = 'Stop'
    if (Number(slider.value) === last) go(0)
    timer = setInterval(() => {
      go(Number(slider.value) + 1)
      if (Number(slider.value) >= last) stop()
    }, 350)
  })
  slider.addEventListener('input', () => { stop(); go(Number(slider.value)) })
}
showStep(null)
for (const svg of document.querySelectorAll('[data-chart]')) {
  const figure = svg.closest('figure')
  const { last, lines } = JSON.parse(figure.querySelector('script').textContent)
  const cursor = svg.querySelector('.cursor')
  const box = svg.viewBox.baseVal
  let tip
  const leave = () => { cursor.setAttribute('hidden', ''); tip?.remove(); tip = undefined }
  svg.addEventListener('pointerleave', leave)
  svg.addEventListener('pointermove', (event) => {
    const area = svg.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - area.left) / area.width))
    const step = share * Math.max(1, last)
    const near = lines.map(({ label, steps, values }) => {
      let best = 0
      for (let i = 1; i < steps.length; i++) if (Math.abs(steps[i] - step) < Math.abs(steps[best] - step)) best = i
      return { label, step: steps[best], value: values[best] }
    })
    const at = near[0].step
    const x = (at / Math.max(1, last)) * box.width
    cursor.setAttribute('x1', x)
    cursor.setAttribute('x2', x)
    cursor.removeAttribute('hidden')
    if (!tip) { tip = document.createElement('div'); tip.className = 'tip'; figure.append(tip) }
    tip.textContent = 'step ' + at + ': ' + near.map(({ label, value }) => label + ' ' + value).join(', ')
    const frame = figure.getBoundingClientRect()
    const middle = area.left - frame.left + (x / box.width) * area.width
    const half = tip.offsetWidth / 2
    tip.style.left = Math.min(Math.max(middle, half), Math.max(half, frame.width - half)) + 'px'
    tip.style.top = (area.top - frame.top + 12) + 'px'
  })
}
// A run that trains writes this page again and again. A file cannot be asked whether it has changed, so it is loaded again,
// and what one looked at is kept.
const live = document.querySelector('#live')
const kept = () => ({
  y: scrollY,
  step: shownStep,
  open: [...document.querySelectorAll('details')].map((one) => one.open),
  focus: document.activeElement?.id ?? '',
  isStill: live?.querySelector('button').getAttribute('aria-pressed') === 'false',
})
const before = history.state?.report
if (before) {
  history.scrollRestoration = 'manual'
  if (before.step !== null) showStep(before.step)
  document.querySelectorAll('details').forEach((one, i) => { one.open = before.open[i] ?? one.open })
  scrollTo(0, before.y)
  if (before.focus) document.getElementById(before.focus)?.focus({ preventScroll: true })
  history.replaceState(null, '')
}
if (live) {
  const written = Date.parse(live.dataset.written)
  const every = Number(live.dataset.every)
  const button = live.querySelector('button')
  const loaded = Date.now()
  let isHeld = false
  button.hidden = false
  if (before?.isStill) button.setAttribute('aria-pressed', 'false')
  button.addEventListener('click', () => button.setAttribute('aria-pressed', button.getAttribute('aria-pressed') !== 'true'))
  addEventListener('pointerdown', () => { isHeld = true })
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { isHeld = false })
  const tick = () => {
    const age = Math.max(0, (Date.now() - written) / 1000)
    const isLate = age > 600 + 10 * every
    live.toggleAttribute('data-late', isLate)
    const ago = age < 90 ? Math.round(age) + ' s' : Math.round(age / 60) + ' min'
    document.querySelector('#age').textContent = isLate
      ? 'No news for ' + ago + ': it may have been ended. ganymede runs tells.'
      : 'Written ' + ago + ' ago.'
    // The older the page, the slower: what was ended without a word is not looked for every few seconds for days.
    const isDue = Date.now() - loaded > 1000 * Math.max(every, age / 10)
    const isFree = !document.hidden && !isHeld && timer === undefined && !String(getSelection())
    if (!isDue || !isFree || button.getAttribute('aria-pressed') !== 'true') return
    history.replaceState({ report: kept() }, '')
    location.reload()
  }
  tick()
  setInterval(tick, 1000)
}
`
