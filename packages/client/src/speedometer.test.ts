import { expect, test } from 'vitest'
import { createSpeedometer } from './speedometer.ts'

function drive(readings: [at: number, bytes: number][]): number | null {
  let at = 0
  const meter = createSpeedometer(() => at)
  for (const [time, bytes] of readings) {
    at = time
    meter.read(bytes)
  }
  return meter.speed()
}

test('the speed is bytes per second over the last seconds', () => {
  expect(
    drive([
      [0, 0],
      [1000, 500],
      [2000, 1000],
    ]),
  ).toBe(500)
  const slowThenFast = Array.from({ length: 21 }, (_, second): [number, number] => [
    second * 1000,
    second <= 10 ? second : 10 + (second - 10) * 1000,
  ])
  expect(drive(slowThenFast)).toBe(1000)
})

test('nobody knows the speed of the first moment', () => {
  expect(drive([])).toBeNull()
  expect(
    drive([
      [0, 0],
      [100, 1_000_000],
    ]),
  ).toBeNull()
})
