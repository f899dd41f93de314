/** Milliseconds that the speed is an average of. */
const WINDOW = 5_000
/** Milliseconds before there is a speed at all: the first bytes go into buffers. */
const WARM_UP = 500

export type Speedometer = {
  /** So many bytes are sent in all, by now. */
  read(bytes: number): void
  /** Bytes per second; null while nobody can tell. */
  speed(): number | null
  /** What follows is a new run. */
  restart(): void
}

/** @param now milliseconds of a clock that never jumps */
export function createSpeedometer(now: () => number): Speedometer {
  let readings: { at: number; bytes: number }[] = []
  return {
    read(bytes) {
      const at = now()
      readings.push({ at, bytes })
      // One reading from before the window stays, so that a slow line has a speed too.
      const recent = readings.findIndex((reading) => reading.at > at - WINDOW)
      if (recent > 1) readings = readings.slice(recent - 1)
    },
    speed() {
      const first = readings[0]
      const last = readings.at(-1)
      if (!first || !last || last.at - first.at < WARM_UP) return null
      return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000
    },
    restart() {
      readings = []
    },
  }
}
