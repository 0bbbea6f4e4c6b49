/** Paper, and colours that the reader's system forces. */
export const media = `
@media (forced-colors:active){td.c,.mark.c{background:none;border:1px dashed CanvasText}.figures li,.contents{border:1px solid CanvasText}}
@media print{
:root{--ground:#fff;--panel:#fff;--text:#000;--quiet:#333;--line:#999;--accent:#000;--stripe:#f4f4f4;--hatch:#999;--hatch-ground:#fff;--head:#eee}
html{font-size:9.5pt}
body{max-width:none;padding:0}
.parts{display:block}
@page{margin:16mm 14mm}
.skip,.languages,.controls,.pager,.contents,.sort::after{display:none!important}
h2{break-after:avoid;margin-top:2rem}
h3,.marks,.chart{break-after:avoid}
.figures{grid-template-columns:repeat(3,1fr)}
.figures li,tr,.chart{break-inside:avoid}
.scroll{overflow:visible;border:0}
.table thead{display:table-header-group}
.table tbody th{min-width:0}
th,td{padding:.2rem .4rem}
td.c,.mark.c{background:none;border:1px dashed #666}
.table thead th,.table tbody tr{-webkit-print-color-adjust:exact;print-color-adjust:exact}
a{color:inherit;text-decoration:none}
}
`
