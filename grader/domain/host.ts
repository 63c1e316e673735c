import { z } from 'zod';

/** Huge pages of one size, as the kernel counts them (Documentation/admin-guide/mm/hugetlbpage.rst). */
const hugePages = z.object({
  /** Pages that are set aside, and those of them that nobody has taken. */
  reserved: z.number(),
  free: z.number(),
  /** Where hugetlbfs of this page size is mounted. */
  mounts: z.array(z.string()),
});
export type HugePages = z.infer<typeof hugePages>;

/**
 * Why a port is left alone: the default route, or another one, goes over it; a bridge or a bond has it (`enslaved`);
 * another network namespace has its interface (`no-interface`); there is no driver that it could be given back to; or one
 * of these holds for another port of its IOMMU group, which would have to go together with it (`group`).
 */
export const PORT_REFUSALS = ['default-route', 'routes', 'enslaved', 'no-interface', 'no-driver', 'group'] as const;
export type PortRefusal = (typeof PORT_REFUSALS)[number];

/**
 * What can be done with a port. `bound`: vfio-pci or another driver for programs in user space holds it. `bifurcated`: its kernel driver lets DPDK in beside itself, so
 * that it is used as it is. `bindable`: the kernel has it, and nothing here depends on that.
 */
const portStanding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bound') }),
  z.object({ kind: z.literal('bifurcated') }),
  z.object({ kind: z.literal('bindable') }),
  z.object({ kind: z.literal('refused'), why: z.enum(PORT_REFUSALS) }),
]);
export type PortStanding = z.infer<typeof portStanding>;

/** A network port on the PCI bus. */
const pciPort = z.object({
  /** `0000:03:00.0`: domain, bus, device, function. */
  address: z.string(),
  /** Vendor and device, in hex without 0x: `8086:1572`. */
  id: z.string(),
  /** The driver that holds it: `ixgbe`, `vfio-pci`; null where none does. */
  driver: z.string().nullable(),
  /** Names that the kernel gave it; none while vfio-pci has it. */
  interfaces: z.array(z.string()),
  /** Null where there is no IOMMU. */
  iommuGroup: z.string().nullable(),
  /** Other devices of the group that are no bridges: they have to go to vfio-pci together with this one. */
  groupMates: z.array(z.string()),
  standing: portStanding,
});
export type PciPort = z.infer<typeof pciPort>;

/** What DPDK needs of a host, as it was found; nothing of it decides a verdict. */
export const hostFacts = z.object({
  /** Whether whoever asks may change the host: what is proposed is said otherwise to those who may not. */
  root: z.boolean(),
  /** What pkg-config says of libdpdk; null where it is not installed. */
  dpdk: z.string().nullable(),
  /** Of 2 MiB; null where the kernel has none of that size. */
  hugePages: hugePages.nullable(),
  vfio: z.object({
    /** `loaded`, or built in; `available`: modprobe would find it; `absent`: this kernel has none. */
    module: z.enum(['loaded', 'available', 'absent']),
    /** IOMMU groups that there are: without any, vfio-pci binds only in its unsafe mode. */
    iommuGroups: z.number(),
    /** `enable_unsafe_noiommu_mode` is on: a device may write anywhere. */
    unsafe: z.boolean(),
  }),
  ports: z.array(pciPort),
});
export type HostFacts = z.infer<typeof hostFacts>;

/**
 * Free huge pages of 2 MiB that `lab doctor --fix hugepages` sees to: 256 MiB, enough for a generator and a program beside
 * it with 128 MiB each.
 */
export const HUGE_PAGES_WANTED = 128;

/** What became of the host's huge pages. `before` is how many were reserved then. */
export type HugePagesChange = HugePages &
  (
    | { readonly kind: 'nothing-to-do' }
    | { readonly kind: 'done'; readonly before: number; readonly mounted: string | null }
    | {
        readonly kind: 'restored';
        readonly before: number;
        /** Somebody else has changed them since: those were left alone. */
        readonly others: boolean;
        /** A mount that a program still uses. */
        readonly stuck: string | null;
      }
  );
