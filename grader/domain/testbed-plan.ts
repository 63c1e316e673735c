import { z } from 'zod';

/**
 * What the ports of the testbed `dpdk` are, and which CPUs its two processes have: a `testbed.json`, as its owner writes
 * it (docs/testbeds.md). Ports are arguments of DPDK's environment, so that programs are the same over all of these.
 */
export const DEVICES = ['memif', 'veth-packet', 'veth-xdp', 'nic'] as const;
export type DeviceKind = (typeof DEVICES)[number];

const cpu = z.int().min(0).max(1023);
const cpus = z
  .strictObject({ generator: cpu, program: cpu })
  .refine(({ generator, program }) => generator !== program, 'generator and program need a CPU each');

/** Domain, bus, device and function, as `/sys/bus/pci/devices` writes them. */
const pciAddress = z
  .string()
  .regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$/u, 'a PCI address, such as 0000:01:00.0 (see lspci -D)');

/** Two ports with a cable between them. */
const cable = z.strictObject({
  generator: pciAddress,
  program: pciAddress,
  /** Ethernet address of the program's port: read from the kernel, unless vfio-pci has the port already. */
  mac: z
    .string()
    .regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/u, 'an Ethernet address, such as 02:00:00:00:00:01')
    .optional(),
});

const schema = z.literal(1);
const nic = z.strictObject({
  schema,
  device: z.literal('nic'),
  cpus,
  /** One or two: a program has two ports, and what has no cable goes over memif. */
  cables: z.array(cable).min(1).max(2),
});

export const testbedPlan = z.discriminatedUnion('device', [
  z.strictObject({ schema, device: z.literal('memif'), cpus: cpus.optional() }),
  z.strictObject({ schema, device: z.literal('veth-packet'), cpus: cpus.optional() }),
  z.strictObject({ schema, device: z.literal('veth-xdp'), cpus: cpus.optional() }),
  nic,
]);
export type TestbedPlan = z.infer<typeof testbedPlan>;
export type NicPlan = z.infer<typeof nic>;

/** Packets in shared memory: needs neither root nor huge pages nor a card. */
export const MEMIF: TestbedPlan = { schema: 1, device: 'memif' };
