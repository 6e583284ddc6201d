/** CycleGAN in minutes: turns drawn apples into oranges and back, from two folders in which nothing forms a pair. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cyclegan, defineConfig, domains, latentFromSeed, loadModel, train } from '@ganymede/toolkit'
import sharp from 'sharp'

const steps = Number(process.env.STEPS ?? 300) // more steps: better pictures
const size = 32 // side of the pictures in pixels, a multiple of 4
const width = 12 // channels next to the image: more is finer and slower

// Both kinds lie anywhere and have any size; apples have a stem, oranges have none.
const draw = (kind: 'apple' | 'orange', seed: number): Promise<Buffer> => {
  const [x = 0, y = 0, r = 0, hue = 0] = latentFromSeed(seed, 4, kind)
  const fill = `hsl(${(kind === 'apple' ? 0 : 32) + 4 * hue} 80% 50%)`
  const stem = kind === 'apple' ? `<path d="M32 26v-18" stroke="#531" stroke-width="4"/>` : ''
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#eee"/>
<g transform="translate(${5 * x} ${5 * y})">${stem}<circle cx="32" cy="34" r="${16 + 2 * r}" fill="${fill}"/></g></svg>`),
  )
    .png()
    .toBuffer()
}
for (const kind of ['apple', 'orange'] as const) {
  mkdirSync(`fruit/${kind}`, { recursive: true })
  for (let seed = 0; seed < 60; seed++) writeFileSync(`fruit/${kind}/${seed}.png`, await draw(kind, seed))
}

const run = train(
  defineConfig({
    model: cyclegan({ size, network: 'resnet-6', widthG: width, widthD: 16, layersD: 2 }),
    data: domains('fruit/apple', { targets: 'fruit/orange' }),
    train: { steps, logEvery: 25, sampleEvery: 100 },
  }),
)
for await (const event of run) {
  // What is lost on the way there and back: the one curve that falls.
  if (event.kind === 'scalars') console.log(`step ${event.step}  cycle ${event['g/cycle']}`)
}
const { run: folder } = await run

const apple = await draw('apple', 1000)
const model = loadModel(folder.dir)
const [orange] = await model.translate([apple], { direction: 'a2b' })
model.dispose()
if (orange !== undefined) {
  const { data, width: w, height: h, channels } = orange.pixels
  const right = await sharp(data, { raw: { width: w, height: h, channels } })
    .png()
    .toBuffer()
  const both = sharp({ create: { width: 2 * w, height: h, channels: 3, background: '#000' } })
  const beside = both.composite([
    { input: apple, left: 0, top: 0 },
    { input: right, left: w, top: 0 },
  ])
  writeFileSync('orange.png', await beside.png().toBuffer())
}
console.log(`orange.png: an apple and what became of it; everything else in ${folder.dir}`)
