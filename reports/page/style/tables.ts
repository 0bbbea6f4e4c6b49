/** Tables and their controls; withheld cells are hatched, and say so in letters. */
export const tables = `
.table{margin-bottom:3.5rem}
@media screen{.table{content-visibility:auto;contain-intrinsic-size:auto 60rem;padding-inline:.4rem;margin-inline:-.4rem}}
.table+.table{border-top:1px solid var(--line)}
.marks{display:grid;grid-template-columns:auto 1fr;gap:.25rem .75rem;margin:.75rem 0;font-size:.9rem;max-width:46rem}
.marks dd{margin:0;color:var(--quiet)}
.mark{display:inline-block;padding:0 .4rem;font-variant-numeric:tabular-nums}
.controls{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:flex-end;background:var(--panel);padding:1rem;margin:1rem 0 .5rem}
.controls label{display:flex;flex-direction:column;gap:.2rem;font-size:.85rem;color:var(--quiet);min-width:0;max-width:100%}
.controls .hint{flex-basis:100%;margin:0;font-size:.85rem;color:var(--quiet)}
select,button{font:inherit;font-size:.95rem;color:var(--text);background:var(--ground);border:1px solid var(--quiet);border-radius:3px;
padding:.4rem .7rem;min-height:2.5rem;max-width:100%}
select{min-width:10rem;max-width:18rem}
button{cursor:pointer}
button:hover:enabled{border-color:var(--accent);color:var(--accent)}
button:disabled{opacity:.55;cursor:default}
.shown{font-size:.9rem;color:var(--quiet);min-height:1.6em}
.scroll{overflow-x:auto;border:1px solid var(--line);max-width:100%}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:.45rem .8rem;text-align:start;vertical-align:top;font-weight:400}
.table thead th{background:var(--head);vertical-align:bottom;font-weight:600;font-size:.9rem;overflow-wrap:normal;word-break:normal}
.table tbody th{min-width:6rem;max-width:24rem;overflow-wrap:break-word}
.table td,.table thead th[data-kind=measure],.table thead th[data-kind=day]{text-align:end}
.table td{white-space:nowrap;overflow-wrap:normal}
.table tbody tr:nth-child(even){background:var(--stripe)}
.table tbody tr{border-top:1px solid var(--line)}
.table th[data-l="0"]{font-weight:600}
.table th[data-l="2"]{padding-inline-start:1.8rem}
.table th[data-l="3"]{padding-inline-start:2.8rem}
.table th[data-l="4"]{padding-inline-start:3.8rem}
td.c,.mark.c{background:repeating-linear-gradient(135deg,var(--hatch) 0 1px,transparent 1px 6px) var(--hatch-ground)}
td.z,td.x{color:var(--quiet)}
.sort{border:0;background:none;padding:0;min-height:1.5rem;font-weight:600;text-align:inherit;display:inline-flex;gap:.35rem;align-items:flex-end}
.sort::after{content:"\\2195";color:var(--quiet);font-weight:400}
[aria-sort=ascending] .sort::after{content:"\\2191";color:var(--accent)}
[aria-sort=descending] .sort::after{content:"\\2193";color:var(--accent)}
.pager{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:.75rem 0}
.cut{font-size:.9rem}
.plain{max-width:60rem;margin:1rem 0}
.plain tr{border-bottom:1px solid var(--line)}
.plain thead th{font-weight:600;border-bottom:2px solid var(--quiet)}
.plain th[scope=row]{width:38%}
`
