/** Colours of both schemes; each text on its ground has a contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3). */
export const colours = `
:root{color-scheme:light dark;
--ground:#fff;--panel:#f4f6f8;--text:#1b232c;--quiet:#51606f;--line:#d5dce3;--accent:#0b5394;--focus:#b45309;
--stripe:#f8fafb;--hatch:#c3ccd5;--hatch-ground:#eef1f4;--head:#e9eef3}
@media (prefers-color-scheme:dark){:root{
--ground:#12171d;--panel:#1a2129;--text:#e4e9ee;--quiet:#a4b0bc;--line:#36414d;--accent:#8bc1f0;--focus:#f3b25f;
--stripe:#171d24;--hatch:#46525e;--hatch-ground:#20282f;--head:#232c36}}
`
