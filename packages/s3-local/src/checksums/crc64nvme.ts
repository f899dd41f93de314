/**
 * CRC-64/NVME (NVM Express specification; reflected polynomial 0x9A6C9329AC4BC9B5), eight bytes a step, on two
 * 32-bit halves: a BigInt a byte would be slower by two orders of magnitude.
 */
const POLYNOMIAL_HIGH = 0x9a6c9329
const POLYNOMIAL_LOW = 0xac4bc9b5
const SLICES = 8

/** The running value; both halves 0 at first. */
export type Crc64 = { high: number; low: number }

type Tables = { high: Int32Array; low: Int32Array }
let built: Tables | null = null

/** Adds bytes to a running CRC, in place. */
export function updateCrc64nvme(crc: Crc64, bytes: Uint8Array): void {
  built ??= buildTables()
  const { high: h, low: l } = built
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % SLICES)
  let high = ~crc.high
  let low = ~crc.low
  let at = 0
  for (; at < whole; at += SLICES) {
    const a = view.getInt32(at, true) ^ low
    const b = view.getInt32(at + 4, true) ^ high
    const i7 = 1792 + (a & 255)
    const i6 = 1536 + ((a >>> 8) & 255)
    const i5 = 1280 + ((a >>> 16) & 255)
    const i4 = 1024 + (a >>> 24)
    const i3 = 768 + (b & 255)
    const i2 = 512 + ((b >>> 8) & 255)
    const i1 = 256 + ((b >>> 16) & 255)
    const i0 = b >>> 24
    low =
      entry(l, i7) ^
      entry(l, i6) ^
      entry(l, i5) ^
      entry(l, i4) ^
      entry(l, i3) ^
      entry(l, i2) ^
      entry(l, i1) ^
      entry(l, i0)
    high =
      entry(h, i7) ^
      entry(h, i6) ^
      entry(h, i5) ^
      entry(h, i4) ^
      entry(h, i3) ^
      entry(h, i2) ^
      entry(h, i1) ^
      entry(h, i0)
  }
  for (; at < bytes.length; at += 1) {
    const index = (low ^ view.getUint8(at)) & 255
    low = entry(l, index) ^ ((low >>> 8) | (high << 24))
    high = entry(h, index) ^ (high >>> 8)
  }
  crc.high = ~high >>> 0
  crc.low = ~low >>> 0
}

function buildTables(): Tables {
  const high = new Int32Array(256 * SLICES)
  const low = new Int32Array(256 * SLICES)
  for (let byte = 0; byte < 256; byte += 1) {
    let upper = 0
    let lower = byte
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = lower & 1
      lower = (lower >>> 1) | (upper << 31)
      upper >>>= 1
      if (carry) {
        upper ^= POLYNOMIAL_HIGH
        lower ^= POLYNOMIAL_LOW
      }
    }
    high[byte] = upper
    low[byte] = lower
  }
  for (let at = 256; at < high.length; at += 1) {
    const upper = entry(high, at - 256)
    const lower = entry(low, at - 256)
    high[at] = entry(high, lower & 255) ^ (upper >>> 8)
    low[at] = entry(low, lower & 255) ^ ((lower >>> 8) | (upper << 24))
  }
  return { high, low }
}

/** The index is always inside the table; the type system can't see it, and a check would cost a third. */
function entry(table: Int32Array, index: number): number {
  return table[index] as number
}
