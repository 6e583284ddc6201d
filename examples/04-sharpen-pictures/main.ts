/** pix2pix in minutes: learns to sharpen, from pairs that are made of single pictures, then sharpens one of its own. */
import { writeFileSync } from 'node:fs'
import { defineConfig, loadModel, pairs, pix2pix, train } from '@ganymede/toolkit'
import sharp from 'sharp'

const pictures = process.env.PICTURES ?? 'builtin:glyphs' // or a folder of your own
const steps = Number(process.env.STEPS ?? 300) // more steps: sharper
const size = 32 // side of the pictures in pixels, a multiple of 32
const width = 16 // channels next to the image: more is finer and slower

const run = train(
  defineConfig({
    model: pix2pix({ size, widthG: width, widthD: width, layersD: 2, inference: 'running', testDropout: false }),
    data: pairs(pictures, { pairs: 'blur', blurRadius: 1.5, flip: false }),
    train: { steps, batch: 8, logEvery: 25, sampleEvery: 100 },
  }),
)
for await (const event of run) {
  // The mean difference to the truth, on the scale from -1 to 1.
  if (event.kind === 'scalars') console.log(`step ${event.step}  L1 ${event['g/l1']}`)
}
const { run: folder } = await run

// A stroke that it has never seen, on a picture of another size, blurred in the same way.
const stroke = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48"/>
<path d="M6 8h18L12 40M52 8c-16 0-16 14-4 15s14 17-8 16" fill="none" stroke="#fff" stroke-width="4"/></svg>`
const blurred = await sharp(Buffer.from(stroke)).blur(1.5).png().toBuffer()

const model = loadModel(folder.dir)
const [sharpened] = await model.translate([blurred])
model.dispose()
if (sharpened !== undefined) {
  const { data, width: w, height: h, channels } = sharpened.pixels
  const right = await sharp(data, { raw: { width: w, height: h, channels } })
    .png()
    .toBuffer()
  const both = sharp({ create: { width: 2 * w, height: h, channels: 3, background: '#000' } })
  const beside = both.composite([
    { input: blurred, left: 0, top: 0 },
    { input: right, left: w, top: 0 },
  ])
  writeFileSync('sharpened.png', await beside.png().toBuffer())
}
console.log(`sharpened.png: before and after; everything else in ${folder.dir}`)
