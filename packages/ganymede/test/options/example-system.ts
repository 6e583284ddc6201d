/** A small system for tests of options: every kind of option that a schema can describe. */
import { z } from 'zod'

const options = z.strictObject({
  size: z
    .union([z.literal(16), z.literal(32)])
    .default(16)
    .describe('Side of the images in pixels.'),
  width: z.number().int().min(1).max(64).default(8).describe('Channels.'),
  rate: z.number().positive().lt(1).default(0.5).describe('Rate.'),
  betas: z
    .tuple([z.number().min(0).lt(1), z.number().min(0).lt(1)])
    .default([0.5, 0.999])
    .describe('Decays.'),
  isSmooth: z.boolean().default(true).describe('Smooth.'),
  norm: z.enum(['batch', 'instance']).default('batch').describe('Normalisation.'),
  // The same names as options that every system has.
  seed: z.number().int().default(3).describe('Seed of the model.'),
  even: z
    .number()
    .refine((value) => value % 2 === 0, 'must be even')
    .default(2)
    .describe('An even number.'),
})

export const exampleSystem = {
  name: 'example',
  options,
  trainDefaults: { batch: 32 },
  presets: {
    demo: { model: { width: 4 }, train: { steps: 100, batch: 16 } },
    small: { train: { steps: 500 } },
    standard: {},
  },
}
