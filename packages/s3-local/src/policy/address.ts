import { BlockList, isIP } from 'node:net'

type Cidr = { address: string; prefix: number; family: 'ipv4' | 'ipv6' }

/** `203.0.113.0/24`, or an address alone for itself; null for anything else. */
export function parseCidr(text: string): Cidr | null {
  const match = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text)
  const address = match?.[1] ?? ''
  const version = isIP(address)
  if (version === 0) return null
  const bits = version === 4 ? 32 : 128
  const prefix = match?.[2] === undefined ? bits : Number(match[2])
  return prefix > bits ? null : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** An address of the other family is never in a range, not even in one of all addresses. */
export function inCidr(ip: string, cidr: Cidr): boolean {
  if (isIP(ip) === 0) return false
  const list = new BlockList()
  list.addSubnet(cidr.address, cidr.prefix, cidr.family)
  return list.check(ip, cidr.family)
}

/** An IPv4 address that a dual-stack socket shows as IPv6 (`::ffff:127.0.0.1`) is that IPv4 address. */
export function plainAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  return mapped?.[1] ?? ip
}
