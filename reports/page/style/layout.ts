/** Text, header, contents and the parts of the page. */
export const layout = `
*{box-sizing:border-box}
html{font:clamp(100%,.8rem + .35vw,125%)/1.6 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--text);background:var(--ground);
-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
body{margin:0 auto;padding:0 1rem 4rem;max-width:84rem;overflow-wrap:anywhere}
@media (min-width:48rem){body{padding:0 2.5rem 5rem}}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:clamp(1.5rem,1.2rem + 1.2vw,2.1rem);font-weight:650;letter-spacing:-.01em}
h2{font-size:1.5rem;font-weight:650;margin:3.5rem 0 1rem;padding-top:1rem;border-top:3px solid var(--accent)}
h3{font-size:1.15rem;font-weight:650;margin:2rem 0 .5rem}
p{margin:.5rem 0;max-width:46rem}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:from-font}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:2px}
main:focus,section:focus{outline:none}
.skip{position:absolute;inset-inline-start:1rem;top:-4rem;padding:.6rem 1rem;background:var(--accent);color:var(--ground);z-index:1}
.skip:focus{top:.5rem}
header{padding:1rem 0 1.5rem}
.languages ul,.contents ul{list-style:none;margin:0;padding:0}
.languages ul{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:.25rem 1.25rem;margin-bottom:1.25rem}
.languages a,.languages span{display:inline-block;padding:.25rem 0}
.languages [aria-current]{font-weight:650;border-bottom:3px solid var(--accent)}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 3rem;margin:1.25rem 0 0}
.facts dt{color:var(--quiet);font-size:.875rem}
.facts dd{margin:0;font-weight:600}
.contents{background:var(--panel);border-inline-start:4px solid var(--accent);padding:1rem 1.5rem 1.25rem}
.contents h2{font-size:1rem;margin:0 0 .5rem;padding:0;border:0}
.contents ul ul{padding-inline-start:1.25rem}
.contents a{display:inline-block;padding:.15rem 0;line-height:1.35;text-decoration:none}
.contents a:hover{text-decoration:underline}
.contents summary{padding:.15rem 0;cursor:pointer}
.contents{font-size:.92rem;min-width:0}
main{min-width:0}
main>section:first-child>h2{margin-top:0}
@media (max-width:66rem){main>section:first-child>h2{margin-top:2.5rem}}
@media (min-width:66rem){.parts{display:grid;grid-template-columns:16.5rem minmax(0,1fr);gap:2.75rem;align-items:start}
.contents{position:sticky;top:1rem;max-height:calc(100vh - 2rem);overflow-y:auto}}
.figures{list-style:none;margin:1.25rem 0 0;padding:0;display:grid;gap:1rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,16rem),1fr))}
.figures li{border:1px solid var(--line);border-top:3px solid var(--accent);padding:1rem 1.1rem;display:flex;flex-direction:column}
.figures h3{font-size:1rem;font-weight:600;margin:0}
.figures p{margin:.15rem 0;font-size:.9rem}
.figures .value{font-size:2rem;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums;margin:.35rem 0}
.figures .unit{font-size:1rem;font-weight:500;color:var(--quiet)}
.figures .change{color:var(--quiet)}
.figures .from{margin-top:auto;padding-top:.5rem;font-size:.85rem}
.citation{border-inline-start:4px solid var(--line);padding-inline-start:1rem}
code,pre{font-family:ui-monospace,"Cascadia Mono",Consolas,"Liberation Mono",monospace;font-size:.9em}
pre{background:var(--panel);padding:1rem;overflow-x:auto;overflow-wrap:normal;max-width:46rem}
.chart{margin:1.5rem 0}
.chart figcaption{color:var(--quiet);font-size:.9rem;margin-top:.5rem;max-width:46rem}
[hidden]{display:none!important}
`
