/** A reflected CRC with initial and final value all ones, as CRC-32, CRC-32C and CRC-64/NVME are. */
type CrcModel = { bits: bigint; polynomial: bigint }

export const CRC_MODELS = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Record<string, CrcModel>

/**
 * Gives the CRC of A followed by B from theirs and B's length in bytes, without the bytes: A's CRC times
 * x^(8 × length) modulo the polynomial, plus B's. The returned function keeps the power of each length, since
 * all parts of an upload but the last have one size.
 */
export function createCombiner(model: CrcModel): (crcA: bigint, crcB: bigint, lengthB: number) => bigint {
  const powers = new Map<number, bigint>()
  return (crcA, crcB, lengthB) => {
    let power = powers.get(lengthB)
    if (power === undefined) {
      power = powerOfX8(model, lengthB)
      powers.set(lengthB, power)
    }
    return multiply(model, crcA, power) ^ crcB
  }
}

/** x^(8 × n) by squaring. In a reflected CRC the highest bit stands for x^0. */
function powerOfX8(model: CrcModel, n: number): bigint {
  let result = 1n << (model.bits - 1n)
  let square = 1n << (model.bits - 9n)
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(model, result, square)
    square = multiply(model, square, square)
  }
  return result
}

/** Polynomial multiplication modulo the CRC's. */
function multiply({ bits, polynomial }: CrcModel, a: bigint, b: bigint): bigint {
  let product = 0n
  let factor = b
  for (let bit = bits - 1n; bit >= 0n; bit -= 1n) {
    if ((a >> bit) & 1n) product ^= factor
    factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n
  }
  return product
}
