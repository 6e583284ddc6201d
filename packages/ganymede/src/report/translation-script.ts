/** What moves in the page of a translation, and its look beside that of the report. Without scripts all is there to see. */
export const translationScript = `
'use strict'
const rows = document.querySelector('#rows')
const all = () => [...rows.querySelectorAll('.row')]
document.querySelector('#tools').hidden = false
const order = document.querySelector('#order')
order?.addEventListener('change', () => {
  const [name, way] = order.value.split(' ')
  const key = (row) => name ? Number(row.dataset[name] ?? 0) * (way === 'down' ? -1 : 1) : Number(row.dataset.index)
  rows.append(...all().sort((a, b) => key(a) - key(b)))
})
const side = document.querySelector('#side')
side.addEventListener('input', () => {
  document.documentElement.style.setProperty('--side', side.value + 'px')
  document.querySelector('#side-text').textContent = side.value + ' px'
})
const viewer = document.querySelector('#viewer')
const picture = document.querySelector('#viewer-picture')
let current
let kind = 'output'
const show = () => {
  const button = current.querySelector('[data-kind="' + kind + '"]') ?? current.querySelector('[data-kind="output"]')
  const small = button.querySelector('img')
  kind = button.dataset.kind
  picture.src = kind === 'output' ? current.querySelector('a').href : small.src
  picture.alt = small.alt
  const scale = Math.max(1, Math.floor(512 / small.width))
  picture.width = small.width * (small.width < 512 ? scale : 1)
  picture.classList.toggle('pixels', small.width < 512 && scale > 1)
  document.querySelector('#viewer-name').textContent = current.getAttribute('aria-label') + ': ' + kind
  for (const one of viewer.querySelectorAll('[data-show]')) one.setAttribute('aria-pressed', one.dataset.show === kind)
}
const look = (row, which) => { current = row; kind = which; show(); if (!viewer.open) viewer.showModal() }
const step = (by) => {
  const list = all()
  const next = list[list.indexOf(current) + by]
  if (next) { current = next; show() }
}
rows.addEventListener('click', (event) => {
  const button = event.target.closest('.look')
  if (button) look(button.closest('.row'), button.dataset.kind)
})
for (const one of viewer.querySelectorAll('[data-show]')) one.addEventListener('click', () => { kind = one.dataset.show; show() })
for (const one of viewer.querySelectorAll('[data-step]')) one.addEventListener('click', () => step(Number(one.dataset.step)))
viewer.addEventListener('close', () => current?.focus())
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select')) return
  if (viewer.open) {
    const kinds = [...viewer.querySelectorAll('[data-show]')].map((one) => one.dataset.show)
    if (event.key === 'ArrowLeft') step(-1)
    else if (event.key === 'ArrowRight') step(1)
    else if (kinds[Number(event.key) - 1]) { kind = kinds[Number(event.key) - 1]; show() }
    else return
    event.preventDefault()
    return
  }
  const list = all()
  const at = list.indexOf(document.activeElement?.closest?.('.row'))
  if (event.key === 'j' || event.key === 'k') {
    const next = list[Math.max(0, Math.min(list.length - 1, at + (event.key === 'j' ? 1 : -1)))]
    next?.focus()
    next?.scrollIntoView({ block: 'center' })
  } else if (event.key === 'Enter' && list.includes(document.activeElement)) look(document.activeElement, 'output')
})
`

export const translationStyle = `
:root{--side:256px}
.flag{white-space:nowrap}
.facts b{overflow-wrap:anywhere}
#rows{display:grid;gap:16px}
.row{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:12px 16px;content-visibility:auto;contain-intrinsic-size:auto 340px;scroll-margin:20px}
.row h3{overflow-wrap:anywhere}
.row h3 a{color:inherit}
.trio{display:flex;flex-wrap:wrap;gap:12px}
.trio figure,.none{width:min(var(--side),100%)}
.trio figcaption{font-size:.85rem}
.trio img{display:block;width:100%;height:auto;border-radius:4px;background:var(--grid)}
.look{padding:0;border:0;background:none;display:block;width:100%;min-height:0;cursor:zoom-in}
.none{display:grid;place-items:center;border:1px dashed var(--rule);border-radius:4px;min-height:80px}
#tools{position:sticky;top:0;background:var(--back);padding:8px 0;z-index:1}
#tools input{flex:none;vertical-align:middle}
select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:4px 8px;min-height:32px}
@media (hover:none){.keys{display:none}}
@media (max-width:640px){#tools{position:static}.trio{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,var(--side));gap:6px}
.trio figure,.none{width:auto}.trio figcaption .soft{display:block}.row{padding:10px}}
kbd{font:inherit;font-size:.75rem;color:var(--soft)}
tr.mean{font-weight:650}
dialog{border:1px solid var(--rule);border-radius:12px;background:var(--card);color:var(--ink);max-width:96vw;max-height:96vh;padding:16px}
dialog::backdrop{background:rgb(0 0 0/.7)}
dialog h2{margin:0 0 8px;overflow-wrap:anywhere}
dialog img{max-width:100%;max-height:76vh;object-fit:contain;display:block}
dialog img.pixels{image-rendering:pixelated}
`
