import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHugePages, readVfio } from './host.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lab-host-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const PAGES = 'sys/kernel/mm/hugepages/hugepages-2048kB';

describe('huge pages', () => {
  it('are none where the kernel has no such size', () => {
    expect(readHugePages(root)).toBeNull();
  });

  it('are counted, with every mount of their size', () => {
    write(`${PAGES}/nr_hugepages`, '128\n');
    write(`${PAGES}/free_hugepages`, '96\n');
    write(
      'proc/self/mounts',
      [
        'proc /proc proc rw 0 0',
        'hugetlbfs /dev/hugepages hugetlbfs rw,relatime,pagesize=2M 0 0',
        'none /mnt/with\\040blank hugetlbfs rw,relatime,pagesize=2M 0 0',
        'none /mnt/huge1G hugetlbfs rw,relatime,pagesize=1024M 0 0',
      ].join('\n'),
    );
    expect(readHugePages(root)).toEqual({ reserved: 128, free: 96, mounts: ['/dev/hugepages', '/mnt/with blank'] });
  });
});

describe('vfio-pci', () => {
  it('is absent where neither the kernel nor modprobe knows it', () => {
    expect(readVfio(root, '6.1.0')).toEqual({ module: 'absent', iommuGroups: 0, unsafe: false });
  });

  it('is available where modprobe would find it, compressed or not', () => {
    write(
      'lib/modules/6.1.0/modules.dep',
      'kernel/drivers/vfio/pci/vfio-pci.ko.zst: kernel/drivers/vfio/vfio.ko.zst\n',
    );
    expect(readVfio(root, '6.1.0').module).toBe('available');
    expect(readVfio(root, '6.2.0').module).toBe('absent');
  });

  it('is loaded where it is a driver, with the groups that there are and the unsafe mode told', () => {
    write('sys/bus/pci/drivers/vfio-pci/bind', '');
    write('sys/kernel/iommu_groups/0/type', 'DMA');
    write('sys/kernel/iommu_groups/1/type', 'DMA');
    write('sys/module/vfio/parameters/enable_unsafe_noiommu_mode', 'Y\n');
    expect(readVfio(root, '6.1.0')).toEqual({ module: 'loaded', iommuGroups: 2, unsafe: true });
  });
});
