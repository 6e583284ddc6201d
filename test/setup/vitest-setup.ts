/** Runs before every test file: our matchers, and what must hold after each test. */
import { afterEach, beforeEach } from 'vitest'
import { failOnLeakedTensors, startWatchingTensors } from './tensor-leaks.js'
import './tensor-matchers.js'
import { failOnUnexpectedWarnings, startWatchingWarnings } from './warnings.js'

beforeEach(startWatchingWarnings)
beforeEach(startWatchingTensors)

// Vitest runs these in reverse order and after the hooks of the file.
afterEach(failOnUnexpectedWarnings)
afterEach(failOnLeakedTensors)
