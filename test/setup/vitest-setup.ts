/** Runs before every test file: our matchers, and what must hold after each test. */
import { afterEach, beforeEach, vi } from 'vitest'
import { patience } from './patience.js'
import { seedRandomNumbers, seedRandomNumbersAtLoad } from './random-numbers.js'
import { failOnLeakedTensors, startWatchingTensors } from './tensor-leaks.js'
import './tensor-matchers.js'
import { failOnUnexpectedWarnings, startWatchingWarnings } from './warnings.js'

const limit = patience(Number(process.env.GANYMEDE_TEST_LIMIT_MS))
vi.setConfig({ testTimeout: limit, hookTimeout: limit })

seedRandomNumbersAtLoad()
beforeEach(seedRandomNumbers)
beforeEach(startWatchingWarnings)
beforeEach(startWatchingTensors)

// Vitest runs these in reverse order and after the hooks of the file.
afterEach(failOnUnexpectedWarnings)
afterEach(failOnLeakedTensors)
