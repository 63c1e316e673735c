import { describe, expect, it } from 'vitest';
import { parseDiagnostics } from './diagnostics.ts';

const GCC = `In file included from contract.hpp:11,
                 from check/arm.cc:5:
spsc_ring.hpp: In member function ‘bool SpscRing<T, Capacity>::try_push(T&&)’:
spsc_ring.hpp:44:12: error: ‘tail’ was not declared in this scope
   44 |     return tail == 0;
      |            ^~~~
spsc_ring.hpp:50:7: warning: unused variable ‘x’ [-Wunused-variable]
   50 |   int x;
      |       ^
spsc_ring.hpp:44:12: note: suggested alternative
`;

describe('parseDiagnostics', () => {
  it('reads place, severity and message, and the line it is about', () => {
    const [first] = parseDiagnostics(GCC);
    expect(first).toEqual({
      file: 'spsc_ring.hpp',
      line: 44,
      column: 12,
      severity: 'error',
      message: '‘tail’ was not declared in this scope',
      snippet: '   44 |     return tail == 0;\n      |            ^~~~',
    });
  });

  it('leaves notes and include chains out', () => {
    expect(parseDiagnostics(GCC).map((one) => one.severity)).toEqual(['error', 'warning']);
  });

  it('takes the name of the switch out of a warning', () => {
    expect(parseDiagnostics(GCC)[1]?.message).toBe('unused variable ‘x’');
  });

  it('counts a fatal error as an error, also without a snippet', () => {
    const [only] = parseDiagnostics(
      'a.hpp:1:10: fatal error: b.hpp: No such file or directory\ncompilation terminated.',
    );
    expect(only).toMatchObject({ severity: 'error', message: 'b.hpp: No such file or directory', snippet: '' });
  });

  it('finds nothing in a text that is not a compiler’s', () => {
    expect(parseDiagnostics('collect2: error: ld returned 1 exit status')).toEqual([]);
  });
});
