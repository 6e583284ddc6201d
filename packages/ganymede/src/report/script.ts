/** What moves in the report: sliders over sheets, and values under the pointer. Without scripts the page still tells all. */
export const reportScript = `
'use strict'
for (const view of document.querySelectorAll('[data-view]')) {
  const frames = [...view.querySelectorAll('.frame')]
  const slider = view.querySelector('input')
  const output = view.querySelector('output')
  const button = view.querySelector('button')
  if (!slider || frames.length < 2) continue
  view.querySelector('.steer').hidden = false
  const show = () => {
    const chosen = Number(slider.value)
    frames.forEach((frame, i) => { frame.hidden = i !== chosen })
    const text = 'step ' + frames[chosen].dataset.step
    output.textContent = text
    slider.setAttribute('aria-valuetext', text)
  }
  let timer
  const stop = () => { clearInterval(timer); timer = undefined; button.textContent = 'Play' }
  button.addEventListener('click', () => {
    if (timer !== undefined) return stop()
    if (Number(slider.value) === frames.length - 1) slider.value = 0
    button.textContent = 'Stop'
    show()
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1
      show()
      if (Number(slider.value) >= frames.length - 1) stop()
    }, 350)
  })
  slider.addEventListener('input', () => { stop(); show() })
  show()
}
for (const svg of document.querySelectorAll('[data-chart]')) {
  const figure = svg.parentElement
  const { left, right, last, lines } = JSON.parse(figure.querySelector('script').textContent)
  const cursor = svg.querySelector('.cursor')
  const box = svg.viewBox.baseVal
  let tip
  const leave = () => { cursor.setAttribute('hidden', ''); tip?.remove(); tip = undefined }
  svg.addEventListener('pointerleave', leave)
  svg.addEventListener('pointermove', (event) => {
    const area = svg.getBoundingClientRect()
    const share = ((event.clientX - area.left) / area.width - left) / (right - left)
    if (share < 0 || share > 1) return leave()
    const step = share * Math.max(1, last)
    const near = lines.map(({ label, steps, values }) => {
      let best = 0
      for (let i = 1; i < steps.length; i++) if (Math.abs(steps[i] - step) < Math.abs(steps[best] - step)) best = i
      return { label, step: steps[best], value: values[best] }
    })
    const at = near[0].step
    const x = (left + (right - left) * (at / Math.max(1, last))) * box.width
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
`
