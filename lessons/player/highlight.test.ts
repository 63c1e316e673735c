import { describe, expect, it } from 'vitest';
import { backgroundFromReply, backgroundOf, colourDepth, loadHighlight } from './highlight.ts';

const CODE = '// why\nfor (int i = 0; i < 3; ++i) {\n  f("x");\n}';

describe('the highlighter', () => {
  it.each(['light', 'dark'] as const)('paints C++ for a %s background without changing it', async (background) => {
    const highlight = await loadHighlight({ background, direct: true });
    const lines = highlight(CODE, 'cpp') ?? [];
    // eslint-disable-next-line no-control-regex -- colours
    expect(lines.map((line) => line.replace(/\u001b\[[\d;]+m/gu, '')).join('\n')).toBe(CODE);
    expect(lines[1]).toMatch(/^\u001b\[38;2;\d+;\d+;\d+mfor\u001b\[39m/u); // eslint-disable-line no-control-regex -- colours
    expect(highlight('x', 'text')).toBeNull();
  });

  it('uses the 256 colours where there are no others', async () => {
    const highlight = await loadHighlight({ background: 'dark', direct: false });
    expect(highlight('return 1;', 'cpp')?.[0]).toMatch(/^\u001b\[38;5;\d+mreturn\u001b\[39m/u); // eslint-disable-line no-control-regex -- colours
  });
});

describe('what is known of the colours', () => {
  it.each([
    [{ COLORTERM: 'truecolor', TERM: 'xterm' }, 'direct'],
    [{ TERM: 'screen-256color' }, '256'],
    [{ TERM: 'linux' }, null],
    [{}, null],
  ] as const)('%j has %s', (env, depth) => {
    expect(colourDepth(env)).toBe(depth);
  });

  it.each([
    [{ LAB_THEME: 'light', COLORFGBG: '15;0' }, 'light'],
    [{ COLORFGBG: '15;0' }, 'dark'],
    [{ COLORFGBG: '0;default;15' }, 'light'],
    [{ COLORFGBG: '12;8' }, 'dark'],
    [{}, null],
  ] as const)('%j is %s', (env, background) => {
    expect(backgroundOf(env)).toBe(background);
  });

  it.each([
    ['\u001b]11;rgb:0000/2b2b/3636\u001b\\', 'dark'],
    ['\u001b]11;rgb:ff/fb/f0\u0007', 'light'],
    ['\u001b[?1;2c', null],
  ])('the reply %j says %s', (reply, background) => {
    expect(backgroundFromReply(reply)).toBe(background);
  });
});
