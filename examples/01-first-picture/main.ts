/** A GAN in a minute: trains on glyphs that Ganymede draws itself, then makes pictures by seed. */
import { writeFileSync } from 'node:fs'
import { dcgan, defineConfig, images, loadModel, train } from '@ganymede/toolkit'
import sharp from 'sharp'

const steps = Number(process.env.STEPS ?? 300) // more steps: better pictures
const size = 32 // side of the pictures in pixels
const width = 32 // channels next to the image: more is finer and slower

const run = train(
  defineConfig({
    model: dcgan({ size, widthG: width, widthD: width, realLabel: 0.9 }),
    data: images('builtin:glyphs'),
    train: { steps, batch: 64, logEvery: 25, ema: 0.99 },
  }),
)

for await (const event of run) {
  if (event.kind === 'scalars') console.log(`step ${event.step}  G ${event['g/total']}  D ${event['d/total']}`)
}
const { run: folder } = await run

const model = loadModel(folder.dir)
const [picture] = model.sample({ seeds: [7] })
if (picture !== undefined) {
  const { width: w, height: h, channels, data } = picture
  writeFileSync(
    'seed-7.png',
    await sharp(data, { raw: { width: w, height: h, channels } })
      .png()
      .toBuffer(),
  )
}
model.dispose()
console.log(`seed-7.png, and everything else in ${folder.dir}`)
