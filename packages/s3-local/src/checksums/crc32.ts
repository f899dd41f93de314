import * as zlib from 'node:zlib'

/** A running 32-bit CRC: takes the last value (0 at first) and more bytes. */
export type Crc32Update = (bytes: Uint8Array, crc: number) => number

const CRC32_POLYNOMIAL = 0xedb88320
const CRC32C_POLYNOMIAL = 0x82f63b78
const SLICES = 16

/** CRC-32C (Castagnoli, RFC 3720). */
export const crc32c: Crc32Update = slicedCrc(CRC32C_POLYNOMIAL)

/** CRC-32 (ISO-HDLC) in plain JavaScript. */
export const crc32Portable: Crc32Update = slicedCrc(CRC32_POLYNOMIAL)

/** CRC-32, by zlib from Node 20.15 on. */
export const crc32: Crc32Update =
  typeof zlib.crc32 === 'function'
    ? (bytes, crc) => zlib.crc32(bytes, crc)
    : /* v8 ignore next: only on Node < 20.15 */ crc32Portable

/** Sixteen bytes a step: one table for each byte's distance from the end. */
function slicedCrc(polynomial: number): Crc32Update {
  let tables: Int32Array | null = null
  return (bytes, crc) => {
    tables ??= buildTables(polynomial)
    return update(tables, bytes, crc)
  }
}

function buildTables(polynomial: number): Int32Array {
  const tables = new Int32Array(256 * SLICES)
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
    tables[byte] = value
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = entry(tables, at - 256)
    tables[at] = entry(tables, before & 255) ^ (before >>> 8)
  }
  return tables
}

/** The index is always inside the table; the type system can't see it, and a check would cost a third. */
function entry(table: Int32Array, index: number): number {
  return table[index] as number
}

function update(t: Int32Array, bytes: Uint8Array, previous: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const whole = bytes.length - (bytes.length % SLICES)
  let crc = ~previous
  let at = 0
  for (; at < whole; at += SLICES) {
    const a = view.getInt32(at, true) ^ crc
    const b = view.getInt32(at + 4, true)
    const c = view.getInt32(at + 8, true)
    const d = view.getInt32(at + 12, true)
    crc =
      entry(t, 3840 + (a & 255)) ^
      entry(t, 3584 + ((a >>> 8) & 255)) ^
      entry(t, 3328 + ((a >>> 16) & 255)) ^
      entry(t, 3072 + (a >>> 24)) ^
      entry(t, 2816 + (b & 255)) ^
      entry(t, 2560 + ((b >>> 8) & 255)) ^
      entry(t, 2304 + ((b >>> 16) & 255)) ^
      entry(t, 2048 + (b >>> 24)) ^
      entry(t, 1792 + (c & 255)) ^
      entry(t, 1536 + ((c >>> 8) & 255)) ^
      entry(t, 1280 + ((c >>> 16) & 255)) ^
      entry(t, 1024 + (c >>> 24)) ^
      entry(t, 768 + (d & 255)) ^
      entry(t, 512 + ((d >>> 8) & 255)) ^
      entry(t, 256 + ((d >>> 16) & 255)) ^
      entry(t, d >>> 24)
  }
  for (; at < bytes.length; at += 1) crc = entry(t, (crc ^ view.getUint8(at)) & 255) ^ (crc >>> 8)
  return ~crc >>> 0
}
