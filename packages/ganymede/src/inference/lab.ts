/**
 * Colours as lightness and two opponent axes (CIE 1976 L*a*b*, sRGB primaries, white D65 of the 2° observer), for networks
 * that colour grey pictures: they take L and give a and b.
 */
import type { Raster } from '@ganymede/core/pictures'
import { inverse, toXyz, white } from '../models/image-to-image/lab.js'

const fromXyz = inverse(toXyz)

/** L in 0…100, a and b, of one colour in 0…255. */
export function labOf(red: number, green: number, blue: number): readonly [number, number, number] {
  const linear = [red, green, blue].map((value) => {
    const v = value / 255
    return v > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92
  })
  const [x, y, z] = toXyz.map((row, i) => {
    const t = dot(row, linear) / (white[i] ?? 1)
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116
  }) as [number, number, number]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** A colour in 0…255, not rounded, clipped to what sRGB can show. */
export function rgbOf(lightness: number, a: number, b: number): readonly [number, number, number] {
  const y = (lightness + 16) / 116
  const xyz = [a / 500 + y, y, Math.max(0, y - b / 200)].map((value, i) => {
    const t = value > 0.2068966 ? value ** 3 : (value - 16 / 116) / 7.787
    return t * (white[i] ?? 1)
  })
  return fromXyz.map((row) => {
    const v = dot(row, xyz)
    const gamma = v > 0.0031308 ? 1.055 * v ** (1 / 2.4) - 0.055 : 12.92 * v
    return 255 * Math.min(1, Math.max(0, gamma))
  }) as [number, number, number]
}

/** The lightness of a picture as the colouring network takes it: L / 50 − 1 as bytes. */
export function lightnessOf({ width, height, channels, data }: Raster): Raster {
  const out = new Uint8Array(width * height)
  for (let i = 0; i < out.length; i++) {
    const [lightness] = labOf(data[i * channels] ?? 0, data[i * channels + 1] ?? 0, data[i * channels + 2] ?? 0)
    out[i] = Math.round((lightness / 100) * 255)
  }
  return { width, height, channels: 1, data: out }
}

const widestColour = 110

/** A picture of the lightness of one and the colours that a network gave, a / 110 and b / 110 as bytes. */
export function coloured(picture: Raster, colours: Raster): Raster {
  const { width, height, channels, data } = picture
  const out = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const [lightness] = labOf(data[i * channels] ?? 0, data[i * channels + 1] ?? 0, data[i * channels + 2] ?? 0)
    const axis = (c: number) => ((((colours.data[2 * i + c] ?? 0) + 0.5) / 255) * 2 - 1) * widestColour
    out.set(rgbOf(lightness, axis(0), axis(1)).map(Math.round), 3 * i)
  }
  return { width, height, channels: 3, data: out }
}

function dot(row: readonly number[], values: readonly number[]): number {
  return row.reduce((sum, factor, i) => sum + factor * (values[i] ?? 0), 0)
}
