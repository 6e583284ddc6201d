import { defineConfig } from 'vitest/config'

// One thread per process and two processes fit two cores better than one process of two threads: the tensors of tests
// are tiny. The fixed number also makes results equal on machines with more cores.
const threads = { OMP_NUM_THREADS: '1', NO_COLOR: '1' }

// Of one test on an idle machine; ./test/setup/patience.ts makes limits for this one of it.
const limit = (ms: number) => ({ GANYMEDE_TEST_LIMIT_MS: String(ms) })

const common = {
  pool: 'forks' as const,
  setupFiles: ['./test/setup/vitest-setup.ts'],
  // What a passing test prints is nobody's business; a failing one shows all of it.
  silent: 'passed-only' as const,
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'build/vitest.json' }]] : ['default'],
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          env: { ...threads, ...limit(30_000) },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          env: { ...threads, ...limit(180_000) },
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
